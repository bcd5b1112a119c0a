// A hearing, one law on one case, and the vocabulary in which laws are written.
//
// A law is a function of a case's inputs that asks the subject for metrics, by their names, and claims relations:
//     claim(cross_entropy(p, q) == entropy(p) + kl_divergence(p, q));
// Each answer is a Quantity: the number returned, and the interval of exact values it stands for given the accuracy the
// subject claims. Arithmetic on quantities is interval arithmetic. A claim is refuted only where it is certainly false
// of those intervals; then either the theorem or the subject's claim of accuracy is wrong, and the theorem is proved.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "properties/inputs/case.hpp"
#include "properties/judge/accuracy.hpp"
#include "properties/judge/subject.hpp"

namespace gibbs::properties {

class Quantity {
 public:
  enum class Origin { exact, observed, derived };
  Quantity(double exact);  // NOLINT: numbers are quantities known exactly
  Quantity(Interval value, std::string text, Origin origin = Origin::derived);

  Interval value;           // contains the exact value if every claim is true
  double returned;          // of an observed quantity: the number as it was returned
  Origin origin;
  bool sharp = false;       // observed under the claim `correct`
  std::string text;         // how a person would write it; empty unless the hearing is being described
};

Quantity operator+(const Quantity& a, const Quantity& b);
Quantity operator-(const Quantity& a, const Quantity& b);
Quantity operator*(const Quantity& a, const Quantity& b);
Quantity operator/(const Quantity& a, const Quantity& b);
Quantity operator-(const Quantity& a);
Quantity abs(const Quantity& a);
Quantity sqrt(const Quantity& a);  // of the part that is ≥ 0
Quantity exp(const Quantity& a);   // e to the a
Quantity ln(const Quantity& a);
Quantity log(const Quantity& a);   // in the unit of the case
Quantity min(const Quantity& a, const Quantity& b);
Quantity max(const Quantity& a, const Quantity& b);
Quantity sum(const std::vector<Quantity>& terms);
Quantity total(const Vector& values);  // Σ, enclosed

struct Relation {
  enum class Kind { equal, less, at_most };
  Kind kind;
  Quantity left, right;
};
inline Relation operator==(const Quantity& a, const Quantity& b) { return {Relation::Kind::equal, a, b}; }
inline Relation operator<(const Quantity& a, const Quantity& b) { return {Relation::Kind::less, a, b}; }
inline Relation operator>(const Quantity& a, const Quantity& b) { return {Relation::Kind::less, b, a}; }
inline Relation operator<=(const Quantity& a, const Quantity& b) { return {Relation::Kind::at_most, a, b}; }
inline Relation operator>=(const Quantity& a, const Quantity& b) { return {Relation::Kind::at_most, b, a}; }

/// States that the relation holds. Certainly false: the case is refuted, and the law ends. A bound (≤, <, or = an exact
/// value) that only the returned number breaks, and not the interval, makes the case `rounded`. A bound that is no
/// number of the format is rounded to it first: no returned number can do better.
void claim(const Relation& relation);
/// The inputs do not meet the theorem's conditions: the case does not count.
void assume(bool condition);
/// Shows the quantity among the relations of a description.
void remark(const Quantity& quantity);
/// Shows "name: text" there.
void remark(std::string_view name, std::string_view text);

/// Asks the subject on trial for any metric, in the unit of the hearing if the metric has one: one quantity per
/// component of the result.
std::vector<Quantity> ask(Metric metric, std::vector<reference::Argument> arguments);
/// The same for all rows of a batch at once: the quantities of each row. Precondition: the subject offers batches of the
/// metric, along this axis and in this layout.
std::vector<std::vector<Quantity>> ask_rows(Batch batch);

namespace detail {

// What a law writes for an argument of each shape.
template <reference::Shape>
struct Written;
template <>
struct Written<reference::Shape::number> {
  using type = double;
  static reference::Argument argument(double x) { return {{x}}; }
};
template <>
struct Written<reference::Shape::vector> {
  using type = const Vector&;
  static reference::Argument argument(const Vector& x) { return {x}; }
};
template <>
struct Written<reference::Shape::table> {
  using type = const Table&;
  static reference::Argument argument(const Table& x) { return {x.values, x.columns}; }
};
template <Metric M, std::size_t I>
using WrittenFor = Written<reference::shape(reference::info(M).parameters[I].domain)>;

/// The first N parameters of a metric: all, or all but the last, which may be left out.
template <Metric M, class Places>
struct AskingBy;
template <Metric M, std::size_t... I>
struct AskingBy<M, std::index_sequence<I...>> {
  auto operator()(typename WrittenFor<M, I>::type... x) const {
    std::vector<Quantity> answer = ask(M, {WrittenFor<M, I>::argument(x)...});
    if constexpr (reference::info(M).result == reference::Shape::number) {
      return std::move(answer[0]);
    } else {
      return answer;
    }
  }
};

template <Metric M, std::size_t N = reference::info(M).parameters.size()>
struct Asking : AskingBy<M, std::make_index_sequence<N>> {};
template <Metric M, std::size_t N>
requires(reference::is_optional(reference::info(M).parameters[N - 1].domain)) struct Asking<M, N>
    : AskingBy<M, std::make_index_sequence<N>>, AskingBy<M, std::make_index_sequence<N - 1>> {
  using AskingBy<M, std::make_index_sequence<N>>::operator();
  using AskingBy<M, std::make_index_sequence<N - 1>>::operator();
};

}  // namespace detail

// The metrics, asked of the subject on trial, in the unit of the case unless another is named. Each takes what its
// parameters are, a double, a Vector or a Table, and gives a Quantity or one per class:
//     Quantity kl_divergence(const Vector& p, const Vector& q);
//     std::vector<Quantity> softmax(const Vector& z);
// Labels are a Vector, −1 where a row is ignored; weights may be left out.
#define METRIC(NAME, ...) inline constexpr detail::Asking<Metric::NAME> NAME{};
#include "reference/metrics.inc"
#undef METRIC

/// While it lives, metrics are asked and logarithms taken in this unit instead of the case's.
class InUnit {
 public:
  explicit InUnit(Unit unit);
  ~InUnit();
  InUnit(const InUnit&) = delete;
  InUnit& operator=(const InUnit&) = delete;

 private:
  Unit before_;
};

// Arithmetic on inputs that makes new inputs: without error, or the case is discarded. The result must also be a number
// of the subject's format.
double plus(double a, double b);
double minus(double a, double b);
double times(double a, double b);

/// What went wrong in a case.
struct Fault {
  enum class Kind {
    negative_zero, // where the exact value is 0
    inequality,    // a relation is certainly false
    inaccuracy,    // further from the exact value than claimed
    infinity,      // infinite where the exact value is finite, or the other way round
    not_a_number,
    refusal,       // of valid input
    acceptance,    // a number for invalid input
    nonsense,
    silence,
    death,
  };
  Kind kind = Kind::inequality;
  double share = 0;  // how far off, as a share of the value; +∞ where it has no bound
  std::string why;
  std::optional<Metric> culprit;  // where the kind tells
  double felt = 0;  // how far off a number is, as a share of the value, or of 1 where that is more
  /// Its order of magnitude in powers of 2¹⁰: 0 from a hundredth part of the value to eight times it.
  int severity() const;
  /// The same of what is felt, up to 0: whoever errs by a hundredth is wrong enough.
  int weight() const;
};

/// A hearing: one law on one case. While it lives, the vocabulary above speaks to its subject, on this thread.
class Hearing {
 public:
  struct Asked {
    Question question;
    Answer answer;
    std::string place{};  // of a row of a batch: " in row 1 of 3"
  };
  enum class Verdict {
    held,
    rounded,
    refuted,
    discarded,  // the inputs do not meet the theorem's conditions
    declined,   // by the subject, which does not take such input
    outside,    // of the domain that the subject offers: not asked
    unjudged,   // nothing failed, but of some answer the claim is so wide that it says nothing
  };

  Hearing(Subject& subject, const Case& inputs, bool describing = false);
  ~Hearing();
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;
  static Hearing& current();

  /// Runs the law; never throws for what the subject does.
  template <class Law>
  Verdict run(const Law& law) {
    try {
      law(case_);
    } catch (const Ended& ended) {
      verdict_ = ended.verdict;
    }
    if (verdict_ == Verdict::held && unjudged_) verdict_ = Verdict::unjudged;
    return verdict_;
  }

  Verdict verdict() const { return verdict_; }
  const Fault& fault() const { return fault_; }
  const std::deque<Asked>& asked() const { return asked_; }
  std::deque<Asked> take_asked() { return std::move(asked_); }
  const std::vector<std::string>& relations() const { return relations_; }
  Subject& subject() { return subject_; }
  Unit unit() const { return unit_; }
  /// The one that a law about each of several metrics is tried on.
  Metric metric() const { return case_.metric.value(); }
  void speak_in(Unit unit) { unit_ = unit; }
  bool describing() const { return describing_; }
  const Format& format() const { return subject_.description().format; }
  const Accuracy& accuracy(Metric metric) const { return subject_.description().metrics.at(metric).accuracy; }

  /// Asks the subject (once per question and case).
  const Asked& ask(Question question);
  /// Asks, and refutes the case if the answer is not numbers.
  const Asked& answered(Question question);
  const std::vector<double>& values(Question question) { return answered(std::move(question)).answer.values; }
  /// The same for a batch, row by row.
  std::vector<const Asked*> rows(const Batch& batch);
  /// "p", "q" for the case's own inputs, the numbers themselves for others.
  std::string name_of(const reference::Argument& argument) const;
  std::string text_of(const Question& question) const;
  std::string text_of(const Asked& asked) const { return text_of(asked.question) + asked.place; }

  /// Records how one returned number compares with the exact value, for the metric's grade.
  struct Grading {
    Metric metric;
    reference::Assessment assessment;
    double returned;
    double stable_radius;
    double share;  // of what the claim allows
  };
  void grade(Grading grading) { gradings_.push_back(std::move(grading)); }
  const std::vector<Grading>& gradings() const { return gradings_; }

  void note_relation(std::string text) { relations_.push_back(std::move(text)); }
  void mark_rounded(std::string why, Fault::Kind kind = Fault::Kind::inequality);
  void mark_unjudged() { unjudged_ = true; }
  [[noreturn]] void refute(Fault fault);
  [[noreturn]] void discard();
  [[noreturn]] void decline(std::string why);  // by the subject, which does not take such input

 private:
  struct Ended {
    Verdict verdict;
  };
  const Asked& require_numbers(const Asked& asked);
  Subject& subject_;
  const Case& case_;
  Unit unit_;
  bool describing_, unjudged_ = false;
  Hearing* outer_;
  Verdict verdict_ = Verdict::held;
  Fault fault_;
  std::deque<Asked> asked_;
  std::vector<std::string> relations_;
  std::vector<Grading> gradings_;
};

}  // namespace gibbs::properties
