#include "subjects/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>
#include <thread>
#include <utility>

#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t tail_size = 4096;
constexpr std::size_t flood = 1 << 20;
constexpr auto exit_patience = 500ms;  // for a child that was told to end, or seems to

[[noreturn]] void fail(const char* what, int error = errno) {
  throw std::system_error(error, std::generic_category(), what);
}

struct Pipe {
  Descriptor read, write;
};

/// Close-on-exec, and above the three standard streams: a parent that runs with one of those closed would otherwise
/// get its number, and the child's redirections would overwrite each other.
Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  Pipe low{Descriptor(ends[0]), Descriptor(ends[1])};
  Pipe high{Descriptor(::fcntl(ends[0], F_DUPFD_CLOEXEC, 3)), Descriptor(::fcntl(ends[1], F_DUPFD_CLOEXEC, 3))};
  if (!high.read.is_open() || !high.write.is_open()) fail("fcntl");
  return high;
}

void make_non_blocking(const Descriptor& end) {
  if (::fcntl(end.get(), F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
}

/// Keeps SIGPIPE from this thread while it writes; one that was raised meanwhile is taken away.
class NoSigpipe {
 public:
  NoSigpipe() {
    sigemptyset(&only_);
    sigaddset(&only_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) != 0;
    pthread_sigmask(SIG_BLOCK, &only_, &before_);
  }
  ~NoSigpipe() {
    const timespec now{};
    if (!was_pending_) {
      while (sigtimedwait(&only_, nullptr, &now) < 0 && errno == EINTR) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t only_{}, before_{};
  bool was_pending_ = false;
};

/// The process groups that live, for the signal handler. One that finds no room is only missed by that.
std::array<std::atomic<pid_t>, 256> groups{};
static_assert(std::atomic<pid_t>::is_always_lock_free, "a signal handler reads it");

void replace_group(pid_t from, pid_t to) {
  for (auto& group : groups) {
    pid_t expected = from;
    if (group.compare_exchange_strong(expected, to)) return;
  }
}

extern "C" void kill_children_and_end(int signal) {
  for (const auto& group : groups) {
    if (const pid_t leader = group.load(); leader > 0) ::kill(-leader, SIGKILL);
  }
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

/// One simple command replaces the shell, which would otherwise hold its output open and report its death in its own
/// way; anything more (operators, assignments, the shell's own words) is the shell's to run.
std::string shell_text(const std::string& command) {
  const std::size_t start = std::min(command.find_first_not_of(" \t"), command.size());
  const std::string first = command.substr(start, command.find_first_of(" \t", start) - start);
  constexpr std::array own{".", "command", "eval", "exec"};
  const bool simple = command.find_first_of(";&|<>(){}`!\n") == command.npos && first.find('=') == first.npos &&
                      std::ranges::find(own, first) == own.end();
  return (simple ? "exec " : "") + command;
}

pid_t spawn(const std::string& command, char** environment, const Pipe& in, const Pipe& out, const Pipe& err) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, in.read.get(), 0);
  posix_spawn_file_actions_adddup2(&actions, out.write.get(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.write.get(), 2);
  sigset_t none, defaults;
  sigemptyset(&none);
  sigfillset(&defaults);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string shell = "sh", option = "-c", text = shell_text(command);
  std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments.data(), environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) fail("cannot start /bin/sh", error);
  return pid;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

void Descriptor::close() {
  if (const int fd = std::exchange(fd_, -1); fd >= 0) ::close(fd);
}

Child::Child(const std::string& command) {
  Pipe in = make_pipe(), out = make_pipe(), err = make_pipe();
  make_non_blocking(in.write);
  make_non_blocking(out.read);
  make_non_blocking(err.read);
  pid_ = spawn(command, marked_.environment(), in, out, err);
  replace_group(0, pid_);
  input_ = std::move(in.write);
  output_ = std::move(out.read);
  errors_ = std::move(err.read);
}

Child::~Child() {
  input_.close();
  output_.close();
  await_exit(exit_patience);
  kill();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  marked_.sweep();  // who left the group
}

void Child::kill() {
  // The leader is not waited for until the very end, so that its number cannot have become another's.
  ::kill(-pid_, SIGKILL);
  replace_group(pid_, 0);
}

Child::Outcome Child::exchange(std::string_view request, std::string& line, Clock::time_point deadline,
                               std::size_t limit) {
  if (!input_.is_open()) return Outcome::ended;
  for (;;) {
    if (!request.empty()) write_some(request);
    const bool exited = has_exited();  // looked at before the last read: then nothing can have been missed
    const Read read = read_output();
    read_errors();
    if (request.empty() && take_line(line)) return line.size() <= limit ? Outcome::line : Outcome::too_long;
    if (pending_.size() > limit) return Outcome::too_long;
    if (read == Read::end || (read == Read::nothing && exited)) return Outcome::ended;
    if (Clock::now() >= deadline) return Outcome::late;
    if (read == Read::nothing) wait(!request.empty(), deadline);
  }
}

bool Child::take_line(std::string& line) {
  const std::size_t end = pending_.find('\n', searched_);
  searched_ = end == pending_.npos ? pending_.size() : 0;
  if (end == pending_.npos) return false;
  line.assign(pending_, 0, end);
  pending_.erase(0, end + 1);
  return true;
}

Child::Read Child::read_output() {
  std::array<char, 1 << 16> block;
  const ssize_t size = ::read(output_.get(), block.data(), block.size());
  if (size < 0) return Read::nothing;
  if (size == 0) return Read::end;
  pending_.append(block.data(), static_cast<std::size_t>(size));
  return Read::some;
}

/// One block at a time, so that a flood cannot keep us from the output.
bool Child::read_errors() {
  if (!errors_.is_open()) return false;
  std::array<char, 1 << 16> block;
  const ssize_t size = ::read(errors_.get(), block.data(), block.size());
  if (size == 0) errors_.close();
  if (size <= 0) return false;
  error_bytes_ += static_cast<std::size_t>(size);
  tail_.append(block.data(), static_cast<std::size_t>(size));
  if (tail_.size() > tail_size) tail_.erase(0, tail_.size() - tail_size);
  return true;
}

void Child::write_some(std::string_view& rest) {
  const NoSigpipe guard;
  const ssize_t size = ::write(input_.get(), rest.data(), rest.size());
  if (size >= 0) {
    rest.remove_prefix(static_cast<std::size_t>(size));
  } else if (errno == EPIPE) {
    input_.close();  // it reads no more, but may still have something to say
    rest = {};
  }
}

void Child::wait(bool writing, Clock::time_point deadline) {
  std::array<pollfd, 3> fds{{{output_.get(), POLLIN, 0},
                             {errors_.get(), POLLIN, 0},  // poll ignores what is closed, that is −1
                             {writing ? input_.get() : -1, POLLOUT, 0}}};
  // In slices: a child may die while a child of its own keeps the pipes open, and no pipe tells.
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  const auto slice = std::clamp<std::chrono::milliseconds>(left, 0ms, 50ms);
  ::poll(fds.data(), fds.size(), static_cast<int>(slice.count()));
}

bool Child::has_exited() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

void Child::await_exit(std::chrono::milliseconds patience) const {
  const auto deadline = Clock::now() + patience;
  for (auto nap = 100us; !has_exited() && Clock::now() < deadline;
       nap = std::min<std::chrono::microseconds>(nap * 2, 10ms)) {
    std::this_thread::sleep_for(nap);
  }
}

std::string Child::last_words() {
  await_exit(exit_patience);
  for (int blocks = 0; blocks < 256 && read_errors(); ++blocks) {
  }
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  std::string text = "it closed its output but runs on";
  if (info.si_pid != 0) {
    // A shell reports a program killed by signal n as status 128 + n.
    const bool by_signal = info.si_code != CLD_EXITED;
    const int signal = by_signal ? info.si_status : info.si_status - 128;
    text = by_signal ? "it was killed" : "exit status " + std::to_string(info.si_status);
    if (signal > 0 && signal < NSIG) text += std::string(": ") + ::strsignal(signal);
  }
  if (!pending_.empty()) text += ", in the middle of a line: " + printable(pending_, 80);
  const std::size_t end = tail_.find_last_not_of(" \t\r\n");
  if (end == tail_.npos) return text;
  const std::size_t start = tail_.find_last_of('\n', end) + 1;  // npos + 1 = 0
  text += "; its last words: " + printable(std::string_view(tail_).substr(start, end + 1 - start));
  if (error_bytes_ > flood) text += " (after " + std::to_string(error_bytes_ >> 20) + " MiB on standard error)";
  return text;
}

void kill_children_on_signals() {
  struct sigaction action {};
  action.sa_handler = kill_children_and_end;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // as under nohup
  }
}

}  // namespace gibbs::subjects
