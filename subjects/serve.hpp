// A subject as a program: answers the subject protocol for it.
#pragma once

#include <istream>
#include <ostream>

#include "properties/judge/subject.hpp"

namespace gibbs::subjects {

/// Answers one request a line, in order, each answer flushed, until the input ends. Errors as in JSON-RPC 2.0, §5.1:
///   −32700  the line is not JSON
///   −32600  not a request: "jsonrpc", "method" or a fit "id" missing; several requests in one line
///   −32601  no such metric, or one that the subject lacks
///   −32602  arguments missing, unknown or of the wrong shape, a unit the metric has not, or input that the subject
///           refuses, in its words
///   −32603  the subject failed otherwise
/// Numbers are rounded to the subject's format. A request without an id is a notification and gets no answer; nor does
/// a blank line.
void serve(properties::Subject& subject, std::istream& in, std::ostream& out);

}  // namespace gibbs::subjects
