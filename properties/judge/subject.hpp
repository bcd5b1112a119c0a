// What is put on trial: anything that answers questions about metrics.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "reference/format.hpp"
#include "reference/metric.hpp"

namespace gibbs::properties {

using reference::Metric;
using reference::Question;
using reference::Unit;

/// The accuracy an implementation claims for a metric (contracts §2), from the strongest to the weakest.
struct Accuracy {
  enum class Level { correct, faithful, ulp, stable };
  Level level = Level::stable;
  double ulps = 0;  // of Level::ulp
  bool operator==(const Accuracy&) const = default;
};

/// "correct", "faithful", "ulp:K" or "stable".
std::string to_string(const Accuracy& accuracy);
/// Throws std::invalid_argument on anything else.
Accuracy parse_accuracy(const std::string& text);

/// What a subject says of one metric it offers: how accurate it is, in which units, and on which part of the domain.
struct Offer {
  Accuracy accuracy;
  std::vector<Unit> units{Unit::nat};
  /// One line, in the subject's language, that computes it without gibbs. $p stands for the numbers of p, $w[] for the
  /// rows of w, $w.columns for how many columns it has.
  std::map<Unit, std::string> code{};
  bool masks = true;  // logits of −∞
  bool zeros = true;  // probabilities of 0
  std::size_t max_n = std::numeric_limits<std::size_t>::max();  // classes, or cells of a table

  /// Does it promise an answer to this question? Others are not sent.
  bool covers(const Question& question) const;
  /// "no masks, no zeros, n ≤ 1024"; empty where the domain is whole.
  std::string narrowing() const;
};

struct Description {
  std::string name;
  std::string version;
  reference::Format format = reference::binary64;
  std::map<Metric, Offer> metrics;
  bool validates = true;  // refuses invalid input, as contracts §1 asks
  std::string language{};  // of the code: "Python", "C++"
  std::vector<std::string> unknown_metrics{};  // offered under a name that this suite does not know
};

/// An answer to one question.
struct Answer {
  enum class Kind {
    value,     // a number, or one per class
    refusal,   // "this input is not in the domain", in the subject's words
    nonsense,  // not an answer to the question: broken syntax, wrong shape, wrong id, text for a number, …
    silence,   // no answer in time
    death,     // it died, or closed its output
  };
  Kind kind = Kind::value;
  std::vector<double> values;  // NaN and infinities included
  std::string message;         // of a refusal, or what went wrong
};

/// Thrown where a subject cannot be started or does not speak the protocol at all.
struct SubjectUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Subject {
 public:
  virtual ~Subject() = default;
  virtual const Description& description() const = 0;
  /// Never throws for what the subject does: that is an answer. Throws SubjectUnavailable if it cannot be restarted.
  virtual Answer answer(const Question& question) = 0;
  /// Another one like this, for a second thread.
  virtual std::unique_ptr<Subject> another() const = 0;
};

}  // namespace gibbs::properties
