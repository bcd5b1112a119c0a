#include "subjects/protocol.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "subjects/json.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using nlohmann::json;
using reference::Argument;
using reference::Domain;
using reference::MetricInfo;
using reference::Shape;

void write_argument(std::string& out, const Argument& argument, Domain domain) {
  const std::span<const double> values = argument.values;
  if (reference::shape(domain) == Shape::table) {
    out += '[';
    for (std::size_t at = 0; argument.columns > 0 && at < values.size(); at += argument.columns) {
      if (at > 0) out += ',';
      write(out, values.subspan(at, std::min(argument.columns, values.size() - at)));
    }
    out += ']';
  } else if (reference::shape(domain) == Shape::number && values.size() == 1) {
    write(out, values[0]);
  } else {
    write(out, values);
  }
}

std::string message_start(const json& id) { return "{\"jsonrpc\":\"2.0\",\"id\":" + id.dump(); }

/// A reply that is well-formed and carries the right id: it has either a result or an error.
json parse_reply(std::string_view line, std::int64_t id) {
  json message = parse(line);
  if (!message.is_object()) throw std::invalid_argument("an answer is a JSON object");
  const auto version = message.find("jsonrpc");
  if (version == message.end() || *version != "2.0") throw std::invalid_argument("\"jsonrpc\":\"2.0\" is missing");
  const auto found = message.find("id");
  if (found == message.end()) throw std::invalid_argument("the id is missing");
  const bool unread = found->is_null() && message.contains("error");  // it could not even read the id
  if (!unread && (!found->is_number_integer() || *found != id)) {
    throw std::invalid_argument("the id is " + brief(*found) + ", not " + std::to_string(id));
  }
  if (message.contains("result") == message.contains("error")) {
    throw std::invalid_argument("an answer has either a result or an error");
  }
  return message;
}

struct Error {
  std::int64_t code;
  std::string message;
};

Error read_error(const json& error) {
  if (!error.is_object() || !error.contains("code") || !error["code"].is_number_integer() ||
      !error.contains("message") || !error["message"].is_string()) {
    throw std::invalid_argument("an error has a code (a whole number) and a message (a string)");
  }
  return {error["code"].get<std::int64_t>(), printable(error["message"].get_ref<const std::string&>(), 500)};
}

double read_result(const json& value, const std::string& what, const reference::Format& format) {
  if (const auto number = read_number(value)) return reference::round_to(*number, format);
  throw std::invalid_argument(what + " is " + brief(value) + ", not a number");
}

std::vector<double> read_results(const json& result, const Question& question, const reference::Format& format) {
  if (!reference::info(question.metric).vectorial()) return {read_result(result, "the result", format)};
  if (!result.is_array()) throw std::invalid_argument("the result is no array, but one number per class was asked for");
  const std::size_t classes = reference::result_size(question);
  if (result.size() != classes) {
    throw std::invalid_argument("the result has " + std::to_string(result.size()) + " numbers for " +
                                std::to_string(classes) + " classes");
  }
  std::vector<double> values;
  values.reserve(result.size());
  for (const json& value : result) {
    values.push_back(read_result(value, "result[" + std::to_string(values.size()) + "]", format));
  }
  return values;
}

std::string text_of(const json& object, const char* key, const char* otherwise) {
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if (!found->is_string()) throw std::invalid_argument("\"" + std::string(key) + "\" is not a string");
  return found->get<std::string>();
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

/// "masks", "zeros": true where nothing is said.
bool flag_of(const json& offer, const char* key, const std::string& metric) {
  const auto found = offer.find(key);
  if (found == offer.end()) return true;
  if (!found->is_boolean()) throw std::invalid_argument(std::string(key) + " of " + metric + " is neither true nor false");
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

properties::Offer read_offer(const json& offer, const MetricInfo& info) {
  const std::string metric(info.name);
  if (!offer.is_object()) throw std::invalid_argument("what it says of " + metric + " is not an object");
  properties::Offer result;
  try {
    result.accuracy = properties::parse_accuracy(text_of(offer, "accuracy", "stable"));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument("of " + metric + ": " + printable(error.what()));
  }
  result.masks = flag_of(offer, "masks", metric);
  result.zeros = flag_of(offer, "zeros", metric);
  if (const auto most = offer.find("max_n"); most != offer.end()) {
    if (!most->is_number_unsigned() || *most == 0) {
      throw std::invalid_argument("max_n of " + metric + " is " + brief(*most) + ", not a whole number above 0");
    }
    result.max_n = most->get<std::size_t>();
  }
  if (info.has_unit && offer.contains("units")) result.units = read_units(offer["units"], metric);
  if (offer.contains("code")) result.code = read_code(offer["code"], result, metric);
  return result;
}

}  // namespace

std::string describe_request(std::int64_t id) { return message_start(id) + ",\"method\":\"describe\"}"; }

std::string request(std::int64_t id, const Question& question) {
  const MetricInfo& info = reference::info(question.metric);
  std::string out = message_start(id);
  ((out += ",\"method\":\"") += info.name) += "\",\"params\":{";
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    if (i > 0) out += ',';
    ((out += '"') += info.parameters[i].name) += "\":";
    write_argument(out, question.arguments[i], info.parameters[i].domain);
  }
  if (info.has_unit) ((out += ",\"unit\":\"") += reference::name(question.unit)) += '"';
  return out += "}}";
}

Answer read_answer(std::string_view line, std::int64_t id, const Question& question, const reference::Format& format) {
  try {
    const json message = parse_reply(line, id);
    if (message.contains("result")) return {Answer::Kind::value, read_results(message["result"], question, format), ""};
    const Error error = read_error(message["error"]);
    if (error.code == invalid_params) return {Answer::Kind::refusal, {}, error.message};
    return {Answer::Kind::nonsense, {}, "error " + std::to_string(error.code) + ": " + error.message};
  } catch (const std::invalid_argument& error) {
    return {Answer::Kind::nonsense, {}, std::string(error.what()) + ": " + printable(line, 80)};
  }
}

Description read_description(std::string_view line, std::int64_t id) {
  const json message = parse_reply(line, id);
  if (message.contains("error")) {
    const Error error = read_error(message["error"]);
    throw std::invalid_argument("error " + std::to_string(error.code) + ": " + error.message);
  }
  const json& result = message["result"];
  if (!result.is_object()) throw std::invalid_argument("the description is not an object");
  if (!result.contains("name")) throw std::invalid_argument("the description has no name");
  if (!result.contains("metrics") || !result["metrics"].is_object()) {
    throw std::invalid_argument("the description has no \"metrics\", an object of metric names");
  }
  Description description;
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
  for (const auto& [name, offer] : result["metrics"].items()) {
    if (const auto metric = reference::find_metric(name)) {
      description.metrics[*metric] = read_offer(offer, reference::info(*metric));
    } else {
      description.unknown_metrics.push_back(printable(name, 60));
    }
  }
  if (description.metrics.empty()) throw std::invalid_argument("it offers no metric of this suite");
  if (const auto validates = result.find("validates"); validates != result.end()) {
    if (!validates->is_boolean()) throw std::invalid_argument("\"validates\" is neither true nor false");
    description.validates = validates->get<bool>();
  }
  return description;
}

std::optional<std::int64_t> message_id(std::string_view line) {
  const json message = json::parse(line, nullptr, false);
  if (!message.is_object() || !message.contains("id") || !message["id"].is_number_integer()) return std::nullopt;
  return message["id"].get<std::int64_t>();
}

}  // namespace gibbs::subjects
