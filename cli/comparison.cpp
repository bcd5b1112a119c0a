#include "cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <tuple>

#include "cli/cause_word.hpp"
#include "cli/text.hpp"
#include "properties/run/code.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

constexpr std::array signs{
    MarkSign{"✓", "right", "right for every input tried"},
    MarkSign{"!", "extreme", "wrong for extreme or masked inputs only"},
    MarkSign{"≈", "rough", "right on ordinary inputs but for the last digits: further off than careful formulas"},
    MarkSign{"✗", "wrong", "wrong for ordinary inputs"},
    MarkSign{"c", "convention", "not the exact value, as its documentation says"},
    MarkSign{"·", "composed", "a formula of the adapter's own, made of the library's pieces"},
    MarkSign{"·", "private", "no part of the library's public interface"},
    MarkSign{"·", "declined", "takes too few of the inputs to be judged"},
    MarkSign{"–", "lacking", "the library has none"},
};

bool is_composed(const Tried& tried, const Offer& offer) { return tried.composed || offer.composed; }

/// Do these masses arrive as counts beyond 2³¹?
bool are_large_counts(const Counterexample& c, const Offer& offer) {
  const auto beyond = [](double x) { return std::fmod(std::ldexp(x, 31), 1) != 0; };
  return offer.input == InputForm::counts && std::ranges::any_of(c.inputs, [&](const ShownInput& input) { return std::ranges::any_of(input.values, beyond); });
}

/// From grave to harmless.
constexpr std::array<std::string_view, 13> ways_by_gravity{
    "death", "no answer in time", "inaccurate", "infinite or not", "NaN", "valid input refused", "no usable answer",
    "wrong in a batch", "inconsistent", "invalid input accepted", "unexplained", "rounded", "−0 for 0"};

auto gravity(const Finding& finding) {
  const auto way = std::ranges::find(ways_by_gravity, finding.cause.way) - ways_by_gravity.begin();
  return std::tuple(finding.mark == Mark::rough, -static_cast<int>(finding.severity), finding.mark != Mark::wrong, way);
}

/// The lines of "import a; import b; x = …; f(x)": what it needs, and the call.
std::vector<std::string> two_lines(const std::string& code) {
  if (code.empty()) return {};
  if (const std::size_t end = code.find('\n'); end != std::string::npos) return {code.substr(0, end), code.substr(end + 1)};
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

/// A sound number that is wrong goes unnoticed; what is no number does not.
Severity severity_of(const Finding& f) {
  if (f.judged == Judged::convention) return Severity::low;
  const Counterexample& c = f.shown();
  const bool ordinary = f.cause.on_ordinary.has_value();
  const bool silent = f.cause.way == "inaccurate" || (f.cause.way == "infinite or not" && f.word == "clips") || f.cause.way == "wrong in a batch";
  if (!silent) return ordinary ? Severity::medium : Severity::low;
  const bool measured = !c.observations.empty() && std::isfinite(c.observations.front().error);
  const double exact = measured ? std::abs(shown_number(c.observations.front().exact)) : 0;
  const bool large = !measured || c.observations.front().error > 1e-3 * std::max(1.0, std::isfinite(exact) ? exact : 1.0);
  if (ordinary && large) return Severity::high;
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
bool is_rough(const Finding& f, const Report& report) {
  if (!f.cause.on_ordinary || f.cause.way != "inaccurate" || (f.word != "inexact" && f.word != "tail")) return false;
  const auto metric = std::ranges::find(report.metrics, f.metric, &MetricResult::metric);
  const Observation& seen = f.shown().observations.front();
  const double here = seen.error / std::max(1.0, std::abs(shown_number(seen.exact)));
  const double worst = std::max(here, metric == report.metrics.end() ? 0 : metric->on_ordinary.error);
  return worst <= std::ldexp(1000, 1 - report.subject.format.precision);
}

Finding finding(std::size_t place, const Tried& tried, const Cause& cause) {
  Finding f{place, cause.counterexample.metric, {}, {}, cause, {}, {}, {}, {}};
  const Offer& offer = tried.report->subject.metrics.at(f.metric);
  f.word = cause_word(cause, f.shown());
  if (f.word == "zeros" && are_large_counts(f.shown(), offer)) f.word = "over";
  if (cause.on_ordinary && f.word == "law") f.word = cause_word(cause, cause.counterexample);
  if (!cause.code.empty()) f.code = two_lines(code(f.shown(), tried.report->subject));
  take_notes(f, tried, offer);
  f.mark = is_composed(tried, offer)           ? Mark::composed
           : offer.internal                   ? Mark::internal
           : f.judged == Judged::convention   ? Mark::convention
           : is_rough(f, *tried.report)       ? Mark::rough
           : cause.on_ordinary.has_value()    ? Mark::wrong
                                              : Mark::extreme;
  f.severity = severity_of(f);
  return f;
}

/// Of one function those with the same word are one finding, which breaks what any of them does.
std::vector<Finding> each_word_once(std::vector<Finding> findings) {
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

std::string error_text(double error) {
  if (!std::isfinite(error)) return "inf";
  if (error == 0) return "0";
  if (error >= 0.01 && error < 1000) return fmt::format("{:.1g}", error);
  return fmt::format("{:.0e}", error);
}

/// The largest error on ordinary inputs; where there is none, since what came back was no number, what came back.
std::string number_of(const OnOrdinary& seen, const Finding* gravest) {
  if (gravest != nullptr && gravest->cause.on_ordinary) {
    if (gravest->cause.way == "NaN") return "NaN";
    if (gravest->cause.way == "infinite or not") return "inf";
  }
  return seen.results == 0 ? "" : error_text(seen.error);
}

Cell cell_of(const Tried& tried, Metric metric, const std::vector<Finding>& findings, std::size_t subject) {
  const Description& description = tried.report->subject;
  const auto offer = description.metrics.find(metric);
  if (offer == description.metrics.end()) return {};
  Cell cell;
  const Finding* gravest = nullptr;
  const auto rank = [](const Finding& f) { return f.mark == Mark::wrong ? 0 : f.mark == Mark::extreme ? 1 : f.mark == Mark::rough ? 2 : 3; };
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].subject != subject || findings[i].metric != metric) continue;
    if (gravest == nullptr || rank(findings[i]) < rank(*gravest)) gravest = &findings[i], cell.finding = i;
  }
  const auto judged = std::ranges::find(tried.report->metrics, metric, &MetricResult::metric);
  const bool any = judged != tried.report->metrics.end() && judged->grade != "none judged";
  if (any) cell.number = number_of(judged->on_ordinary, gravest);
  if (gravest != nullptr) cell.word = gravest->word;
  const bool clips = std::ranges::any_of(offer->second.clips, [](double epsilon) { return epsilon > 0; });
  if (is_composed(tried, offer->second) || offer->second.internal) {
    cell.mark = is_composed(tried, offer->second) ? Mark::composed : Mark::internal;
  } else if (gravest != nullptr) {
    cell.mark = gravest->mark;
  } else if (any && judged->cases == 0) {  // given up, as it never answers
    cell.mark = Mark::wrong;
    cell.word = "mute";
  } else if (!any) {
    cell.mark = Mark::declined;
  } else {
    cell.mark = clips ? Mark::convention : Mark::right;
    if (clips) cell.word = "clips";
  }
  return cell;
}

}  // namespace

std::string label(const Tried& tried) { return tried.report && tried.name.starts_with("exec:") ? tried.report->subject.name : tried.name; }

const MarkSign& sign_of(Mark mark) { return signs[static_cast<std::size_t>(mark)]; }

std::string_view to_string(Judged judged) {
  return judged == Judged::defect ? "defect" : judged == Judged::clipping ? "undocumented clipping" : "documented convention";
}

std::string_view to_string(Severity severity) {
  return severity == Severity::high ? "high" : severity == Severity::medium ? "medium" : "low";
}

Comparison compare(std::vector<Tried> tried) {
  Comparison all;
  const auto missing = std::stable_partition(tried.begin(), tried.end(), [](const Tried& one) { return one.report.has_value(); });
  all.missing.assign(std::make_move_iterator(missing), std::make_move_iterator(tried.end()));
  tried.erase(missing, tried.end());
  for (std::size_t i = 0; i < tried.size(); ++i) {
    for (const Cause& cause : tried[i].report->causes) {
      Finding one = finding(i, tried[i], cause);
      const bool apart = one.mark == Mark::composed || one.mark == Mark::internal;
      (apart ? all.apart : all.findings).push_back(std::move(one));
    }
  }
  std::ranges::stable_sort(all.findings, {}, gravity);
  all.findings = each_word_once(std::move(all.findings));
  std::ranges::stable_sort(all.apart, {}, [](const Finding& f) { return f.subject; });
  for (const reference::MetricInfo& info : reference::metrics()) {
    std::vector<Cell> row;
    for (std::size_t i = 0; i < tried.size(); ++i) {
      const auto offer = tried[i].report->subject.metrics.find(info.metric);
      const bool own = offer != tried[i].report->subject.metrics.end() && !is_composed(tried[i], offer->second) && !offer->second.internal;
      row.push_back(cell_of(tried[i], info.metric, own ? all.findings : all.apart, i));
    }
    if (std::ranges::all_of(row, [](const Cell& cell) { return cell.mark == Mark::lacking; })) continue;
    all.metrics.push_back(info.metric);
    all.cells.push_back(std::move(row));
  }
  all.subjects = std::move(tried);
  return all;
}

std::string short_name(Metric metric) {
  std::string name(reference::info(metric).name);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> shorter{{{"_cross_entropy_gradient", " grad"},
                                                                                 {"_cross_entropy_hessian_diagonal", " Hessian"},
                                                                                 {"_cross_entropy_hessian", " Hessian"},
                                                                                 {"softmax_cross_entropy", "softmax loss"},
                                                                                 {"sigmoid_cross_entropy", "sigmoid loss"},
                                                                                 {"mean_squared_error", "MSE"},
                                                                                 {"_gradient", " grad"}}};
  for (const auto& [from, to] : shorter) {
    if (const std::size_t at = name.find(from); at != name.npos) name.replace(at, from.size(), to);
  }
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string what_happens(const Finding& finding) {
  const Counterexample& c = finding.shown();
  if (c.observations.empty() || c.observations.front().exact.empty()) return c.why;
  return c.why + (c.why.find("exact") == std::string::npos || finding.cause.way == "NaN" ? "; exactly " + c.observations.front().exact : "");
}

std::string returned(const Observation& seen) {
  const std::size_t end = seen.observed.find(": ");
  return seen.observed.starts_with("error -") && end != std::string::npos ? seen.observed.substr(end + 2) : seen.observed;
}

std::string inputs_of(const Counterexample& c) {
  constexpr std::size_t most_numbers = 16;
  std::vector<std::string> parts;
  for (const ShownInput& input : c.inputs) {
    parts.push_back(input.values.size() > most_numbers ? fmt::format("{}: {} numbers, in the token", input.name, input.values.size()) : literal(input));
  }
  if (c.unit && *c.unit != Unit::nat) parts.push_back("in " + std::string(reference::name(*c.unit)) + "s");
  return join(parts, ", ");
}

std::vector<std::string> narrowed(const Comparison& comparison) {
  std::vector<std::string> all;
  for (const Tried& tried : comparison.subjects) {
    for (const auto& [metric, offer] : tried.report->subject.metrics) {
      std::vector<std::string> says;
      if (const std::string parts = offer.narrowing(); !parts.empty()) says.push_back(parts);
      if (offer.input != InputForm::probabilities) says.push_back("takes " + std::string(to_string(offer.input)));
      for (std::size_t i = 0; i < offer.clips.size(); ++i) {
        if (offer.clips[i] > 0) says.push_back(fmt::format("clips {} at {}, as documented", reference::info(metric).parameters[i].name, offer.clips[i]));
      }
      const auto judged = std::ranges::find(tried.report->properties, "accuracy-of-" + std::string(reference::info(metric).name), &PropertyResult::id);
      if (judged != tried.report->properties.end() && judged->declined > 0) says.push_back(judged->note);
      if (!says.empty()) all.push_back(fmt::format("{} {}: {}", label(tried), reference::info(metric).name, join(says, "; ")));
    }
  }
  return all;
}

}  // namespace gibbs::cli
