// What is put on trial: anything that answers questions about metrics.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
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

/// How a batch of vectors is sent: row by row, or transposed, class by class; its answer lies likewise.
enum class Axis { last, first };
inline constexpr std::array<std::string_view, 2> axis_names{"last", "first"};
/// How an array lies in memory when a function of the subject is called. The numbers are the same.
enum class Layout { contiguous, strided, fortran, readonly };
inline constexpr std::array<std::string_view, 4> layout_names{"contiguous", "strided", "fortran", "readonly"};

/// Several rows of one metric, asked at once (contracts §1): each is the arguments of a question of its own.
struct Batch {
  Metric metric{};
  std::vector<std::vector<reference::Argument>> rows;
  Unit unit = Unit::nat;
  Axis axis = Axis::last;
  Layout layout = Layout::contiguous;

  Question row(std::size_t i) const { return {metric, rows.at(i), unit}; }
  /// How many numbers answer it.
  std::size_t result_size() const {
    std::size_t size = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) size += reference::result_size(row(i));
    return size;
  }
  bool operator==(const Batch&) const = default;
};

/// What a distribution arrives as: itself; whole numbers that sum to anything; or, where it is one-hot, the index of its
/// class. What cannot be said so is not asked.
enum class InputForm { probabilities, counts, labels };
std::string_view to_string(InputForm form);
std::optional<InputForm> find_input_form(std::string_view name);

/// What a subject says of one metric it offers.
struct Offer {
  Accuracy accuracy;
  std::vector<Unit> units{Unit::nat};
  bool validates = false;  // promises to refuse invalid input (contracts §1); only then is it given any
  bool composed = false;   // the adapter's own formula, made of the library's pieces: its faults are not the library's
  bool internal = false;   // "private": no part of the library's public interface
  std::string doc{};       // where the library documents it: an address, or a sentence
  /// One line, in the subject's language, that computes it without gibbs. $p stands for the numbers of p, $w[] for the
  /// rows of w, $w.columns for how many columns it has.
  std::map<Unit, std::string> code{};

  // On which part of the domain.
  bool masks = true;  // logits of −∞
  bool zeros = true;  // probabilities of 0
  std::size_t max_n = std::numeric_limits<std::size_t>::max();  // classes, or cells of a table
  InputForm input = InputForm::probabilities;
  /// By parameter, documented: probabilities are first moved into [ε, 1 − ε]. Empty or 0: they are not.
  std::vector<double> clips{};

  bool batches = false;  // it takes rows
  std::vector<Axis> axes{Axis::last};
  std::vector<Layout> layouts{Layout::contiguous};

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
  std::string language{};  // of the code: "Python", "C++"
  std::vector<std::string> unknown_metrics{};  // offered under a name that this suite does not know
};

/// An answer to one question, or to all rows of a batch.
struct Answer {
  enum class Kind {
    value,     // a number, or one per class; of a batch, row after row
    refusal,   // "this input is not in the domain", in the subject's words
    declined,  // "this input is valid, but I do not take such": there is nothing to judge
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
  /// Likewise for a batch; only asked where the offer says `batches`, along its axes and in its layouts.
  virtual Answer answer_rows(const Batch&) { return {Answer::Kind::nonsense, {}, "it takes no batches"}; }
  /// Another one like this, for a second thread.
  virtual std::unique_ptr<Subject> another() const = 0;
};

}  // namespace gibbs::properties
