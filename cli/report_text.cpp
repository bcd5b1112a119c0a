#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/family.hpp"
#include "cli/report.hpp"
#include "properties/run/show.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

std::vector<const PropertyResult*> with(const Report& report, Status status) {
  std::vector<const PropertyResult*> found;
  for (const PropertyResult& property : report.properties) {
    if (property.status == status) found.push_back(&property);
  }
  return found;
}

// Is it a formula of the adapter's own that breaks the property, or that is at fault?
bool is_composed(const Report& report, const PropertyResult& property) {
  return property.counterexample && report.subject.metrics.at(property.counterexample->metric).composed;
}
bool is_composed(const Report& report, const Cause& cause) {
  return report.subject.metrics.at(cause.counterexample.metric).composed;
}

constexpr std::string_view not_the_library = "The adapter's own formulas, which are no fault of the library:\n\n";

std::string verdict(const Report& report, const Style& style) {
  const Description& subject = report.subject;
  const std::string who = fmt::format("{} {} ({})", subject.name, subject.version, subject.format.name);
  const std::string trial = report.data.empty() ? fmt::format("{} each, seed {}", count(report.cases, "case"), report.seed) : fmt::format("On {}, seed {}", report.data, report.seed);
  const std::size_t all = report.properties.size(), broken = with(report, Status::refuted).size();
  const std::size_t skipped = with(report, Status::skipped).size(), rounded = with(report, Status::rounded).size();
  if (broken > 0) {
    const auto own = static_cast<std::size_t>(std::ranges::count_if(
        with(report, Status::refuted), [&](const PropertyResult* property) { return is_composed(report, *property); }));
    const auto of_adapter = std::ranges::count_if(report.causes, [&](const Cause& cause) { return is_composed(report, cause); });
    const std::string by = own < broken ? " by " + count(report.causes.size() - static_cast<std::size_t>(of_adapter), "cause") : "";
    return wrap(fmt::format("{}: {} {} of {} broken{}{}. {}.", who, style.bad("REFUTED."), broken - own,
                            count(all - skipped, "property"), by,
                            own > 0 ? fmt::format(", {} more by formulas of the adapter's own", own) : "", trial));
  }
  if (skipped == all)
    return wrap(fmt::format("{}: {} Every property needs a metric it lacks.", who, style.warn("NOT TRIED.")));
  const std::size_t starved = with(report, Status::starved).size();
  if (starved > 0) {
    return wrap(fmt::format("{}: {} {} of {} saw too few inputs of some class. {}.", who, style.bad("STARVED."), starved,
                            count(all - skipped, "property"), trial));
  }
  const std::string but = rounded > 0 ? fmt::format(", {} up to rounding", rounded) : "";
  return wrap(fmt::format("{}: {} {}{}. {}.", who, style.good("HELD."), count(all - skipped, "property"), but, trial));
}

/// Which metrics the subject offers that nobody here knows, perhaps by a slip of the pen.
std::string unknown(const Report& report, const Style& style) {
  std::string out;
  std::vector<std::string_view> names;
  for (const auto& info : reference::metrics()) names.push_back(info.name);
  for (const std::string& name : report.subject.unknown_metrics) {
    out += wrap(fmt::format("'{}' is no metric of this suite, and not tried{}", name, subjects::did_you_mean(name, names)),
                fmt::format("{} ", style.warn("?")), "  ") +
           "\n";
  }
  return out.empty() ? out : out + "\n";
}

std::string grades(const Report& report, const Style& style) {
  if (report.metrics.empty()) return "";
  const auto shown_name = [&](const MetricResult& m) {
    return fmt::format("{}{}", reference::info(m.metric).name, report.subject.metrics.at(m.metric).composed ? " *" : "");
  };
  std::size_t widest = 36;
  for (const MetricResult& metric : report.metrics) widest = std::max(widest, shown_name(metric).size());
  std::string out = style.strong(fmt::format("  {:{}} {:8} {:11} {:>9} {:>8} {:>7}", "metric", widest, "claim", "grade",
                                             "max ulp", "of claim", "cases")) +
                    "\n";
  for (const MetricResult& metric : report.metrics) {
    const bool bad = falls_short(metric);
    const std::string grade = fmt::format("{:11}", metric.grade);
    const std::string of = metric.unjudged > 0 ? fmt::format(" of {}", metric.cases + metric.unjudged) : "";
    out += fmt::format("{} {:{}} {:8} {} {:>9} {:>8} {:>7}{}\n", bad ? style.bad("✗") : " ", shown_name(metric), widest,
                       to_string(metric.accuracy), bad ? style.bad(grade) : grade,
                       short_number(metric.max_ulp), short_number(metric.max_share), metric.cases, of);
    if (!metric.narrowing.empty()) out += fmt::format("    offered for: {}\n", metric.narrowing);
  }
  const auto composed = [&](const MetricResult& m) { return report.subject.metrics.at(m.metric).composed; };
  if (std::ranges::any_of(report.metrics, composed)) {
    out += "  * the adapter's own formula, made of the library's pieces: its faults are not the library's\n";
  }
  return out + "\n";
}

std::string headline(std::string_view mark, const PropertyResult& property, std::size_t cases) {
  const std::string rows = property.rows.empty() ? "" : ", first " + property.rows;
  return wrap(fmt::format("{}: {} ({} of {}{})", property.id, property.statement, cases, count(property.cases, "case"), rows),
              fmt::format("{} ", mark), "  ") +
         "\n";
}

std::string broken(const Report& report, const std::string& subject, const Style& style, bool composed) {
  std::string out;
  for (const PropertyResult* property : with(report, Status::refuted)) {
    if (is_composed(report, *property) != composed) continue;
    out += headline(style.bad("✗"), *property, property->refuted > 0 ? property->refuted : property->rounded);
    out += show(*property, subject) + "\n\n";
  }
  if (composed && !out.empty()) out.insert(0, not_the_library);
  return out;
}

std::string of_causes(const Report& report, const std::string& subject, const Style& style, bool composed) {
  std::string out;
  for (const Cause& cause : report.causes) {
    if (is_composed(report, cause) == composed) out += to_text(cause, report.subject, subject, style);
  }
  if (composed && !out.empty()) out.insert(0, not_the_library);
  return out.empty() ? out : out + "\n";
}

std::string rounded(const Report& report, const Style& style) {
  const auto properties = with(report, Status::rounded);
  if (properties.empty()) return "";
  std::string out;
  for (const PropertyResult* property : properties) {
    out += headline(style.warn("~"), *property, property->rounded);
    if (property->counterexample) out += wrap(property->counterexample->why, "    ") + "\n";
  }
  return out +
         wrap("  A bound broken by no more than the claimed accuracy explains, or −0 for 0. --strict counts it as refuted.", "  ") +
         "\n\n";
}

// "✗ 2 mishandled: jsd-bounds, jsd-zero"
std::string summary(std::string_view mark, std::size_t properties, std::string_view status,
                    const std::vector<std::string>& parts) {
  if (properties == 0) return "";
  return wrap(fmt::format("{} {}: {}", properties, status, join(parts, ", ")), fmt::format("{} ", mark), "  ") + "\n";
}

std::string summaries(const Report& report, const Style& style, bool verbose) {
  std::map<Breach, std::vector<std::string>> broken;
  std::vector<std::string> rounded, starved, partly, declined;
  std::map<std::size_t, std::size_t> chapters;
  std::map<std::string, std::size_t> notes, not_judged;
  constexpr std::string_view not_judged_mark = "not judged: ";  // as run.cpp says of a user's data
  std::size_t without_judgement = 0;
  for (const PropertyResult& property : report.properties) {
    if (property.unjudged > 0) {
      partly.push_back(fmt::format("{} ({} of {})", property.id, property.cases, property.cases + property.unjudged));
    }
    switch (property.status) {
      case Status::refuted:
        broken[property.counterexample ? property.counterexample->breach : Breach::theorem].push_back(property.id);
        break;
      case Status::rounded:
        rounded.push_back(property.id);
        break;
      case Status::starved:
        starved.push_back(fmt::format("{} ({})", property.id, property.note));
        break;
      case Status::held:
        ++chapters[family(property.id, property.metrics)];
        break;
      case Status::declined:
        declined.push_back(fmt::format("{} ({} of {} inputs)", property.id, property.declined,
                                       property.cases + property.declined));
        break;
      case Status::skipped:
        if (property.note.starts_with(not_judged_mark)) {
          ++not_judged[property.note.substr(not_judged_mark.size())];
          ++without_judgement;
          break;
        }
        ++notes[property.note.starts_with("lacks ") ? "need metrics it lacks" : property.note];
        break;
    }
  }
  std::vector<std::string> held, skipped, unjudged;
  for (const auto& [chapter, n] : chapters) held.push_back(fmt::format("{} {}", families[chapter], n));
  for (const auto& [note, n] : notes) skipped.push_back(fmt::format("{} ({})", note, n));
  for (const auto& [note, n] : not_judged) unjudged.push_back(fmt::format("{} ({})", note, n));
  // Their names where all is told; else how many of each kind: "✗ 3 broken: 2 by its own answers, 1 by inaccuracy".
  constexpr std::pair<Breach, std::string_view> kinds[] = {{Breach::theorem, "by its own answers"},
                                                           {Breach::accuracy, "by inaccuracy"},
                                                           {Breach::handling, "by mishandling"}};
  std::string refuted;
  std::vector<std::string> how_many;
  for (const auto& [breach, status] : kinds) {
    const auto& ids = broken[breach];
    if (verbose) refuted += summary(style.bad("✗"), ids.size(), fmt::format("broken {}", status), ids);
    if (!ids.empty()) how_many.push_back(fmt::format("{} {}", ids.size(), status));
  }
  if (!verbose) refuted = summary(style.bad("✗"), with(report, Status::refuted).size(), "broken", how_many);
  return refuted +
         summary(style.bad("✗"), starved.size(), "saw too few inputs of a class", starved) +
         summary(style.warn("~"), rounded.size(), "rounded", rounded) +
         summary("-", partly.size(), "judged in part", partly) +
         summary(style.good("✓"), with(report, Status::held).size(), "held", held) +
         summary("-", declined.size(), "held where the subject takes the input, which it mostly declines", declined) +
         summary("-", without_judgement, "not judged", unjudged) +
         summary("-", with(report, Status::skipped).size() - without_judgement, "skipped", skipped) +
         (report.causes.empty() || verbose ? "" : "\nEvery broken property, with the tokens of its counterexamples: --verbose\n");
}

}  // namespace

bool falls_short(const MetricResult& metric) {
  if (metric.grade.starts_with("none")) return true;
  const Accuracy grade = parse_accuracy(metric.grade);
  return grade.level > metric.accuracy.level || (grade.level == metric.accuracy.level && grade.ulps > metric.accuracy.ulps);
}

std::string short_number(double x) {
  if (x > 1e308 && std::isfinite(x)) return "> 10³⁰⁸";  // a bound at the end of the range of doubles
  return x < 1000 ? fmt::format("{:.4f}", x) : fmt::format("{:.3g}", x);
}

std::string to_text(const Report& report, const std::string& subject, const Style& style, Detail detail) {
  if (detail == Detail::verdict) return verdict(report, style) + "\n";
  const bool verbose = detail == Detail::everything;
  std::string told = of_causes(report, subject, style, false) + of_causes(report, subject, style, true);
  if (verbose || report.causes.empty()) {
    told += broken(report, subject, style, false) + broken(report, subject, style, true) + rounded(report, style);
  }
  return verdict(report, style) + "\n\n" + unknown(report, style) + grades(report, style) + told + summaries(report, style, verbose);
}

}  // namespace gibbs::cli
