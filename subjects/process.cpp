#include "subjects/process.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "properties/run/run.hpp"
#include "subjects/echo.hpp"
#include "subjects/phrase.hpp"
#include "subjects/protocol.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using Kind = Answer::Kind;
using Outcome = Child::Outcome;
using properties::SubjectUnavailable;

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

ProcessSubject::ProcessSubject(std::string command, ProcessOptions options)
    : command_(std::move(command)), options_(options) {
  start();
}

std::unique_ptr<properties::Subject> ProcessSubject::another() const {
  return std::make_unique<ProcessSubject>(command_, options_);
}

SubjectUnavailable ProcessSubject::unavailable(const std::string& why) {
  child_.reset();
  return SubjectUnavailable(fmt::format("'{}' {}", printable(command_), why));
}

void ProcessSubject::start() {
  try {
    child_ = std::make_unique<Child>(command_);
  } catch (const std::system_error& error) {
    throw unavailable(fmt::format("cannot be started: {}", error.what()));
  }
  displaced_.clear();
  const std::string line = introduced("describe", describe_request(++id_));
  Introduction introduction;
  try {
    introduction = read_introduction(line, id_);
  } catch (const std::invalid_argument& error) {
    throw unavailable(fmt::format("does not speak the protocol: {} (it answered \"describe\" by: {})", error.what(),
                                  printable(line, 80)));
  }
  if (!description_.metrics.empty()) return;  // started again
  if (introduction.echo) check_echo(introduction);
  description_ = std::move(introduction.description);
  speech_ = introduction.speech;
}

void ProcessSubject::check_echo(const Introduction& introduction) {
  const reference::Format& format = introduction.description.format;
  const std::vector<double> numbers = hard_numbers(format);
  const std::string line = introduced("echo", echo_request(++id_, numbers, introduction.speech));
  const std::string fault = echo_fault(line, id_, numbers, format);
  if (fault.empty()) return;
  throw unavailable(fmt::format("does not read or write numbers exactly: \"echo\" gave {}; {}", fault,
                                introduction.speech == Speech::hexadecimal
                                    ? "it asked for hexadecimal ones"
                                    : "\"numbers\":\"hexadecimal\" in its description spares it decimals"));
}

/// The answer to one of the requests that a subject begins with.
std::string ProcessSubject::introduced(std::string_view method, const std::string& request) {
  std::string line;
  switch (child_->exchange(request + '\n', line, Child::Clock::now() + options_.start_timeout, options_.longest_line)) {
    case Outcome::line:
      break;
    case Outcome::late:
      child_->kill();
      throw unavailable(fmt::format("did not answer \"{}\" within {} s", method, seconds(options_.start_timeout)));
    case Outcome::ended:
      throw unavailable(fmt::format("did not answer \"{}\": {}", method, child_->last_words()));
    case Outcome::too_long:
      child_->kill();
      throw unavailable(fmt::format("answered \"{}\" by more than {} bytes", method, options_.longest_line));
  }
  return line;
}

void ProcessSubject::restart() {
  for (int attempt = 1;; ++attempt) {
    try {
      return start();
    } catch (const SubjectUnavailable&) {
      if (attempt >= options_.starts) throw;
    }
  }
}

Answer ProcessSubject::answer(const Question& question) { return insist(question); }
Answer ProcessSubject::answer_rows(const Batch& batch) { return insist(batch); }

template <class Asked>
Answer ProcessSubject::insist(const Asked& asked) {
  if (!child_) restart();
  Answer answer = ask(asked);
  failures_ = answer.kind == Kind::silence || answer.kind == Kind::death ? failures_ + 1 : 0;
  if (failures_ < options_.failures) return answer;
  throw SubjectUnavailable(fmt::format("'{}' failed on {} questions in a row; on the last one: {}", printable(command_),
                                       failures_, answer.message));
}

template <class Asked>
Answer ProcessSubject::ask(const Asked& asked) {
  const auto offered = description_.metrics.find(asked.metric);
  const properties::Offer offer = offered == description_.metrics.end() ? properties::Offer{} : offered->second;
  const Phrased<Asked> phrased = phrase(asked, offer);
  if (!phrased.asked) return {Kind::declined, {}, phrased.reason};
  const bool labels = offer.input == properties::InputForm::labels;
  const std::string text = request(++id_, *phrased.asked, speech_, labels) + '\n';
  const auto deadline = Child::Clock::now() + options_.answer_timeout;
  std::string line;
  for (bool sent = false;; sent = true) {
    switch (child_->exchange(sent ? std::string_view() : text, line, deadline, options_.longest_line)) {
      case Outcome::line:
        break;
      case Outcome::late:
        return give_up(Kind::silence, fmt::format("no answer within {} s", seconds(options_.answer_timeout)));
      case Outcome::ended:
        return give_up(Kind::death, child_->last_words());
      case Outcome::too_long:
        return give_up(Kind::nonsense, fmt::format("{}{} bytes", properties::endless, options_.longest_line));
    }
    Answer answer = read_answer(line, id_, asked, description_.format);
    const std::optional<std::int64_t> id = answer.kind == Kind::nonsense ? message_id(line) : id_;
    if (id == id_) {
      displaced_.clear();  // answers come in order: none of an earlier question is to be expected any more
      return answer;
    }
    if (id && displaced_.contains(*id)) continue;
    displaced_.insert(id_);
    return answer;
  }
}

Answer ProcessSubject::give_up(Kind kind, const std::string& message) {
  child_->kill();
  child_.reset();
  return {kind, {}, message};
}

}  // namespace gibbs::subjects
