#include "properties/run/counterexamples.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "properties/run/descent.hpp"

namespace gibbs::properties {
namespace {

using Verdict = Hearing::Verdict;

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

void Failures::add(const Case& c, const Outcome& outcome, bool ordinary, std::size_t number, const std::string& rows) {
  const Failure failure{c, outcome, complexity(c), number, rows};
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
  if (outcome.verdict != Verdict::refuted) return;
  const auto keep = [&](auto& kept, const auto& key, const auto& rank) {
    const auto [place, first] = kept.try_emplace(key, failure);
    if (!first && rank(failure) < rank(place->second)) place->second = failure;
  };
  const FaultKind kind(outcome.fault.kind, outcome.fault.culprit);
  keep(of_each_kind_, kind, [](const Failure& f) { return f.size; });
  const auto lightness = [](const Failure& f) { return std::pair(-f.outcome.fault.weight(), f.size); };
  keep(gravest_, std::pair(false, kind), lightness);
  if (ordinary) keep(gravest_, std::pair(true, kind), lightness);
}

void Failures::add_unsteady(const Case& c, const Outcome& first, Outcome again, std::size_t number) {
  const Complexity size = complexity(c);
  if (!unsteady_ || size < unsteady_->first.size) unsteady_ = {Failure{c, first, size, number}, std::move(again)};
}

std::vector<std::pair<const Failure*, const Outcome*>> Failures::kept() const {
  std::vector<std::pair<const Failure*, const Outcome*>> all;
  for (const Failure& failure : simplest_) all.emplace_back(&failure, nullptr);
  for (const auto* one : {&worst_, &severe_}) {
    if (*one) all.emplace_back(&**one, nullptr);
  }
  for (const auto& [kind, failure] : of_each_kind_) all.emplace_back(&failure, nullptr);
  for (const auto& [kind, failure] : gravest_) all.emplace_back(&failure, nullptr);
  if (unsteady_) all.emplace_back(&unsteady_->first, &unsteady_->second);
  return all;
}

bool Failures::enough(std::size_t costly) const {
  return worst_ && is_costly(worst_->outcome) &&
         costly >= (worst_->outcome.fault.kind == Fault::Kind::silence ? 1 : 10);
}

void Failures::report(const Theorem& theorem, Subject& subject, PropertyRun& run) const {
  if (!worst_) return;
  PropertyResult& result = run.result;
  for (const auto& [kind, failure] : of_each_kind_) run.failures.push_back(failure);
  for (const auto& [kind, failure] : gravest_) run.gravest.push_back(failure);
  enter(theorem, subject, run);
  if (result.counterexample->unsteady) {
    result.unsteady = result.counterexample->metric;
  } else if (unsteady_) {  // it fails steadily too, which is what is shown
    const auto& [first, again] = *unsteady_;
    result.unsteady = describe_unsteady(theorem, first.at, first.outcome, again, subject).metric;
  }
}

void Failures::enter(const Theorem& theorem, Subject& subject, PropertyRun& run) const {
  PropertyResult& result = run.result;
  const bool refuted = worst_->outcome.verdict == Verdict::refuted;
  result.status = refuted ? Status::refuted : Status::rounded;
  const auto described = [&](const Failure& f) {
    run.failures.push_back(f);
    return describe(theorem, f.at, f.outcome, subject);
  };
  const auto severe_enough = [this](const Outcome& o) { return as_grave(o, worst_->outcome); };
  Descent descent(theorem, subject);
  if (worst_->outcome.fault.kind == Fault::Kind::silence) {  // each step down would be a time-out
    result.counterexample = described(*severe_);
    return;
  }
  if (is_costly(worst_->outcome)) {
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
