// From a cause to a finding: how grave it is, on which input it shows best, and whose fault it is.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include "cli/cause_word.hpp"
#include "cli/comparison.hpp"
#include "properties/run/code.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

/// The lines of "import a; import b; x = …; f(x)": what it needs, and the call.
std::vector<std::string> two_lines(const std::string& code) {
  if (code.empty()) return {};
  if (const std::size_t end = code.rfind('\n'); end != std::string::npos) return {code.substr(0, end), code.substr(end + 1)};
  std::size_t call = 0;
  for (std::size_t at = 0; at != std::string::npos; at = code.find("; ", at)) {
    at += at == 0 ? 0 : 2;
    const std::string_view statement = std::string_view(code).substr(at);
    const auto begins = [&](std::string_view word) { return statement.starts_with(word); };
    if (!begins("import ") && !begins("from ") && !begins("const ") && !begins("library(") && !begins("using ")) {
      call = at;
      break;
    }
  }
  if (call == 0) return {code};
  return {code.substr(0, call - 2), code.substr(call)};
}

/// How far off the number is that it shows, relative to the exact value, or absolute where that is below 1. Infinity where
/// there is no number, or none can be.
double felt(const Counterexample& c) {
  if (c.observations.empty()) return std::numeric_limits<double>::infinity();
  const Observation& seen = c.observations.front();
  const double exact = std::abs(shown_number(seen.exact));
  return std::isfinite(seen.error) && std::isfinite(exact) ? seen.error / std::max(1.0, exact) : std::numeric_limits<double>::infinity();
}

/// From here on a number is plainly wrong: in its first three digits. docs/contracts.md says so; no verdict rests on it.
constexpr double large_error = 1e-3;

/// A sound number that is wrong goes unnoticed; what is no number does not.
Severity severity_of(const Finding& f) {
  if (f.judged == Judged::convention) return Severity::low;
  const bool silent = f.cause.way == "inaccurate" || (f.cause.way == "infinite or not" && f.word == "clips") || f.cause.way == "wrong in a batch";
  if (!silent) return f.ordinary ? Severity::medium : Severity::low;
  const bool large = felt(f.shown) > large_error;
  if (f.ordinary && large) return Severity::high;
  return large || f.word == "sign" ? Severity::medium : Severity::low;
}

void take_notes(Finding& f, const Tried& tried, const Offer& offer) {
  const std::string_view name = reference::info(f.metric).name;
  f.judged = f.word == "clips" ? Judged::clipping : Judged::defect;
  for (const subjects::Note& note : tried.notes) {
    if (note.metric != name || note.word != f.word) continue;
    f.upstream = note.text;
    if (note.convention) f.judged = Judged::convention;
  }
  if (f.word == "clips" && !offer.clips.empty() && f.upstream.empty()) f.judged = Judged::convention, f.upstream = offer.doc;
}

/// In the last three decimal digits of what the format holds, of the value or of 1: nobody's decision depends on them.
bool is_rough(const Cause& cause, const Counterexample& c, double worst, const reference::Format& format) {
  if (cause.way != "inaccurate" || cause_word(cause, c) == "sign") return false;
  return std::max(felt(c), worst) <= std::ldexp(1000, 1 - format.precision);
}

/// The gravest ordinary input, unless only its last digits are wrong; else the gravest of all.
void show_best(Finding& f, const Report& report) {
  const Cause& cause = f.cause;
  const reference::Format& format = report.subject.format;
  const auto metric = std::ranges::find(report.metrics, f.metric, &MetricResult::metric);
  // An infinite error is another cause's: a number for infinity, or the reverse.
  const double worst = metric == report.metrics.end() || std::isinf(metric->on_ordinary.error) ? 0 : metric->on_ordinary.error;
  const bool wrong = cause.on_ordinary && !is_rough(cause, *cause.on_ordinary, worst, format);
  f.shown = wrong ? *cause.on_ordinary : cause.gravest.value_or(cause.counterexample);
  const bool rough = !wrong && is_rough(cause, f.shown, 0, format);
  f.mark = wrong ? Mark::wrong : rough ? Mark::rough : Mark::extreme;
  f.ordinary = wrong || (rough && cause.on_ordinary);
  if (rough) f.shown = cause.counterexample;
  f.word = cause_word(cause, f.shown);
  if (f.word == "law") f.word = cause_word(cause, cause.counterexample);
}

/// From grave to harmless.
constexpr std::array<std::string_view, 13> ways_by_gravity{
    "death", "no answer in time", "inaccurate", "infinite or not", "NaN", "valid input refused", "no usable answer",
    "wrong in a batch", "inconsistent", "invalid input accepted", "unexplained", "rounded", "−0 for 0"};

auto gravity(const Finding& finding) {
  const auto way = std::ranges::find(ways_by_gravity, finding.cause.way) - ways_by_gravity.begin();
  return std::tuple(finding.mark == Mark::rough, -static_cast<int>(finding.severity), finding.mark != Mark::wrong, way);
}

}  // namespace

bool is_composed(const Tried& tried, const Offer& offer) { return tried.composed || offer.composed; }

Finding finding(std::size_t place, const Tried& tried, const Cause& cause) {
  Finding f;
  f.subject = place;
  f.metric = cause.counterexample.metric;
  f.cause = cause;
  const Offer& offer = tried.report->subject.metrics.at(f.metric);
  show_best(f, *tried.report);
  if (!f.ordinary && offer.input == InputForm::counts && (f.word == "zeros" || f.word == "tail" || f.word == "inexact")) f.word = "over";
  if (!cause.code.empty()) f.code = two_lines(code(f.shown, tried.report->subject));
  take_notes(f, tried, offer);
  if (f.judged == Judged::convention) f.mark = Mark::convention;
  if (f.mark == Mark::rough) f.judged = Judged::last_digits;
  if (offer.internal) f.mark = Mark::internal;
  if (is_composed(tried, offer)) f.mark = Mark::composed;
  f.severity = severity_of(f);
  return f;
}

std::vector<Finding> each_word_once(std::vector<Finding> findings) {
  std::ranges::stable_sort(findings, {}, gravity);
  std::vector<Finding> once;
  for (Finding& f : findings) {
    const auto same = std::ranges::find_if(once, [&](const Finding& o) { return o.subject == f.subject && o.metric == f.metric && o.word == f.word; });
    if (same == once.end()) {
      once.push_back(std::move(f));
      continue;
    }
    for (std::string& id : f.cause.breaks) {
      if (std::ranges::find(same->cause.breaks, id) == same->cause.breaks.end()) same->cause.breaks.push_back(std::move(id));
    }
  }
  return once;
}

}  // namespace gibbs::cli
