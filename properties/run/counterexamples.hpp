// What is kept of the cases in which a property failed: of a refuted one, three counterexamples that teach. The
// simplest says what is wrong, the worst how wrong it may get, and the simplest as severe as the worst why.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "properties/run/run.hpp"

namespace gibbs::properties {

class Failures {
 public:
  /// `number`: the place of the case in its property. Cases are added in this order, and of some that are alike the
  /// first is kept. `rows`: of the user's data, if it is made of such.
  void add(const Case& c, const Outcome& outcome, bool ordinary, std::size_t number, const std::string& rows = {});
  /// Refuted at first, but not when it was judged again.
  void add_unsteady(const Case& c, const Outcome& first, Outcome again, std::size_t number);
  /// A fault that costs a time-out or a restart each time has been shown often enough by so many cases.
  bool enough(std::size_t costly) const;
  /// All that are kept, with what became of them the second time where that was something else.
  std::vector<std::pair<const Failure*, const Outcome*>> kept() const;
  /// Shrinks, describes and enters into the run what was kept: status, counterexamples, and the failures behind them.
  void report(const Theorem& theorem, Subject& subject, PropertyRun& run) const;

 private:
  void enter(const Theorem& theorem, Subject& subject, PropertyRun& run) const;

  std::vector<Failure> simplest_;  // the first few, in order
  std::optional<Failure> worst_;   // of the cases as drawn
  std::optional<Failure> severe_;  // the simplest of those as severe as the worst
  std::optional<std::pair<Failure, Outcome>> unsteady_;  // the simplest, and what became of it the second time
  using FaultKind = std::pair<Fault::Kind, std::optional<Metric>>;
  std::map<FaultKind, Failure> of_each_kind_;             // the simplest of those refuted
  std::map<std::pair<bool, FaultKind>, Failure> gravest_;  // of those on ordinary inputs, and of all
};

}  // namespace gibbs::properties
