// One property on trial, case by case; and what is known after a share of its cases, so that shares add up.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "properties/inputs/classes.hpp"
#include "properties/run/counterexamples.hpp"
#include "properties/run/run.hpp"

namespace gibbs::properties {

/// What is counted of cases.
struct Tally {
  using Seen = std::array<std::size_t, Classes().size()>;  // of each input class

  std::size_t cases = 0, rounded = 0, refuted = 0, declined = 0, unjudged = 0, outside = 0;  // as in PropertyResult
  std::size_t drawn = 0;  // the gates are about these
  Seen seen{};
  Seen excused{};  // that the subject does not offer to answer, or declined
  std::string why_declined;
  std::size_t last_declined = 0;  // its number
  std::map<Metric, Grade> grades;
  std::set<Metric> answered, mute;   // as in PropertyRun
  std::set<std::size_t> telling;     // numbers of drawn cases that a counterexample may come from
  bool costly = false;               // it ended early, or was not tried: only one machine can tell where that is

  /// As if the other's cases had been counted here.
  void add(const Tally& other);
};

class PropertyTrial {
 public:
  PropertyTrial(const Theorem& theorem, Subject& subject, const Options& options);

  /// Is there anything to try? If not, finish() says why.
  bool begins() const { return begins_; }
  std::size_t cases() const { return cases_; }
  bool enough() const { return failures_.enough(); }

  /// The worst inputs known, and the options' own.
  void try_known();
  /// Case i of those drawn from the seed and the property's id.
  void draw(std::size_t i);
  /// What others counted of their shares of the cases; those that tell something are judged here once more, in order.
  void add(const std::vector<const Tally*>& shares);

  Tally tally() const;
  /// Shrinks, describes, and passes the gates.
  PropertyRun finish();

 private:
  Hearing::Verdict judge(const Case& c, std::size_t number);
  bool is_finest(std::optional<Metric> metric) const;

  const Theorem& theorem_;
  Subject& subject_;
  const Options& options_;
  PropertyResult result_;
  std::vector<Metric> metrics_;  // that the cases of a property about each of its metrics take in turn
  std::size_t cases_ = 0;        // to be drawn
  bool begins_ = false, retelling_ = false;
  Tally tally_;
  Failures failures_;
};

}  // namespace gibbs::properties
