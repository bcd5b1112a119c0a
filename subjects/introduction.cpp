// What a subject says of itself when it is asked to `describe`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "subjects/protocol.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using nlohmann::json;
using reference::MetricInfo;

std::string text_of(const json& object, const char* key, const char* otherwise) {
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if (!found->is_string()) throw std::invalid_argument("\"" + std::string(key) + "\" is not a string");
  return found->get<std::string>();
}

/// The values of an offer's list of names, as places in `names`; `otherwise` where there is no such list.
template <class Value, std::size_t N>
std::vector<Value> read_names(const json& offer, const char* key, const std::array<std::string_view, N>& names,
                              std::vector<Value> otherwise, const std::string& metric) {
  const auto list = offer.find(key);
  if (list == offer.end()) return otherwise;
  if (!list->is_array()) throw std::invalid_argument("the " + std::string(key) + " of " + metric + " are no list");
  for (const json& item : *list) {
    const auto found = item.is_string() ? std::ranges::find(names, item.get_ref<const std::string&>()) : names.end();
    if (found == names.end()) {
      throw std::invalid_argument(brief(item) + " is none of the " + std::string(key) + " that " + metric + " can have");
    }
    const auto value = static_cast<Value>(found - names.begin());
    if (std::ranges::find(otherwise, value) == otherwise.end()) otherwise.push_back(value);
  }
  return otherwise;
}

std::vector<reference::Unit> read_units(const json& units, const std::string& metric) {
  if (!units.is_array() || units.empty())
    throw std::invalid_argument("the units of " + metric + " are no list of units");
  std::vector<reference::Unit> result;
  for (const json& unit : units) {
    const auto found = unit.is_string() ? reference::find_unit(unit.get_ref<const std::string&>()) : std::nullopt;
    if (!found) {
      throw std::invalid_argument("a unit of " + metric + " is " + brief(unit) +
                                  "; units are \"nat\", \"bit\" and \"hartley\"");
    }
    result.push_back(*found);
  }
  return result;
}

bool flag(const json& object, const char* key, bool otherwise, const std::string& of = "") {
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if (!found->is_boolean()) throw std::invalid_argument(fmt::format("\"{}\"{} is neither true nor false", key, of));
  return found->get<bool>();
}

/// One text for all units, or one for each.
std::map<reference::Unit, std::string> read_code(const json& code, const properties::Offer& offer, const std::string& metric) {
  std::map<reference::Unit, std::string> all;
  for (const reference::Unit unit : offer.units) {
    const std::string name(reference::name(unit));
    const json& text = code.is_object() && code.contains(name) ? code[name] : code;
    if (!text.is_string()) throw std::invalid_argument("the code of " + metric + " is no string, nor one for each of its units");
    all[unit] = printable(text.get_ref<const std::string&>(), 1000);
  }
  return all;
}

std::size_t read_most(const json& most, const std::string& metric) {
  if (most.is_number_unsigned() && most != 0) return most.get<std::size_t>();
  throw std::invalid_argument("max_n of " + metric + " is " + brief(most) + ", not a whole number above 0");
}

/// "clips": 1e-15 for every parameter of probabilities, {"q": 1e-15} for one.
std::vector<double> read_clips(const json& clips, const MetricInfo& info) {
  std::vector<double> result;
  for (const auto& [name, epsilon] : clips.items()) {
    if (clips.is_object() && std::ranges::find(info.parameters, name, &reference::Parameter::name) == info.parameters.end()) {
      throw std::invalid_argument(fmt::format("\"clips\": {} has no parameter {}", info.name, printable(name, 40)));
    }
  }
  for (const reference::Parameter& parameter : info.parameters) {
    using enum reference::Domain;
    const bool masses = parameter.domain == probability || parameter.domain == distribution || parameter.domain == joint;
    const json epsilon = clips.is_object() ? clips.value(parameter.name, json(0)) : json(masses ? clips : json(0));
    if (!epsilon.is_number() || !(epsilon >= 0 && epsilon < 0.5)) {
      throw std::invalid_argument(fmt::format("\"clips\" of {} is {}, no number in [0, 1/2)", info.name, brief(epsilon)));
    }
    result.push_back(epsilon);
  }
  return result;
}

properties::Offer read_offer(const json& offer, const MetricInfo& info, bool validates) {
  const std::string metric(info.name);
  if (!offer.is_object()) throw std::invalid_argument("what it says of " + metric + " is not an object");
  properties::Offer result;
  try {
    result.accuracy = properties::parse_accuracy(text_of(offer, "accuracy", "stable"));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument("of " + metric + ": " + printable(error.what()));
  }
  if (info.has_unit && offer.contains("units")) result.units = read_units(offer["units"], metric);
  if (offer.contains("code")) result.code = read_code(offer["code"], result, metric);
  result.masks = flag(offer, "masks", true, " of " + metric);
  result.zeros = flag(offer, "zeros", true, " of " + metric);
  if (offer.contains("max_n")) result.max_n = read_most(offer["max_n"], metric);
  result.validates = flag(offer, "validates", validates, " of " + metric);
  result.batches = flag(offer, "batches", false, " of " + metric);
  result.axes = read_names(offer, "axes", properties::axis_names, result.axes, metric);
  result.layouts = read_names(offer, "layouts", properties::layout_names, result.layouts, metric);
  result.composed = flag(offer, "composed", false, " of " + metric);
  result.internal = flag(offer, "private", false, " of " + metric);
  result.doc = printable(text_of(offer, "doc", ""), 300);
  const std::string input = text_of(offer, "input", "probabilities");
  const auto known = properties::find_input_form(input);
  if (!known) {
    throw std::invalid_argument(fmt::format("\"input\" of {} is \"{}\", none of probabilities, counts, labels", metric,
                                            printable(input, 40)));
  }
  result.input = *known;
  if (offer.contains("clips")) result.clips = read_clips(offer["clips"], info);
  return result;
}

}  // namespace

Introduction read_introduction(std::string_view line, std::int64_t id) {
  const json result = result_of(line, id);
  if (!result.is_object()) throw std::invalid_argument("the description is not an object");
  if (!result.contains("name")) throw std::invalid_argument("the description has no name");
  if (!result.contains("metrics") || !result["metrics"].is_object()) {
    throw std::invalid_argument("the description has no \"metrics\", an object of metric names");
  }
  Introduction introduction;
  Description& description = introduction.description;
  description.name = printable(text_of(result, "name", ""));
  description.version = printable(text_of(result, "version", ""));
  description.language = printable(text_of(result, "language", ""), 20);
  const std::string format = text_of(result, "format", "binary64");
  const auto found = reference::find_format(format);
  if (!found) {
    throw std::invalid_argument("format \"" + printable(format, 40) +
                                "\" is none of binary64, binary32, binary16, bfloat16");
  }
  description.format = *found;
  const bool validates = flag(result, "validates", false);
  for (const auto& [name, offer] : result["metrics"].items()) {
    if (const auto metric = reference::find_metric(name)) {
      description.metrics[*metric] = read_offer(offer, reference::info(*metric), validates);
    } else {
      description.unknown_metrics.push_back(printable(name, 60));
    }
  }
  if (description.metrics.empty()) throw std::invalid_argument("it offers no metric of this suite");
  const std::string numbers = text_of(result, "numbers", "decimal");
  if (numbers != "decimal" && numbers != "hexadecimal") {
    throw std::invalid_argument("\"numbers\" is \"" + printable(numbers, 40) + "\", neither decimal nor hexadecimal");
  }
  introduction.speech = numbers == "hexadecimal" ? Speech::hexadecimal : Speech::decimal;
  introduction.echo = flag(result, "echo", false);
  return introduction;
}

}  // namespace gibbs::subjects
