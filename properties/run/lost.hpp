// Metrics that a trial gives up: a subject that hangs, floods or dies whenever one is asked would cost a time-out or a
// restart for each case of each property, and show nothing new.
#pragma once

#include <map>
#include <set>
#include <string>

#include "properties/run/run.hpp"

namespace gibbs::properties {

/// Looks at the properties in the order of the catalogue, whatever the order in which they end, so that what is given up
/// is the same on every machine.
///
/// A metric is lost once two properties have ended in its silence, death or flood and none has had an answer of it; all
/// are, once two have ended so and no metric has ever answered.
class Lost {
 public:
  void add(const PropertyRun& run);
  /// Why a property that the subject could be tried on is given up; empty if it is not.
  std::string reason(const Theorem& theorem, const Description& description) const;

 private:
  static constexpr int most = 2;
  bool is_lost(Metric metric) const;

  std::map<Metric, int> mute_;  // properties that ended so
  std::set<Metric> answered_;
  int costly_ = 0;
};

/// In place of a property that is not tried.
PropertyRun given_up(const Theorem& theorem, std::string why);

}  // namespace gibbs::properties
