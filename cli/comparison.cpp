#include "cli/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "cli/cause_word.hpp"
#include "cli/text.hpp"
#include "properties/run/code.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

constexpr std::array signs{
    MarkSign{"✓", "right", "right for every input tried"},
    MarkSign{"!", "extreme", "wrong for extreme or masked inputs only"},
    MarkSign{"≈", "rough", "right but for the last digits: further off than careful formulas"},
    MarkSign{"✗", "wrong", "wrong for ordinary inputs"},
    MarkSign{"c", "convention", "not the exact value, as its documentation says"},
    MarkSign{"·", "composed", "a formula of the adapter's own, made of the library's pieces"},
    MarkSign{"·", "private", "no part of the library's public interface"},
    MarkSign{"·", "declined", "takes too few of the inputs to be judged"},
    MarkSign{"–", "lacking", "the library has none"},
};

std::string error_text(double error) {
  if (!std::isfinite(error)) return "inf";
  if (error == 0) return "0";
  if (error >= 1 && error < 1000) return fmt::format("{:.0f}", error);
  if (error >= 0.01 && error < 1) return fmt::format("{:.1g}", error);
  return fmt::format("{:.0e}", error);
}

/// The largest error on ordinary inputs; where there is none, since what came back was no number, what came back.
std::string number_of(const OnOrdinary& seen, const Finding* gravest) {
  if (gravest != nullptr && gravest->ordinary) {
    if (gravest->cause.way == "NaN") return "NaN";
    if (gravest->cause.way == "infinite or not") return "inf";
  }
  return seen.results == 0 ? "" : error_text(seen.error);
}

/// What the library said; the number of the error is the protocol's.
std::string without_number(std::string text) {
  const std::size_t from = text.find("error -"), end = text.find(": ", from);
  return from == text.npos || end == text.npos ? text : text.erase(from, end + 2 - from);
}

bool has_own(const SideBySide& all, std::size_t subject) {
  return std::ranges::any_of(all.cells, [&](const auto& row) { return row[subject].mark != Mark::lacking && row[subject].mark != Mark::composed; });
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
  constexpr std::array<std::string_view, 4> names{"defect", "undocumented clipping", "documented convention", "last digits"};
  return names[static_cast<std::size_t>(judged)];
}

std::string_view to_string(Severity severity) {
  return severity == Severity::high ? "high" : severity == Severity::medium ? "medium" : "low";
}

SideBySide compare(std::vector<Tried> tried) {
  SideBySide all;
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

std::vector<std::size_t> with_own_functions(const SideBySide& all) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < all.subjects.size(); ++i) {
    if (has_own(all, i)) places.push_back(i);
  }
  return places;
}

std::string without_own_functions(const SideBySide& all) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < all.subjects.size(); ++i) {
    if (!has_own(all, i)) names.push_back(label(all.subjects[i]));
  }
  return join(names, ", ");
}

CellText text_of(const Cell& cell) {
  const bool not_its_own = cell.mark == Mark::composed || cell.mark == Mark::internal || cell.mark == Mark::declined;
  if (not_its_own) return {sign_of(cell.mark).name, ""};
  return {cell.word, cell.number == cell.word ? "" : cell.number};
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
  const Counterexample& c = finding.shown;
  if (c.observations.empty() || c.observations.front().exact.empty()) return without_number(c.why);
  const Observation& seen = c.observations.front();
  return fmt::format("{} = {}; exactly {}", seen.call, returned(seen), seen.exact);
}

std::string returned(const Observation& seen) { return without_number(seen.observed); }

std::string inputs_of(const Counterexample& c) {
  constexpr std::size_t most_numbers = 16;
  std::vector<std::string> parts;
  for (const ShownInput& input : c.inputs) {
    parts.push_back(input.values.size() > most_numbers ? fmt::format("{}: {} numbers, in the token", input.name, input.values.size()) : literal(input));
  }
  if (c.unit && *c.unit != Unit::nat) parts.push_back("in " + std::string(reference::name(*c.unit)) + "s");
  return join(parts, ", ");
}

std::vector<std::string> narrowed(const SideBySide& comparison) {
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
