// Threads that share out work, each with a subject of its own.
#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "properties/judge/subject.hpp"

namespace gibbs::properties {

/// As many threads as were asked for, 0 meaning as many as there are cores.
inline std::size_t threads_of(unsigned asked) {
  return asked != 0 ? asked : std::max(1u, std::thread::hardware_concurrency());
}

/// Calls work(i, thread) for every i < n, in any order; the caller's thread is number 0. What one throws is thrown here;
/// the rest is left undone.
template <class Work>
void share_out(std::size_t n, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto take_part = [&](std::size_t thread) {
    try {
      for (std::size_t i = next++; i < n; i = next++) work(i, thread);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = n;
    }
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t thread = 1; thread < threads; ++thread) pool.emplace_back(take_part, thread);
    take_part(0);
  }
  if (failure) std::rethrow_exception(failure);
}

class Team {
 public:
  /// The caller's thread is one of them, and `subject` its subject.
  Team(Subject& subject, std::size_t threads) : first_(subject) {
    for (std::size_t i = 1; i < threads; ++i) others_.push_back(subject.another());
  }

  Subject& first() { return first_; }

  /// Calls work(i, subject) for every i < n.
  template <class Work>
  void share(std::size_t n, const Work& work) {
    share_out(n, 1 + others_.size(), [&](std::size_t i, std::size_t thread) { work(i, thread == 0 ? first_ : *others_[thread - 1]); });
  }

 private:
  Subject& first_;
  std::vector<std::unique_ptr<Subject>> others_;
};

}  // namespace gibbs::properties
