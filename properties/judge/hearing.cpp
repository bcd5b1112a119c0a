#include "properties/judge/hearing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <climits>
#include <cmath>

#include "reference/rounding.hpp"

namespace gibbs::properties {
namespace {

thread_local Hearing* current_hearing = nullptr;

/// How far apart they are, as a share of the larger side. Ends beyond the range count as the largest number, so that an
/// infinite answer is an error of one whole.
double share_between(const Interval& left, const Interval& right) {
  const auto end = [](mpfr_srcptr x) { return mpfr_get_d(x, MPFR_RNDZ) / 2; };  // their difference does not overflow
  const double a = end(reference::left(left)), b = end(reference::right(left));
  const double c = end(reference::left(right)), d = end(reference::right(right));
  const double gap = std::max(a - d, c - b);
  const double size = std::max(std::min(std::abs(a), std::abs(b)), std::min(std::abs(c), std::abs(d)));
  return std::isinf(gap) ? gap : gap / size;
}

/// In powers of 2¹⁰.
int order_of(double error) {
  if (!std::isfinite(error)) return INT_MAX;
  return error <= 0x1p-107 ? -10 : static_cast<int>(std::floor((std::log2(error) + 7) / 10));
}

std::string show(const Quantity& q) {
  if (q.origin == Quantity::Origin::observed) return fmt::format("{} = {}", q.text, q.returned);
  const double low = mpfr_get_d(&q.value.backend().data()->left, MPFR_RNDD);
  const double high = mpfr_get_d(&q.value.backend().data()->right, MPFR_RNDU);
  if (low == high) return q.text == fmt::format("{}", low) ? q.text : fmt::format("{} = {}", q.text, low);
  const std::string a = fmt::format("{:.17g}", low), b = fmt::format("{:.17g}", high);
  const std::string shorter = fmt::format("{:.15g}", low);
  if (shorter == fmt::format("{:.15g}", high)) return fmt::format("{} = {}…", q.text, shorter);
  const auto same = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  if (same > 8 && a.find('e') == b.find('e')) return fmt::format("{} = {}…", q.text, a.substr(0, same));
  return fmt::format("{} in [{:.7g}, {:.7g}]", q.text, low, high);
}

std::string_view symbol(Relation::Kind kind) {
  return kind == Relation::Kind::equal ? "=" : kind == Relation::Kind::less ? "<" : "≤";
}

bool certainly_false(const Relation& r) {
  switch (r.kind) {
    case Relation::Kind::equal: return certainly_less(r.left.value, r.right.value) || certainly_less(r.right.value, r.left.value);
    case Relation::Kind::less: return certainly_at_most(r.right.value, r.left.value);
    case Relation::Kind::at_most: return certainly_less(r.right.value, r.left.value);
  }
  return false;
}

/// The number itself: as returned, or the exact bound as the format can say it. None for a derived quantity.
std::optional<double> number(const Quantity& q, const Format& format) {
  if (q.origin == Quantity::Origin::observed) return q.returned;
  if (q.origin == Quantity::Origin::derived) return std::nullopt;
  const double low = reference::round_point(reference::left(q.value), format).nearest;
  if (low != reference::round_point(reference::right(q.value), format).nearest) return std::nullopt;
  return low;
}

/// Is a bound broken by the number as returned?
bool broken_as_returned(const Relation& r, const Format& format) {
  using Origin = Quantity::Origin;
  const bool both = r.left.origin == Origin::observed && r.right.origin == Origin::observed;
  if (r.left.origin == Origin::exact && r.right.origin == Origin::exact) return false;
  if (r.kind == Relation::Kind::equal && both) return false;  // an identity between answers is no bound
  const auto left = number(r.left, format), right = number(r.right, format);
  if (!left || !right) return false;
  if (r.kind == Relation::Kind::equal) return *left != *right;
  if (r.kind == Relation::Kind::at_most) return *left > *right;
  // Rounding is monotone, not strictly so: where the exact values differ, the best numbers may be equal. Only a result
  // of 0 for something positive says more, as nothing but underflow excuses it.
  const auto lost = [](const Quantity& zero, const Quantity& answer) {
    return zero.origin == Origin::exact && mpfi_is_zero(zero.value.backend().data()) && answer.returned == 0 && !answer.sharp;
  };
  return *left > *right || lost(r.left, r.right) || lost(r.right, r.left);
}

std::vector<Quantity> observe(const Hearing::Asked& asked) {
  Hearing& hearing = Hearing::current();
  const auto& [question, answer, place] = asked;
  const Accuracy& accuracy = hearing.accuracy(question.metric);
  const bool stable = accuracy.level == Accuracy::Level::stable, vectorial = reference::info(question.metric).vectorial();
  const double breadth = reference::breadth(question);
  const std::vector<double> radius = stable ? allowed_errors(question, answer.values, hearing.format()) : std::vector<double>();
  std::vector<Quantity> quantities;
  quantities.reserve(answer.values.size());
  for (std::size_t i = 0; i < answer.values.size(); ++i) {
    const double returned = answer.values[i];
    if (says_nothing(accuracy, stable ? radius[i] : 0, breadth, hearing.format())) hearing.mark_unjudged();
    Quantity q(implied_enclosure(returned, accuracy, hearing.format(), stable ? radius[i] : 0), {}, Quantity::Origin::observed);
    q.returned = returned;
    q.sharp = accuracy.level == Accuracy::Level::correct;
    if (hearing.describing()) q.text = hearing.text_of(question) + (vectorial ? fmt::format("[{}]", i) : "") + place;
    quantities.push_back(std::move(q));
  }
  return quantities;
}

double representable(double value, bool exact) {
  Hearing& hearing = Hearing::current();
  if (!exact || !reference::representable(value, hearing.format())) hearing.discard();
  return value;
}

}  // namespace

Quantity::Quantity(double exact) : value(exact), returned(exact), origin(Origin::exact) {
  if (current_hearing != nullptr && current_hearing->describing()) text = fmt::format("{}", exact);
}
Quantity::Quantity(Interval enclosure, std::string shown, Origin from)
    : value(std::move(enclosure)), returned(std::nan("")), origin(from), text(std::move(shown)) {}

void claim(const Relation& r) {
  Hearing& hearing = Hearing::current();
  const auto sentence = [&](std::string_view verb) {
    return fmt::format("{} {} {} {}", show(r.left), verb, symbol(r.kind), show(r.right));
  };
  if (certainly_false(r)) {
    Fault fault{Fault::Kind::inequality, share_between(r.left.value, r.right.value), {}, std::nullopt};
    if (hearing.describing()) fault.why = sentence("is certainly not");
    hearing.refute(std::move(fault));
  }
  if (broken_as_returned(r, hearing.format())) hearing.mark_rounded(hearing.describing() ? sentence("as returned is not") : "");
  if (hearing.describing()) hearing.note_relation(fmt::format("{} {} {}", show(r.left), symbol(r.kind), show(r.right)));
}

void assume(bool condition) {
  if (!condition) Hearing::current().discard();
}

void remark(const Quantity& quantity) {
  if (Hearing::current().describing()) Hearing::current().note_relation(show(quantity));
}

void remark(std::string_view name, std::string_view text) {
  if (Hearing::current().describing()) Hearing::current().note_relation(fmt::format("{}: {}", name, text));
}

std::vector<Quantity> ask(Metric metric, std::vector<reference::Argument> arguments) {
  Hearing& hearing = Hearing::current();
  Question question{metric, std::move(arguments), reference::info(metric).has_unit ? hearing.unit() : Unit::nat};
  return observe(hearing.answered(std::move(question)));
}

std::vector<std::vector<Quantity>> ask_rows(Batch batch) {
  Hearing& hearing = Hearing::current();
  batch.unit = reference::info(batch.metric).has_unit ? hearing.unit() : Unit::nat;
  std::vector<std::vector<Quantity>> rows;
  for (const auto* row : hearing.rows(batch)) rows.push_back(observe(*row));
  return rows;
}

InUnit::InUnit(Unit unit) : before_(Hearing::current().unit()) { Hearing::current().speak_in(unit); }
InUnit::~InUnit() { Hearing::current().speak_in(before_); }

// TwoSum and the remainder of an FMA tell whether the rounded result is the exact one.
double plus(double a, double b) {
  const double s = a + b, seen = s - a;
  return representable(s, (a - (s - seen)) + (b - seen) == 0);
}
double minus(double a, double b) { return plus(a, -b); }
double times(double a, double b) {
  const double p = a * b;
  const bool safe = p == 0 ? a == 0 || b == 0 : std::abs(p) >= 0x1p-960;  // the remainder is no subnormal
  return representable(p, safe && std::fma(a, b, -p) == 0);
}

int Fault::severity() const { return order_of(share); }
int Fault::weight() const { return std::min(order_of(felt), 0); }

Hearing::Hearing(Subject& subject, const Case& inputs, bool describing)
    : subject_(subject), case_(inputs), unit_(inputs.unit), describing_(describing), outer_(current_hearing) {
  current_hearing = this;
}
Hearing::~Hearing() { current_hearing = outer_; }
Hearing& Hearing::current() { return *current_hearing; }

const Hearing::Asked& Hearing::ask(Question question) {
  for (const Asked& asked : asked_) {
    if (asked.place.empty() && asked.question == question) return asked;
  }
  if (!subject_.description().metrics.at(question.metric).covers(question)) throw Ended{Verdict::outside};
  Answer answer = subject_.answer(question);
  const std::size_t size = reference::result_size(question);
  if (answer.kind == Answer::Kind::value && answer.values.size() != size) {
    answer = {Answer::Kind::nonsense, {}, fmt::format("{} numbers instead of {}", answer.values.size(), size)};
  }
  asked_.push_back({std::move(question), std::move(answer)});
  return asked_.back();
}

const Hearing::Asked& Hearing::answered(Question question) { return require_numbers(ask(std::move(question))); }

std::vector<const Hearing::Asked*> Hearing::rows(const Batch& batch) {
  const Offer& offer = subject_.description().metrics.at(batch.metric);
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    if (!offer.covers(batch.row(i))) throw Ended{Verdict::outside};
  }
  Answer answer = subject_.answer_rows(batch);
  const std::size_t size = batch.result_size();
  if (answer.kind == Answer::Kind::value && answer.values.size() != size) {
    answer = {Answer::Kind::nonsense, {}, fmt::format("{} numbers instead of {}", answer.values.size(), size)};
  }
  std::vector<const Asked*> rows;
  auto next = answer.values.begin();
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    const bool whole = answer.kind != Answer::Kind::value;
    Asked row{batch.row(i), {answer.kind, {}, answer.message},
              whole ? fmt::format(" in a batch of {}", batch.rows.size()) : fmt::format(" in row {} of {}", i, batch.rows.size())};
    if (!whole) {
      const auto end = next + static_cast<std::ptrdiff_t>(reference::result_size(row.question));
      row.answer.values.assign(next, end);
      next = end;
    }
    asked_.push_back(std::move(row));
    rows.push_back(&require_numbers(asked_.back()));
  }
  return rows;
}

const Hearing::Asked& Hearing::require_numbers(const Asked& asked) {
  const Answer& answer = asked.answer;
  const auto fail = [&](Fault::Kind kind, std::string_view what) {
    std::string why;
    if (describing_) why = fmt::format("{} {}{}{}", text_of(asked), what, answer.message.empty() ? "" : ": ", answer.message);
    refute({kind, 0, std::move(why), asked.question.metric});
  };
  switch (answer.kind) {
    case Answer::Kind::refusal: fail(Fault::Kind::refusal, "is refused although the input is valid"); break;
    case Answer::Kind::nonsense: fail(Fault::Kind::nonsense, "has no usable answer"); break;
    case Answer::Kind::silence: fail(Fault::Kind::silence, "is not answered in time"); break;
    case Answer::Kind::death: fail(Fault::Kind::death, "ends the subject"); break;
    case Answer::Kind::declined: decline(answer.message); break;
    case Answer::Kind::value: break;
  }
  if (std::ranges::any_of(answer.values, [](double v) { return std::isnan(v); })) {
    fail(Fault::Kind::not_a_number, "is NaN, although the exact value exists");
  }
  return asked;
}

/// Of inputs with the same values, logits name what stands where logits are asked for, labels and weights what stands for
/// labels and weights, and the others the rest.
static bool suits(Role role, reference::Domain domain) {
  using reference::Domain;
  if (role == Role::labels || domain == Domain::labels) return role == Role::labels && domain == Domain::labels;
  if (role == Role::weights || domain == Domain::weights) return role == Role::weights && domain == Domain::weights;
  return is_logit(role) == (domain == Domain::logit || domain == Domain::logits || domain == Domain::logit_rows);
}

static std::string spelled(const reference::Argument& argument) {
  std::string text;
  for (std::size_t i = 0; i < argument.values.size() && i < 4; ++i) text += (i ? ", " : "") + to_fraction(argument.values[i]);
  if (argument.values.size() > 4) text += fmt::format(", … {} in all", argument.values.size());
  return argument.values.size() == 1 ? text : "(" + text + ")";
}

std::string Hearing::name_of(const reference::Argument& argument) const {
  for (const Input& input : case_.inputs) {
    const bool same = input.values == argument.values && input.columns == argument.columns;
    if (same && !is_whole(input.role)) return input.name;
  }
  return spelled(argument);
}

std::string Hearing::text_of(const Question& question) const {
  const auto& info = reference::info(question.metric);
  std::string text = std::string(info.name) + "(";
  for (std::size_t i = 0; i < question.arguments.size(); ++i) {
    const auto& argument = question.arguments[i];
    const auto fitting = std::ranges::find_if(case_.inputs, [&](const Input& input) {
      return !is_whole(input.role) && suits(input.role, info.parameters[i].domain) && input.values == argument.values && input.columns == argument.columns;
    });
    const bool of_rows = info.parameters[i].domain == reference::Domain::labels || info.parameters[i].domain == reference::Domain::weights;
    text += (i ? ", " : "") + (fitting != case_.inputs.end() ? fitting->name : of_rows ? spelled(argument) : name_of(argument));
  }
  if (info.has_unit && question.unit != case_.unit) text += fmt::format(", {}", name(question.unit));
  return text + ")";
}

void Hearing::mark_rounded(std::string why, Fault::Kind kind) {
  if (verdict_ == Verdict::held) fault_ = {kind, 0, std::move(why), std::nullopt};
  verdict_ = Verdict::rounded;
}
void Hearing::refute(Fault fault) {
  fault_ = std::move(fault);
  throw Ended{Verdict::refuted};
}
void Hearing::discard() { throw Ended{Verdict::discarded}; }
void Hearing::decline(std::string why) {
  fault_ = {Fault::Kind::refusal, 0, std::move(why), std::nullopt};
  throw Ended{Verdict::declined};
}

}  // namespace gibbs::properties
