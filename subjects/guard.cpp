#include "subjects/guard.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace gibbs::subjects {
namespace {

constexpr std::string_view name = "GIBBS_TRIAL=";

/// Of this process: its number comes again some day, the moment does not.
const std::string& own_mark() {
  static const std::string mark = std::string(name) + std::to_string(::getpid()) + "-" +
                                  std::to_string(std::chrono::system_clock::now().time_since_epoch().count()) + ".";
  return mark;
}

/// The environment that a process was begun with; empty where it may not be read.
std::string environment_of(const std::string& pid) {
  std::string text(1, '\0');
  const int file = ::open(("/proc/" + pid + "/environ").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  std::array<char, 1 << 14> block;
  for (ssize_t size = ::read(file, block.data(), block.size()); size > 0; size = ::read(file, block.data(), block.size())) {
    text.append(block.data(), static_cast<std::size_t>(size));
  }
  ::close(file);
  return text;
}

/// Kills all whose mark begins so; how many there were.
std::size_t kill_marked(const std::string& mark) {
  DIR* processes = ::opendir("/proc");
  if (processes == nullptr) return 0;
  std::size_t killed = 0;
  const std::string wanted = std::string(1, '\0') + mark;
  while (const dirent* entry = ::readdir(processes)) {
    const std::string pid = entry->d_name;
    if (pid.find_first_not_of("0123456789") != pid.npos || environment_of(pid).find(wanted) == std::string::npos) continue;
    killed += ::kill(static_cast<pid_t>(std::strtol(pid.c_str(), nullptr, 10)), SIGKILL) == 0 ? 1 : 0;
  }
  ::closedir(processes);
  return killed;
}

/// One may be born while another is killed.
void kill_all_marked(const std::string& mark) {
  for (int round = 0; round < 100 && kill_marked(mark) > 0; ++round) {
  }
}

}  // namespace

Marked::Marked() {
  static std::atomic<unsigned> children{0};
  mark_ = own_mark() + std::to_string(children++) + ".";
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with(name)) pointers_.push_back(*variable);
  }
  pointers_.push_back(mark_.data());
  pointers_.push_back(nullptr);
}

void Marked::sweep() const { kill_all_marked(mark_); }

void guard_children() {
  std::array<int, 2> ends{};
  const std::string mark = own_mark();
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
  const pid_t guard = ::fork();
  if (guard != 0) {
    ::close(ends[0]);  // the other end closes with this process
    return;
  }
  ::setsid();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_IGN);
  if (::chdir("/") != 0) ::_exit(0);
  ::dup2(ends[0], 0);
  ::close_range(1, ~0U, 0);
  char byte = 0;
  while (::read(0, &byte, 1) < 0 && errno == EINTR) {
  }
  kill_all_marked(mark);
  ::_exit(0);
}

}  // namespace gibbs::subjects
