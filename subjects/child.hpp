// A child process that is asked for lines: spawned, fed, timed and cleaned up after, whatever it does.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "subjects/guard.hpp"

namespace gibbs::subjects {

/// A file descriptor with an owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close();

 private:
  int fd_ = -1;
};

/// `sh -c COMMAND` in a process group of its own, with pipes for its three streams. Its standard error is read all the
/// while, so that it never blocks, and only the end of it is kept. When the object goes, the whole group goes, and whoever
/// left it (guard.hpp).
class Child {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws std::system_error if no process or pipe can be had. A command that does not exist shows in `exchange`: it
  /// is the shell that reports it.
  explicit Child(const std::string& command);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Closes its input, gives it a moment to end by itself, then kills the group.
  ~Child();

  enum class Outcome {
    line,      // here it is
    late,      // none before the deadline
    ended,     // it died or closed its output first
    too_long,  // the line, or what waits to be read, is longer than the limit
  };
  /// Writes the request (as it is; nothing if empty) and reads one line (without its newline); both at once, so that
  /// neither side waits for the other when a pipe is full. After anything but `line` the child is of no more use.
  Outcome exchange(std::string_view request, std::string& line, Clock::time_point deadline, std::size_t limit);

  /// Kills the group at once.
  void kill();

  /// How it ended, and the last line on its standard error: "exit status 1; its last words: KeyError: 'p'".
  std::string last_words();

 private:
  enum class Read { some, nothing, end };
  bool take_line(std::string& line);
  Read read_output();
  bool read_errors();
  void write_some(std::string_view& rest);
  void wait(bool writing, Clock::time_point deadline);
  bool has_exited() const;
  void await_exit(std::chrono::milliseconds patience) const;

  Marked marked_;
  pid_t pid_ = -1;  // also the process group
  Descriptor input_, output_, errors_;
  std::string pending_;       // output not yet taken
  std::size_t searched_ = 0;  // of pending_, without a newline
  std::string tail_;          // the end of standard error
  std::size_t error_bytes_ = 0;
};

/// From now on SIGINT, SIGTERM and SIGHUP kill every child there is before they end this process. Children have
/// process groups of their own, which a terminal's interrupt does not reach. A signal that is ignored stays ignored.
/// For `main` to call.
void kill_children_on_signals();

}  // namespace gibbs::subjects
