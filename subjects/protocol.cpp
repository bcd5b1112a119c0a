#include "subjects/protocol.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <stdexcept>
#include <utility>

#include "subjects/json.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using nlohmann::json;
using reference::Argument;
using reference::Domain;
using reference::MetricInfo;
using reference::Shape;

/// Class indices as whole numbers, −1 as null; what is no label, as the number it is.
void write_labels(std::string& out, std::span<const double> labels, Speech speech) {
  out += '[';
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0) out += ',';
    if (labels[i] == -1) {
      out += "null";
    } else if (std::abs(labels[i]) < 0x1p53 && labels[i] == std::floor(labels[i])) {
      out += std::to_string(static_cast<std::int64_t>(labels[i]));
    } else {
      write(out, labels[i], speech);
    }
  }
  out += ']';
}

void write_argument(std::string& out, const Argument& argument, Domain domain, Speech speech) {
  const std::span<const double> values = argument.values;
  if (domain == Domain::labels) return write_labels(out, values, speech);
  if (reference::shape(domain) == Shape::table) {
    out += '[';
    for (std::size_t at = 0; argument.columns > 0 && at < values.size(); at += argument.columns) {
      if (at > 0) out += ',';
      write(out, values.subspan(at, std::min(argument.columns, values.size() - at)), speech);
    }
    out += ']';
  } else if (reference::shape(domain) == Shape::number && values.size() == 1) {
    write(out, values[0], speech);
  } else {
    write(out, values, speech);
  }
}

std::vector<Argument> transposed(const std::vector<Argument>& rows) {
  std::vector<Argument> columns(rows.at(0).values.size());
  for (const Argument& row : rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].values.push_back(row.values.at(i));
  }
  return columns;
}

std::string_view name_of(properties::Axis axis) { return properties::axis_names[static_cast<std::size_t>(axis)]; }
std::string_view name_of(properties::Layout layout) { return properties::layout_names[static_cast<std::size_t>(layout)]; }

std::string message_start(const json& id) { return "{\"jsonrpc\":\"2.0\",\"id\":" + id.dump(); }

/// The request for a question or a batch with so many arguments; write(out, i, parameter) adds the i-th.
template <class Asked, class Write>
std::string request_for(std::int64_t id, const Asked& asked, std::size_t arguments, const std::string& more,
                        const Write& write) {
  const MetricInfo& info = reference::info(asked.metric);
  std::string out = message_start(id);
  ((out += ",\"method\":\"") += info.name) += "\",\"params\":{";
  for (std::size_t i = 0; i < arguments; ++i) {
    if (i > 0) out += ',';
    ((out += '"') += info.parameters[i].name) += "\":";
    write(out, i, info.parameters[i]);
  }
  if (info.has_unit) ((out += ",\"unit\":\"") += reference::name(asked.unit)) += '"';
  return (out += more) += "}}";
}

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

/// Numbers nested as deep as there are `lengths`, appended to `values`. What is said of a wrong length is `unit`: it
/// counts rows, or classes.
void read_nested(const json& value, const std::string& what, std::span<const std::size_t> lengths,
                 std::span<const std::string_view> units, const reference::Format& format, std::vector<double>& values) {
  if (lengths.empty()) {
    const auto number = read_number(value);
    if (!number) throw std::invalid_argument(what + " is " + brief(value) + ", not a number");
    values.push_back(reference::round_to(*number, format));
    return;
  }
  const std::string name(what == "result" ? "the result" : what), unit(units[0]);
  if (!value.is_array()) throw std::invalid_argument(name + " is no array, but one number per " + unit + " was asked for");
  if (value.size() != lengths[0]) {
    throw std::invalid_argument(name + " has " + std::to_string(value.size()) + " numbers for " +
                                std::to_string(lengths[0]) + " " + unit + (unit == "class" ? "es" : "s"));
  }
  for (std::size_t i = 0; i < lengths[0]; ++i) {
    read_nested(value[i], what + "[" + std::to_string(i) + "]", lengths.subspan(1), units.subspan(1), format, values);
  }
}

/// The lengths of a result, from the outermost array to the innermost, and what they count.
struct Lengths {
  std::vector<std::size_t> lengths;
  std::vector<std::string_view> units;
};
Lengths lengths_of(const Question& question) {
  const Argument& first = question.arguments.front();
  switch (reference::info(question.metric).result) {
    case Shape::number:
      return {};
    case Shape::vector:
      return {{first.values.size()}, {"class"}};
    case Shape::table:
      break;
  }
  return {{first.columns == 0 ? 0 : first.values.size() / first.columns, first.columns}, {"row", "class"}};
}

bool is_transposed(const Batch& batch) {
  return batch.axis == properties::Axis::first && reference::info(batch.metric).result == Shape::vector;
}

std::vector<double> read_results(const json& result, const Question& question, const reference::Format& format) {
  const Lengths expected = lengths_of(question);
  std::vector<double> values;
  read_nested(result, expected.lengths.empty() ? "the result" : "result", expected.lengths, expected.units, format, values);
  return values;
}

std::vector<double> read_results(const json& result, const Batch& batch, const reference::Format& format) {
  Lengths expected = lengths_of(batch.row(0));
  const bool transposed = is_transposed(batch);
  const auto place = transposed ? 1 : 0;
  expected.lengths.insert(expected.lengths.begin() + place, batch.rows.size());
  expected.units.insert(expected.units.begin() + place, "row");
  std::vector<double> values;
  read_nested(result, "result", expected.lengths, expected.units, format, values);
  if (!transposed) return values;
  std::vector<double> rows(values.size());
  const std::size_t classes = expected.lengths[0], b = batch.rows.size();
  for (std::size_t i = 0; i < values.size(); ++i) rows[i % b * classes + i / b] = values[i];
  return rows;
}

template <class Asked>
Answer read_answer_to(std::string_view line, std::int64_t id, const Asked& asked, const reference::Format& format) {
  try {
    const json message = parse_reply(line, id);
    if (message.contains("result")) return {Answer::Kind::value, read_results(message["result"], asked, format), ""};
    const Error error = read_error(message["error"]);
    if (error.code == invalid_params) return {Answer::Kind::refusal, {}, error.message};
    if (error.code == declined) return {Answer::Kind::declined, {}, error.message};
    return {Answer::Kind::nonsense, {}, "error " + std::to_string(error.code) + ": " + error.message};
  } catch (const std::invalid_argument& error) {
    return {Answer::Kind::nonsense, {}, std::string(error.what()) + ": " + printable(line, 80)};
  }
}

}  // namespace

json result_of(std::string_view line, std::int64_t id) {
  json message = parse_reply(line, id);
  if (message.contains("result")) return std::move(message["result"]);
  const Error error = read_error(message["error"]);
  throw std::invalid_argument("error " + std::to_string(error.code) + ": " + error.message);
}

std::string describe_request(std::int64_t id) { return message_start(id) + ",\"method\":\"describe\"}"; }

std::string request(std::int64_t id, const Question& question, Speech speech, bool labels) {
  return request_for(id, question, question.arguments.size(), "", [&](std::string& out, std::size_t i, const reference::Parameter& parameter) {
    const Argument& argument = question.arguments[i];
    if (parameter.domain == Domain::distribution && std::exchange(labels, false)) {
      out += std::to_string(static_cast<std::int64_t>(argument.values.at(0)));
    } else {
      write_argument(out, argument, parameter.domain, speech);
    }
  });
}

std::string request(std::int64_t id, const Batch& batch, Speech speech, bool labels) {
  std::string more;
  if (batch.axis != properties::Axis::last) ((more += ",\"axis\":\"") += name_of(batch.axis)) += '"';
  if (batch.layout != properties::Layout::contiguous) ((more += ",\"layout\":\"") += name_of(batch.layout)) += '"';
  return request_for(id, batch, batch.rows.at(0).size(), more, [&](std::string& out, std::size_t i, const reference::Parameter& parameter) {
    std::vector<Argument> rows;
    for (const auto& row : batch.rows) rows.push_back(row[i]);
    if (parameter.domain == Domain::distribution && std::exchange(labels, false)) {
      return write_labels(out, transposed(rows).at(0).values, speech);
    }
    if (batch.axis == properties::Axis::first && reference::shape(parameter.domain) == Shape::vector) {
      rows = transposed(rows);
    }
    out += '[';
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (r > 0) out += ',';
      write_argument(out, rows[r], parameter.domain, speech);
    }
    out += ']';
  });
}

Answer read_answer(std::string_view line, std::int64_t id, const Question& question, const reference::Format& format) {
  return read_answer_to(line, id, question, format);
}
Answer read_answer(std::string_view line, std::int64_t id, const Batch& batch, const reference::Format& format) {
  return read_answer_to(line, id, batch, format);
}

std::optional<std::int64_t> message_id(std::string_view line) {
  const json message = json::parse(line, nullptr, false);
  if (!message.is_object() || !message.contains("id") || !message["id"].is_number_integer()) return std::nullopt;
  return message["id"].get<std::int64_t>();
}

}  // namespace gibbs::subjects
