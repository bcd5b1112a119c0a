// Tokens, one a line, as `replay` and --replay-file read them: each is refused by one error, or is run again, by the
// library and by a wrong subject of every format.
#include "cli/error.hpp"
#include "cli/replay_file.hpp"
#include "properties/inputs/case.hpp"
#include "properties/judge/functions.hpp"
#include "properties/run/run.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "reference/reference.hpp"
#include "subjects/library.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace gibbs::fuzz {
namespace {

using namespace properties;

/// Claims every metric, and is wrong of most.
Functions wrong(const reference::Format& format) {
  Description about{"wrong", "1", format, {}};
  std::map<Metric, Function> functions;
  for (const auto& info : reference::metrics()) {
    about.metrics[info.metric].units = {Unit::nat, Unit::bit, Unit::hartley};
    about.metrics[info.metric].validates = true;
    functions[info.metric] = [](const Question& q) { return Vector(reference::result_size(q), 0.25); };
  }
  return {about, functions};
}

std::vector<std::unique_ptr<Subject>>& subjects() {
  static std::vector<std::unique_ptr<Subject>> all = [] {
    std::vector<std::unique_ptr<Subject>> some;
    some.push_back(gibbs::subjects::library(reference::binary64));
    some.push_back(gibbs::subjects::library(reference::binary32));
    for (const auto& format : {reference::binary64, reference::binary32, reference::binary16, reference::bfloat16})
      some.push_back(std::make_unique<Functions>(wrong(format)));
    return some;
  }();
  return all;
}

/// Read and written, a token stays what it is.
void round_trip(const std::string& line, const Subject& subject) {
  const Theorem* theorem = find_theorem(parse_token(line).id);
  if (theorem == nullptr) return;
  const std::string token = to_token(theorem->id, read_case(*theorem, line, subject.description()));
  require(to_token(theorem->id, read_case(*theorem, token, subject.description())) == token, "a token changed", token);
}

void run_again(const std::string& line, Subject& subject) {
  try {
    const PropertyResult result = replay(line, subject, true);
    if (result.counterexample) show(*result.counterexample, "");
    round_trip(line, subject);
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace
}  // namespace gibbs::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gibbs::fuzz;
  std::string_view rest = text(data, size);
  try {
    const File file(rest);
    gibbs::cli::ReplayFile(file.path(), false);
  } catch (const gibbs::cli::UsageError&) {
  }
  while (!rest.empty()) {
    const std::string line(next_line(rest));
    for (auto& subject : subjects()) run_again(line, *subject);
  }
  return 0;
}
