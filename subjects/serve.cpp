#include "subjects/serve.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "subjects/json.hpp"
#include "subjects/protocol.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using nlohmann::json;
using reference::Argument;
using reference::MetricInfo;
using reference::Shape;

struct Failure : std::runtime_error {
  Failure(ErrorCode error, const std::string& message) : std::runtime_error(message), code(error) {}
  ErrorCode code;
};

Failure bad_params(const std::string& message) { return {invalid_params, message}; }

std::string line(const json& id, const char* key, const std::string& value) {
  return "{\"jsonrpc\":\"2.0\",\"id\":" + id.dump() + ",\"" + key + "\":" + value + "}";
}

std::string error_line(const json& id, ErrorCode code, const std::string& message) {
  return line(id, "error",
              "{\"code\":" + std::to_string(code) + ",\"message\":" + json(printable(message, 1000)).dump() + "}");
}

std::string to_json(const Description& description) {
  nlohmann::ordered_json result{{"name", description.name},
                                {"version", description.version},
                                {"format", description.format.name},
                                {"metrics", nlohmann::ordered_json::object()}};
  for (const auto& [metric, offer] : description.metrics) {
    const MetricInfo& info = reference::info(metric);
    nlohmann::ordered_json entry{{"accuracy", properties::to_string(offer.accuracy)}};
    for (const reference::Unit unit : offer.units) {
      if (info.has_unit) entry["units"].push_back(reference::name(unit));
    }
    if (offer.batches) entry["batches"] = true;
    if (offer.validates) entry["validates"] = true;
    result["metrics"][std::string(info.name)] = entry;
  }
  return result.dump();
}

double number(const json& value, const std::string& what, const reference::Format& format) {
  if (const auto x = read_number(value)) return reference::round_to(*x, format);
  throw bad_params(what + " is " + brief(value) + ", not a number");
}

std::vector<double> vector(const json& value, const std::string& what, const reference::Format& format) {
  if (!value.is_array()) throw bad_params(what + " is " + brief(value) + ", not an array of numbers");
  std::vector<double> result;
  result.reserve(value.size());
  for (const json& x : value) result.push_back(number(x, what + "[" + std::to_string(result.size()) + "]", format));
  return result;
}

Argument table(const json& value, const std::string& what, const reference::Format& format) {
  if (!value.is_array()) throw bad_params(what + " is " + brief(value) + ", not an array of rows");
  Argument result;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string name = what + "[" + std::to_string(i) + "]";
    const std::vector<double> row = vector(value[i], name, format);
    if (i == 0) result.columns = row.size();
    if (row.size() != result.columns) {
      throw bad_params(name + " has " + std::to_string(row.size()) + " numbers, " + what + "[0] has " +
                       std::to_string(result.columns));
    }
    result.values.insert(result.values.end(), row.begin(), row.end());
  }
  return result;
}

/// Class indices; null is −1.
Argument labels(const json& value, const std::string& what) {
  if (!value.is_array()) throw bad_params(what + " is " + brief(value) + ", not an array of class indices or nulls");
  Argument result;
  for (const json& label : value) {
    const bool index = label.is_number_integer() && label >= 0;
    if (!index && !label.is_null()) {
      throw bad_params(what + "[" + std::to_string(result.values.size()) + "] is " + brief(label) +
                       ", neither a class index nor null");
    }
    result.values.push_back(index ? label.get<double>() : -1);
  }
  return result;
}

Argument argument(const json& value, const reference::Parameter& parameter, const std::string& name,
                  const reference::Format& format) {
  if (parameter.domain == reference::Domain::labels) return labels(value, name);
  switch (reference::shape(parameter.domain)) {
    case Shape::number:
      return {{number(value, name, format)}};
    case Shape::table:
      return table(value, name, format);
    case Shape::vector:
      break;
  }
  return {vector(value, name, format)};
}

/// Is it an array of what the parameter takes?
bool is_batch(const json& value, const reference::Parameter& parameter) {
  const json* inner = &value;
  for (int depth = static_cast<int>(reference::shape(parameter.domain)); depth > 0; --depth) {
    if (!inner->is_array() || inner->empty()) return false;
    inner = &inner->front();
  }
  return inner->is_array();
}

/// The arguments of a question, or of each row of a batch: all are one level deeper then.
struct Asked {
  std::vector<std::vector<Argument>> rows;
  bool batch = false;
  reference::Unit unit = reference::Unit::nat;
};

void add(Asked& asked, const json& value, const reference::Parameter& parameter, const reference::Format& format) {
  const std::string name(parameter.name);
  if (!asked.batch) return asked.rows[0].push_back(argument(value, parameter, name, format));
  if (!value.is_array()) throw bad_params(name + " is " + brief(value) + ", not an array of rows");
  if (asked.rows.empty()) asked.rows.resize(value.size());
  if (value.size() != asked.rows.size()) {
    throw bad_params(name + " has " + std::to_string(value.size()) + " rows, not " + std::to_string(asked.rows.size()));
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    asked.rows[i].push_back(argument(value[i], parameter, name + "[" + std::to_string(i) + "]", format));
  }
}

Asked asked(const MetricInfo& info, const json& params, const Description& description) {
  const std::string metric(info.name);
  const properties::Offer& offer = description.metrics.at(info.metric);
  if (!params.is_object()) throw bad_params("params is " + brief(params) + ", not an object of named arguments");
  Asked result;
  for (const reference::Parameter& parameter : info.parameters) {
    const auto found = params.find(parameter.name);
    if (found == params.end() && reference::is_optional(parameter.domain)) continue;
    if (found == params.end()) throw bad_params(metric + " needs the argument " + std::string(parameter.name));
    if (&parameter == &info.parameters[0]) {
      result.batch = offer.batches && is_batch(*found, parameter);
      if (!result.batch) result.rows.resize(1);
    }
    add(result, *found, parameter, description.format);
  }
  for (const auto& [name, value] : params.items()) {
    if (name == "unit" && info.has_unit) {
      const auto unit = value.is_string() ? reference::find_unit(value.get_ref<const std::string&>()) : std::nullopt;
      if (!unit) throw bad_params("unit is " + brief(value) + ", not \"nat\", \"bit\" or \"hartley\"");
      result.unit = *unit;
    } else if (std::ranges::find(info.parameters, name, &reference::Parameter::name) == info.parameters.end()) {
      throw bad_params(metric + " has no argument " + printable(name, 40));
    }
  }
  if (std::ranges::count(offer.units, result.unit) == 0) {
    throw bad_params(metric + " is not offered in unit " + std::string(reference::name(result.unit)));
  }
  return result;
}

void write_result(std::string& out, std::span<const double> values, const properties::Question& question) {
  const std::size_t columns = question.arguments.front().columns;
  switch (reference::info(question.metric).result) {
    case Shape::number:
      return write(out, values.front());
    case Shape::vector:
      return write(out, values);
    case Shape::table:
      break;
  }
  out += '[';
  for (std::size_t at = 0; columns > 0 && at < values.size(); at += columns) {
    if (at > 0) out += ',';
    write(out, values.subspan(at, columns));
  }
  out += ']';
}

std::string result(properties::Subject& subject, const std::string& method, const json& params) {
  if (method == "describe") return to_json(subject.description());
  const auto metric = reference::find_metric(method);
  if (!metric || !subject.description().metrics.contains(*metric)) {
    throw Failure(method_not_found, "no method '" + printable(method, 40) + "'; \"describe\" lists the metrics");
  }
  const MetricInfo& info = reference::info(*metric);
  Asked what = asked(info, params, subject.description());
  const Batch batch{*metric, std::move(what.rows), what.unit};
  const Answer answer = what.batch ? subject.answer_rows(batch) : subject.answer(batch.row(0));
  if (answer.kind == Answer::Kind::refusal) throw bad_params(answer.message);
  if (answer.kind == Answer::Kind::declined) throw Failure(declined, answer.message);
  if (answer.kind != Answer::Kind::value) throw Failure(internal_error, answer.message);
  std::string out = what.batch ? "[" : "";
  std::span<const double> left = answer.values;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    if (i > 0) out += ',';
    const std::size_t size = reference::result_size(batch.row(i));
    write_result(out, left.first(size), batch.row(i));
    left = left.subspan(size);
  }
  return what.batch ? out + "]" : out;
}

/// The line that answers a request; empty for a notification.
std::string respond(properties::Subject& subject, const std::string& text) {
  json id;
  bool notification = false;
  try {
    const json request = parse(text);
    if (!request.is_object()) throw Failure(invalid_request, "a request is one JSON object in a line");
    const auto found = request.find("id");
    notification = found == request.end();
    if (!notification && (found->is_number() || found->is_string())) id = *found;
    if (!notification && id.is_null() && !found->is_null()) throw Failure(invalid_request, "id is " + brief(*found));
    const auto version = request.find("jsonrpc");
    if (version == request.end() || *version != "2.0") throw Failure(invalid_request, "\"jsonrpc\":\"2.0\" is missing");
    const auto method = request.find("method");
    if (method == request.end() || !method->is_string()) {
      throw Failure(invalid_request, "\"method\", a string, is missing");
    }
    static const json none = json::object();
    const auto params = request.find("params");
    const std::string answer = line(
        id, "result", result(subject, method->get_ref<const std::string&>(), params == request.end() ? none : *params));
    return notification ? std::string() : answer;
  } catch (const Failure& failure) {
    // A message that is no request at all is answered in any case (JSON-RPC 2.0, §5).
    return notification && failure.code != invalid_request ? std::string()
                                                           : error_line(id, failure.code, failure.what());
  } catch (const std::invalid_argument& error) {
    return error_line(id, parse_error, error.what());
  }
}

}  // namespace

void serve(properties::Subject& subject, std::istream& in, std::ostream& out) {
  for (std::string text; out && std::getline(in, text);) {
    if (text.find_first_not_of(" \t\r") == text.npos) continue;
    const std::string answer = respond(subject, text);
    if (!answer.empty()) out << answer << '\n' << std::flush;
  }
}

}  // namespace gibbs::subjects
