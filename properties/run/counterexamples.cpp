#include "properties/run/counterexamples.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "properties/shrink/shrink.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;

/// More starting points find simpler ends, as a descent stops where no single step leads further down.
constexpr std::size_t starting_points = 4;
/// What one descent may cost: to judge a case of few numbers is one step, to look at one a sixty-fourth.
constexpr std::size_t looks_per_step = 64;
constexpr std::size_t most_looks = 2500 * looks_per_step;

bool is_costly(Fault::Kind kind) { return kind == Fault::Kind::silence || kind == Fault::Kind::death; }
std::size_t looking_at(const Complexity& size) { return 1 + size.numbers / 32; }
/// An answer that costs a time-out ends it all; one that costs a restart is dear.
std::size_t judging(const Complexity& size, Fault::Kind kind) {
  if (kind == Fault::Kind::silence) return most_looks;
  return kind == Fault::Kind::death ? most_looks / 30 : looks_per_step * looking_at(size);
}

/// From harmless to grave: rounded before refuted, then by what went wrong and by its order of magnitude.
auto gravity(const Outcome& o) { return std::tuple(o.verdict == Verdict::refuted, o.fault.kind, o.fault.severity()); }
/// Finer, but only by eighths of a binary order of magnitude: of errors as large as that, the simpler case says more.
auto badness(const Outcome& o) {
  const double share = o.fault.share;
  return std::pair(gravity(o), share > 0 && std::isfinite(share) ? std::round(8 * std::log2(share)) : share);
}
bool as_grave(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.fault.kind == b.fault.kind && a.fault.severity() >= b.fault.severity();
}

}  // namespace

/// Walks down RapidCheck's trees of simpler cases, and never tries a case twice.
class Failures::Descent {
 public:
  Descent(const Theorem& theorem, Subject& subject)
      : theorem_(theorem), subject_(subject), units_(common_units(theorem, subject.description())) {}

  /// The last case on the way down for which `keeps` is true of the outcome.
  template <class Keeps>
  Failure from(Failure start, Keeps keeps) {
    auto at = shrinkable(start.at, subject_.description().format);
    for (bool descended = true; descended;) {
      descended = false;
      auto candidates = at.shrinks();
      for (auto next = candidates.next(); next && spent_ < most_looks; next = candidates.next()) {
        const Case c = next->value();
        const Complexity size = complexity(c);
        spent_ += looking_at(size);
        if (std::ranges::count(units_, c.unit) == 0 || !tried_.insert(to_token("", c)).second) continue;
        const Outcome outcome = judge(theorem_, c, subject_);
        spent_ += judging(size, outcome.fault.kind);
        if (!keeps(outcome)) continue;
        at = *next;
        start = {c, outcome, size};
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
  std::vector<Unit> units_;
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
  if (!worst_ || worse(failure, *worst_, badness)) worst_ = failure;
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
  Failure severe = simplest;
  if (!severe_enough(simplest.outcome)) {
    descent.forget();
    severe = descent.from(*severe_, severe_enough);
    result.simplest_as_severe = described(severe);
  }
  if (badness(worst_->outcome) > std::max(badness(simplest.outcome), badness(severe.outcome)))
    result.worst = described(*worst_);
}

}  // namespace gibbs::properties
