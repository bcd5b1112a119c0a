#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/report.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::cli {
namespace {

using nlohmann::ordered_json;
using namespace properties;

ordered_json number(double x) {
  if (std::isnan(x)) return "NaN";
  if (std::isinf(x)) return x > 0 ? "Infinity" : "-Infinity";
  return x;
}

ordered_json numbers(auto begin, auto end) {
  ordered_json list = ordered_json::array();
  for (; begin != end; ++begin) list.push_back(number(*begin));
  return list;
}

// As in the subject protocol, but every input is an array: one number too.
ordered_json to_json(const std::vector<ShownInput>& inputs) {
  ordered_json object = ordered_json::object();
  for (const ShownInput& input : inputs) {
    const auto& values = input.values;
    if (input.columns == 0) {
      object[input.name] = numbers(values.begin(), values.end());
      continue;
    }
    ordered_json rows = ordered_json::array();
    const auto columns = static_cast<std::ptrdiff_t>(input.columns);
    for (auto row = values.begin(); values.end() - row >= columns; row += columns)
      rows.push_back(numbers(row, row + columns));
    object[input.name] = std::move(rows);
  }
  return object;
}

ordered_json to_json(const std::vector<Metric>& metrics) {
  ordered_json names = ordered_json::array();
  for (const Metric metric : metrics) names.push_back(reference::info(metric).name);
  return names;
}

ordered_json to_json(const Counterexample& counterexample) {
  ordered_json object{{"breaks", to_string(counterexample.breach)},
                      {"metric", reference::info(counterexample.metric).name},
                      {"inputs", to_json(counterexample.inputs)}};
  if (counterexample.unit) object["unit"] = reference::name(*counterexample.unit);
  if (!counterexample.observations.empty()) {
    object["observed"] = counterexample.observations.front().observed;
    object["exact"] = counterexample.observations.front().exact;
  }
  object["why"] = counterexample.why;
  ordered_json& observations = object["observations"] = ordered_json::array();
  for (const Observation& seen : counterexample.observations) {
    observations.push_back({{"call", seen.call},
                            {"metric", reference::info(seen.metric).name},
                            {"observed", seen.observed},
                            {"observed_hex", seen.observed_hex},
                            {"exact", seen.exact},
                            {"ulps", number(seen.ulps)},
                            {"error", number(seen.error)}});
    if (!seen.again.empty()) observations.back()["again"] = seen.again;
  }
  return object;
}

std::string_view kind(const PropertyResult& property) {
  const Theorem* theorem = find_theorem(property.id);
  if (theorem == nullptr || theorem->kind == Theorem::Kind::law) return "theorem";
  return theorem->kind == Theorem::Kind::accuracy ? "accuracy" : "domain";
}

ordered_json to_json(const PropertyResult& property) {
  ordered_json object{{"id", property.id},
                      {"kind", kind(property)},
                      {"statement", property.statement},
                      {"status", to_string(property.status)},
                      {"cases", property.cases},
                      {"rounded", property.rounded},
                      {"refuted", property.refuted},
                      {"declined", property.declined},
                      {"metrics", to_json(property.metrics)}};
  if (property.unjudged > 0) object["unjudged"] = property.unjudged;
  if (property.outside > 0) object["outside"] = property.outside;
  if (!property.note.empty()) object["note"] = property.note;
  if (!property.causes.empty()) object["causes"] = property.causes;
  if (!property.rows.empty()) object["rows"] = property.rows;
  if (property.status != Status::skipped) {
    ordered_json& classes = object["classes"] = ordered_json::object();
    for (const ClassCount& c : property.classes) classes[std::string(c.name)] = {{"seen", c.seen}, {"least", c.least}};
  }
  if (property.counterexample) {
    object["counterexample"] = to_json(*property.counterexample);
    object["replay"] = property.counterexample->replay;
  }
  const auto add = [&](const char* name, const std::optional<Counterexample>& counterexample) {
    if (!counterexample) return;
    object[name] = {{"counterexample", to_json(*counterexample)}, {"replay", counterexample->replay}};
  };
  add("simplest_as_severe", property.simplest_as_severe);
  add("worst", property.worst);
  return object;
}

// What the subject says of it, where it says more than it must.
void add_offer(ordered_json& object, const Offer& offer, Metric metric) {
  if (offer.composed) object["composed"] = true;
  if (offer.internal) object["private"] = true;
  if (!offer.doc.empty()) object["doc"] = offer.doc;
  if (offer.input != InputForm::probabilities) object["input"] = to_string(offer.input);
  for (std::size_t i = 0; i < offer.clips.size(); ++i) {
    if (offer.clips[i] > 0) object["clips"][std::string(reference::info(metric).parameters[i].name)] = offer.clips[i];
  }
}

ordered_json to_json(const MetricResult& metric, const Description& subject) {
  ordered_json object{{"metric", reference::info(metric.metric).name},
                      {"claim", to_string(metric.accuracy)},
                      {"grade", metric.grade},
                      {"max_ulp", number(metric.max_ulp)},
                      {"max_share", number(metric.max_share)},
                      {"cases", metric.cases}};
  if (metric.unjudged > 0) object["unjudged"] = metric.unjudged;
  if (!metric.narrowing.empty()) object["narrowing"] = metric.narrowing;
  add_offer(object, subject.metrics.at(metric.metric), metric.metric);
  if (!metric.worst.empty()) {
    ordered_json worst{{"inputs", to_json(metric.worst)}};
    if (metric.worst_unit) worst["unit"] = reference::name(*metric.worst_unit);
    worst["replay"] = metric.worst_replay;
    object["worst"] = std::move(worst);
  }
  return object;
}

ordered_json to_json(const Cause& cause) {
  ordered_json object{{"name", cause.name}, {"breaks", cause.breaks}, {"counterexample", to_json(cause.counterexample)}, {"replay", cause.counterexample.replay}};
  if (!cause.rows.empty()) object["rows"] = cause.rows;
  if (!cause.code.empty()) object["code"] = cause.code;
  return object;
}

// A subject's words may be broken UTF-8; the report is not.
std::string dump(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

template <class Results, class... More>
std::string lines(const Results& results, const More&... more) {
  std::vector<std::string> items;
  for (const auto& result : results) items.push_back("\n    " + dump(to_json(result, more...)));
  return join(items, ",");
}

}  // namespace

std::string to_json(const Report& report) {
  const Description& subject = report.subject;
  ordered_json who{{"name", subject.name}, {"version", subject.version}, {"format", subject.format.name}};
  if (!subject.unknown_metrics.empty()) who["unknown_metrics"] = subject.unknown_metrics;
  return fmt::format(
      "{{\n  \"schema\": \"gibbs-report/1\",\n  \"subject\": {},\n  \"seed\": {},\n  \"cases\": {},\n{}"
      "  \"causes\": [{}],\n  \"properties\": [{}],\n  \"metrics\": [{}]\n}}\n",
      dump(who), report.seed, report.cases, report.data.empty() ? "" : fmt::format("  \"data\": {},\n", dump(report.data)), lines(report.causes), lines(report.properties), lines(report.metrics, subject));
}

}  // namespace gibbs::cli
