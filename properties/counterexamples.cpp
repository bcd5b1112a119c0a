#include "properties/counterexamples.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "properties/shrink.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Trial::Verdict;

/// More starting points find simpler ends, as a descent stops where no single step leads further down.
constexpr std::size_t starting_points = 4;
/// All that shrinking one property may cost, in answers about few numbers.
constexpr std::size_t most_steps = 4000;

bool is_costly(Fault::Kind kind) { return kind == Fault::Kind::silence || kind == Fault::Kind::death; }
/// An answer that costs a time-out ends it all; one that costs a restart is dear.
std::size_t cost(const Case& c, Fault::Kind kind) {
  if (kind == Fault::Kind::silence) return most_steps;
  return (kind == Fault::Kind::death ? most_steps / 30 : 1) + complexity(c).numbers / 32;
}

/// From harmless to grave: rounded before refuted, then by what went wrong and by its order of magnitude.
auto gravity(const Outcome& o) { return std::tuple(o.verdict == Verdict::refuted, o.fault.kind, o.fault.severity()); }
/// Finer, but only by eighths of a binary order of magnitude: of errors as large as that, the simpler case says more.
double size_of_error(const Outcome& o) {
  return o.fault.share > 0 && std::isfinite(o.fault.share) ? std::floor(8 * std::log2(o.fault.share)) : o.fault.share;
}
bool as_grave(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.fault.kind == b.fault.kind && a.fault.severity() >= b.fault.severity();
}

}  // namespace

/// Walks down RapidCheck's trees of simpler cases, and never tries a case twice.
class Failures::Descent {
 public:
  Descent(const Theorem& theorem, Subject& subject) : theorem_(theorem), subject_(subject) {}

  /// The last case on the way down for which `keeps` is true of the outcome.
  template <class Keeps>
  Failure from(Failure start, Keeps keeps) {
    auto at = shrinkable(start.at, subject_.description().format);
    for (bool descended = true; descended;) {
      descended = false;
      auto candidates = at.shrinks();
      for (auto next = candidates.next(); next && spent_ < most_steps; next = candidates.next()) {
        const Case c = next->value();
        if (!tried_.insert(to_token("", c)).second) continue;
        const Outcome outcome = judge(theorem_, c, subject_);
        spent_ += cost(c, outcome.fault.kind);
        if (!keeps(outcome)) continue;
        at = *next;
        start = {c, outcome, complexity(c)};
        descended = true;
        break;
      }
    }
    return start;
  }
  void forget() { tried_.clear(), spent_ = 0; }

 private:
  const Theorem& theorem_;
  Subject& subject_;
  std::set<std::string> tried_;
  std::size_t spent_ = 0;
};

void Failures::add(const Case& c, const Outcome& outcome) {
  const Failure failure{c, outcome, complexity(c)};
  const auto before = [](const Failure& a, const Failure& b) {
    return std::pair(a.outcome.verdict != Verdict::refuted, a.size) <
           std::pair(b.outcome.verdict != Verdict::refuted, b.size);
  };
  simplest_.insert(std::ranges::upper_bound(simplest_, failure, before), failure);
  if (simplest_.size() > starting_points) simplest_.pop_back();
  const auto worse = [](const Failure& a, const Failure& b, auto measure) {
    return measure(a.outcome) > measure(b.outcome) || (measure(a.outcome) == measure(b.outcome) && a.size < b.size);
  };
  const auto finely = [](const Outcome& o) { return std::pair(gravity(o), size_of_error(o)); };
  if (!worst_ || worse(failure, *worst_, finely)) worst_ = failure;
  if (!severe_ || worse(failure, *severe_, gravity)) severe_ = failure;
  if (outcome.verdict == Verdict::refuted && is_costly(outcome.fault.kind)) ++costly_;
}

bool Failures::enough() const {
  return worst_ && is_costly(worst_->outcome.fault.kind) &&
         costly_ >= (worst_->outcome.fault.kind == Fault::Kind::silence ? 1 : 10);
}

void Failures::report(const Theorem& theorem, Subject& subject, PropertyResult& result) const {
  if (!worst_) return;
  const bool refuted = worst_->outcome.verdict == Verdict::refuted;
  result.status = refuted ? Status::refuted : Status::rounded;
  const auto described = [&](const Failure& f) { return describe(theorem, f.at, f.outcome, subject); };
  const auto severe_enough = [this](const Outcome& o) { return as_grave(o, worst_->outcome); };
  Descent descent(theorem, subject);
  if (is_costly(worst_->outcome.fault.kind)) {
    result.counterexample = described(descent.from(*severe_, severe_enough));
    return;
  }
  Failure simplest = simplest_.front();
  for (const Failure& start : simplest_) {
    if (start.outcome.verdict != worst_->outcome.verdict) continue;
    const Failure end = descent.from(start, [&](const Outcome& o) { return o.verdict == worst_->outcome.verdict; });
    if (end.size < simplest.size) simplest = end;
  }
  result.counterexample = described(simplest);
  if (!refuted) return;
  const auto same = [](const Failure& a, const Failure& b) { return to_token("", a.at) == to_token("", b.at); };
  Failure severe = simplest;
  if (!severe_enough(simplest.outcome)) {
    descent.forget();
    severe = descent.from(*severe_, severe_enough);
    result.simplest_as_severe = described(severe);
  }
  if (!same(*worst_, simplest) && !same(*worst_, severe)) result.worst = described(*worst_);
}

}  // namespace gibbs::properties
