// The subject protocol as text: JSON-RPC 2.0, one message a line (docs/contracts.md, "The subject protocol").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "properties/judge/subject.hpp"
#include "subjects/json.hpp"

namespace gibbs::subjects {

using properties::Answer;
using properties::Batch;
using properties::Description;
using properties::Question;

/// Error codes of JSON-RPC 2.0, §5.1.
enum ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  declined = -32001,  // of this protocol: "the input is valid, but I do not take such"
};

/// The lines a client sends, without the newline.
std::string describe_request(std::int64_t id);
/// `labels`: the first distribution holds nothing but the index of a class (subjects/phrase.hpp).
std::string request(std::int64_t id, const Question& question, Speech speech = Speech::decimal, bool labels = false);
/// A batch: every argument one level deeper, transposed along the first axis. Precondition: rows of one shape, or the
/// last axis.
std::string request(std::int64_t id, const Batch& batch, Speech speech = Speech::decimal, bool labels = false);

/// The result in a line that should hold one. Throws std::invalid_argument saying what else it is.
nlohmann::json result_of(std::string_view line, std::int64_t id);

/// Reads the line that should answer a question. A result of the right shape is a value, every number rounded to the
/// subject's format (the shortest decimal of a binary32 is not that number in binary64); error −32602 (invalid
/// params) is a refusal, error −32001 that it does not take such input; any other error means that the subject failed,
/// which is nonsense, like every other line.
Answer read_answer(std::string_view line, std::int64_t id, const Question& question, const reference::Format& format);
Answer read_answer(std::string_view line, std::int64_t id, const Batch& batch, const reference::Format& format);

struct Introduction {
  Description description;
  Speech speech = Speech::decimal;  // how numbers are to be written
  bool echo = false;                // it offers to say numbers again, so that one can see how it reads them
};
/// Reads the line that should answer `describe`. Metrics this suite does not know are kept by name alone, so that newer
/// subjects work. Throws std::invalid_argument saying what is wrong.
Introduction read_introduction(std::string_view line, std::int64_t id);

/// The number a message has for an id, if it has one.
std::optional<std::int64_t> message_id(std::string_view line);

}  // namespace gibbs::subjects
