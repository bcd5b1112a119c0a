// From a case in which something fails to the simplest one in which it fails likewise.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <set>
#include <vector>

#include "properties/run/run.hpp"
#include "properties/shrink/shrink.hpp"

namespace gibbs::properties {

/// More starting points find simpler ends, as a descent stops where no single step leads further down.
inline constexpr std::size_t starting_points = 4;

/// Walks down RapidCheck's trees of simpler cases, and never tries a case twice. The work is bounded in steps, so what it
/// finds does not depend on the time they take.
class Descent {
 public:
  Descent(const Theorem& theorem, Subject& subject)
      : theorem_(theorem), subject_(subject) {}

  /// The last case on the way down for which `keeps` is true of the outcome, among those that are `taken`.
  template <class Keeps>
  Failure from(Failure start, Keeps keeps) {
    return from(std::move(start), keeps, [](const Case&) { return true; });
  }
  template <class Keeps, class Taken>
  Failure from(Failure start, Keeps keeps, Taken taken) {
    const std::vector<Unit> units = common_units(theorem_, subject_.description(), start.at.metric);
    auto at = shrinkable(start.at, subject_.description().format);
    for (bool descended = true; descended;) {
      descended = false;
      auto candidates = at.shrinks();
      for (auto next = candidates.next(); next && spent_ < most_looks; next = candidates.next()) {
        const Case c = next->value();
        const Complexity size = complexity(c);
        spent_ += looking_at(size);
        if (std::ranges::count(units, c.unit) == 0 || !taken(c) || !tried_.insert(fingerprint(c)).second) continue;
        Outcome outcome = judge(theorem_, c, subject_);
        spent_ += judging(size, outcome);
        if (!keeps(outcome)) continue;
        at = *next;
        start = {c, std::move(outcome), size};
        descended = true;
        break;
      }
    }
    return start;
  }
  void forget() { tried_.clear(), spent_ = 0; }

 private:
  /// What one descent may cost: to judge a case of few numbers is one step, to look at one a sixty-fourth.
  static constexpr std::size_t looks_per_step = 64;
  static constexpr std::size_t most_looks = 2500 * looks_per_step;
  static std::size_t looking_at(const Complexity& size) { return 1 + size.numbers / 32; }
  /// An answer that costs a time-out ends it all; one that costs a restart is dear.
  static std::size_t judging(const Complexity& size, const Outcome& outcome) {
    if (outcome.fault.kind == Fault::Kind::silence) return most_looks;
    return is_costly(outcome) ? most_looks / 30 : looks_per_step * looking_at(size);
  }

  /// A hash of its numbers: of two cases in one descent it is hardly ever the same.
  static std::uint64_t fingerprint(const Case& c) {
    std::uint64_t h = 0xcbf29ce484222325;
    const auto add = [&h](std::uint64_t word) { h = (h ^ word) * 0x100000001b3, h ^= h >> 29; };
    add(static_cast<std::uint64_t>(c.unit));
    for (const Input& input : c.inputs) {
      add(input.values.size()), add(input.columns), add(static_cast<std::uint64_t>(input.row));
      for (const double x : input.values) add(std::bit_cast<std::uint64_t>(x));
    }
    return h;
  }

  const Theorem& theorem_;
  Subject& subject_;
  std::set<std::uint64_t> tried_;
  std::size_t spent_ = 0;
};

}  // namespace gibbs::properties
