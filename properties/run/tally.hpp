// One property on trial, case by case; and what is known after some of its cases, so that shares of them add up.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "properties/inputs/classes.hpp"
#include "properties/run/counterexamples.hpp"
#include "properties/run/data_cases.hpp"
#include "properties/run/ordinary.hpp"
#include "properties/run/run.hpp"

namespace gibbs::properties {

/// Of the metrics that a trial may be narrowed to.
bool is_chosen(Metric metric, const Options& options);

/// What was counted of cases of one property, and what was answered in those that a counterexample may come from.
struct Tally {
  using Seen = std::array<std::size_t, Classes().size()>;  // of each input class
  struct Failed {
    Case at;
    std::vector<Answer> answers;               // of the subject, in the order of the questions
    std::optional<std::vector<Answer>> again;  // when it was asked again, where the case did not fail then
  };

  std::size_t cases = 0, rounded = 0, refuted = 0, declined = 0, unjudged = 0, outside = 0;  // as in PropertyResult
  std::size_t drawn = 0;   // the gates are about these: a known find is of no class
  std::size_t costly = 0;  // of those refuted
  Seen seen{};
  Seen excused{};  // that the subject does not offer to answer, or declined
  std::string why_declined;
  std::size_t last_declined = 0;  // its number
  std::map<Metric, Grade> grades;
  std::set<Metric> answered, mute;        // as in PropertyRun
  std::map<std::size_t, Failed> failed;  // by the numbers of the cases
  bool lost = false;                      // as in PropertyRun

  /// As if the other's cases had been counted here. `failed` is left as it is.
  void add(const Tally& other);
};

class PropertyTrial {
 public:
  PropertyTrial(const Theorem& theorem, Subject& subject, const Options& options);

  /// First come the worst inputs known and the tokens of the options, then those drawn; none where there is nothing to try.
  std::size_t cases() const { return known_.size() + to_draw_; }
  bool enough() const { return failures_.enough(tally_.costly); }
  /// Case i. It depends on seed, property and i alone.
  void judge(std::size_t i);
  Tally tally() const;

  /// What was counted elsewhere, of all cases. Throws std::invalid_argument where one that is said to have failed does not
  /// fail by its answers.
  void add(const std::vector<const Tally*>& tallies);

  /// Shrinks, describes, and passes the gates.
  PropertyRun finish();

 private:
  /// A case that is drawn may meet no condition of its theorem; then it is drawn anew. Its number says both: which case,
  /// and which attempt.
  static constexpr std::size_t attempts = 10;

  /// Nothing where what was drawn does not go with the user's rows.
  std::optional<DataCases::Bound> drawn(std::size_t number) const;
  Hearing::Verdict hear(const Case& c, std::size_t number, const std::string& rows = {});

  const Theorem& theorem_;
  Subject& subject_;
  const Options& options_;
  const Ordinary is_ordinary_;
  PropertyResult result_;
  std::vector<Metric> metrics_;  // that the cases of a property about each of its metrics take in turn
  std::optional<DataCases> own_;  // the user's rows
  std::vector<Case> known_;
  std::size_t to_draw_ = 0;
  Tally tally_;
  Failures failures_;
};

}  // namespace gibbs::properties
