#include "properties/run/runs.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "properties/run/lost.hpp"
#include "properties/run/tally.hpp"

namespace gibbs::properties {
namespace {

bool is_selected(const Theorem& theorem, const Options& options) {
  const auto matches = [&](const std::string& glob) { return fnmatch(glob.c_str(), std::string(theorem.id).c_str(), 0) == 0; };
  if (!options.only.empty() && std::ranges::none_of(options.only, matches)) return false;
  if (std::ranges::any_of(options.skip, matches)) return false;
  return std::ranges::any_of(theorem.metrics, [&](Metric m) { return is_chosen(m, options); });
}

class Runs {
 public:
  Runs(const std::vector<const Theorem*>& theorems, const Description& description, const Options& options, const RunOne& run_one)
      : theorems_(theorems), description_(description), options_(options), run_one_(run_one), runs_(theorems.size()), done_(theorems.size(), false) {}

  std::vector<PropertyRun> all(Team& team) {
    team.share(theorems_.size(), [&](std::size_t i, Subject& own) {
      try {
        if (is_to_try(i)) enter(i, run_one_(i, own));
      } catch (...) {
        const std::lock_guard lock(mutex_);
        failed_ = true;
        changed_.notify_all();
        throw;
      }
    });
    return std::move(runs_);
  }

 private:
  /// Where those that have ended make one doubt it, the answer waits for all that come before.
  bool is_to_try(std::size_t i) {
    std::unique_lock lock(mutex_);
    if (seen_.reason(*theorems_[i], description_).empty()) return true;
    changed_.wait(lock, [&] { return failed_ || judged_ == i; });
    if (failed_) return false;
    if (lost_.reason(*theorems_[i], description_).empty()) return true;
    finish(i);
    return false;
  }

  void enter(std::size_t i, PropertyRun run) {
    const std::lock_guard lock(mutex_);
    runs_[i] = std::move(run);
    seen_.add(runs_[i]);
    finish(i);
  }

  /// In order: what is lost by those before is given up, though it may have been tried meanwhile.
  void finish(std::size_t i) {
    done_[i] = true;
    for (; judged_ < done_.size() && done_[judged_]; ++judged_) {
      std::string why = lost_.reason(*theorems_[judged_], description_);
      if (!why.empty()) runs_[judged_] = given_up(*theorems_[judged_], std::move(why));
      lost_.add(runs_[judged_]);
    }
    changed_.notify_all();
    ++count_;
    if (options_.progress) options_.progress(count_, theorems_.size(), runs_[i].result);
  }

  const std::vector<const Theorem*>& theorems_;
  const Description& description_;
  const Options& options_;
  const RunOne& run_one_;
  std::vector<PropertyRun> runs_;
  std::vector<bool> done_;
  std::size_t judged_ = 0, count_ = 0;  // that many are done, with all before them; that many in all
  Lost lost_;                           // by those judged
  Lost seen_;                           // by all that have ended
  bool failed_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace

std::vector<const Theorem*> selected(const Options& options) {
  std::vector<const Theorem*> theorems;
  for (const Theorem& theorem : catalogue()) {
    if (is_selected(theorem, options)) theorems.push_back(&theorem);
  }
  if (theorems.empty()) throw std::invalid_argument("no property matches the filters");
  return theorems;
}

std::vector<PropertyRun> run_all(const std::vector<const Theorem*>& theorems, Team& team, const Options& options, const RunOne& run_one) {
  return Runs(theorems, team.first().description(), options, run_one).all(team);
}

}  // namespace gibbs::properties
