#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/family.hpp"
#include "cli/report.hpp"
#include "properties/run/show.hpp"

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

// Is the grade below the claim?
bool falls_short(const MetricResult& metric) {
  if (metric.grade == "none") return true;
  const Accuracy grade = parse_accuracy(metric.grade);
  return grade.level > metric.accuracy.level || (grade.level == metric.accuracy.level && grade.ulps > metric.accuracy.ulps);
}

// Is it a formula of the adapter's own that breaks the property?
bool is_composed(const Report& report, const PropertyResult& property) {
  return property.counterexample && report.subject.metrics.at(property.counterexample->metric).composed;
}

std::string verdict(const Report& report, const Style& style) {
  const Description& subject = report.subject;
  const std::string who = fmt::format("{} {} ({})", subject.name, subject.version, subject.format.name);
  const std::string trial = fmt::format("{} each, seed {}", count(report.cases, "case"), report.seed);
  const std::size_t all = report.properties.size(), broken = with(report, Status::refuted).size();
  const std::size_t skipped = with(report, Status::skipped).size(), rounded = with(report, Status::rounded).size();
  if (broken > 0) {
    const auto composed = [&](const PropertyResult* property) { return is_composed(report, *property); };
    const auto own = static_cast<std::size_t>(std::ranges::count_if(with(report, Status::refuted), composed));
    return wrap(fmt::format("{}: {} {} of {} broken{}. {}.", who, style.bad("REFUTED."), broken - own,
                            count(all - skipped, "property"),
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

std::string grades(const Report& report, const Style& style) {
  if (report.metrics.empty()) return "";
  std::string out =
      style.strong(fmt::format("  {:36} {:10} {:10} {:>12} {:>9}", "metric", "claim", "grade", "max ulp", "cases")) +
      "\n";
  for (const MetricResult& metric : report.metrics) {
    const bool bad = falls_short(metric);
    const std::string ulps =
        metric.max_ulp < 1e6 ? fmt::format("{:.4f}", metric.max_ulp) : fmt::format("{:.3g}", metric.max_ulp);
    const std::string grade = fmt::format("{:10}", metric.grade);
    const bool composed = report.subject.metrics.at(metric.metric).composed;
    const std::string name = fmt::format("{}{}", reference::info(metric.metric).name, composed ? " *" : "");
    out +=
        fmt::format("{} {:36} {:10} {} {:>12} {:>9}\n", bad ? style.bad("✗") : " ", name,
                    to_string(metric.accuracy), bad ? style.bad(grade) : grade, ulps, metric.cases);
  }
  const auto composed = [&](const MetricResult& m) { return report.subject.metrics.at(m.metric).composed; };
  if (std::ranges::any_of(report.metrics, composed)) {
    out += "  * the adapter's own formula, made of the library's pieces: its faults are not the library's\n";
  }
  return out + "\n";
}

std::string headline(std::string_view mark, const PropertyResult& property, std::size_t cases) {
  return wrap(fmt::format("{}: {} ({} of {})", property.id, property.statement, cases, count(property.cases, "case")),
              fmt::format("{} ", mark), "  ") +
         "\n";
}

std::string broken(const Report& report, const std::string& subject, const Style& style, bool composed) {
  std::string out;
  for (const PropertyResult* property : with(report, Status::refuted)) {
    if (is_composed(report, *property) != composed) continue;
    out += headline(style.bad("✗"), *property, std::max(property->refuted, property->rounded));
    out += show(*property, subject) + "\n\n";
  }
  if (composed && !out.empty()) out.insert(0, "The adapter's own formulas, which are no fault of the library:\n\n");
  return out;
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
         wrap("  A bound broken by no more than the claimed accuracy explains. --strict counts it as refuted.", "  ") +
         "\n\n";
}

// "✗ 2 mishandled: jsd-bounds, jsd-zero"
std::string summary(std::string_view mark, std::size_t properties, std::string_view status,
                    const std::vector<std::string>& parts) {
  if (properties == 0) return "";
  return wrap(fmt::format("{} {}: {}", properties, status, join(parts, ", ")), fmt::format("{} ", mark), "  ") + "\n";
}

std::string summaries(const Report& report, const Style& style) {
  std::map<Breach, std::vector<std::string>> broken;
  std::vector<std::string> rounded, starved, declined;
  std::map<std::size_t, std::size_t> chapters;
  std::map<std::string, std::size_t> notes;
  for (const PropertyResult& property : report.properties) {
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
        ++notes[property.note];
        break;
    }
  }
  std::vector<std::string> held, skipped;
  for (const auto& [chapter, n] : chapters) held.push_back(fmt::format("{} {}", families[chapter], n));
  for (const auto& [note, n] : notes) skipped.push_back(fmt::format("{} ({})", note, n));
  const auto broken_by = [&](Breach breach, std::string_view status) {
    return summary(style.bad("✗"), broken[breach].size(), status, broken[breach]);
  };
  return broken_by(Breach::theorem, "broken by its own answers") + broken_by(Breach::accuracy, "less accurate than claimed") +
         broken_by(Breach::handling, "mishandled") +
         summary(style.bad("✗"), starved.size(), "saw too few inputs of a class", starved) + summary(style.warn("~"), rounded.size(), "rounded", rounded) +
         summary(style.good("✓"), with(report, Status::held).size(), "held", held) +
         summary("-", declined.size(), "held where the subject takes the input, which it mostly declines", declined) +
         summary("-", with(report, Status::skipped).size(), "skipped", skipped);
}

}  // namespace

std::string to_text(const Report& report, const std::string& subject, const Style& style) {
  return verdict(report, style) + "\n\n" + grades(report, style) + broken(report, subject, style, false) +
         broken(report, subject, style, true) +
         rounded(report, style) + summaries(report, style);
}

}  // namespace gibbs::cli
