// A subject whose every line is the fuzzer's. The first line describes it, as `describe` is answered; the second names a
// property, or is a token; the others are its answers, over and over. It is put on trial and reported in every form.
// Each line is also read as an answer to a question of each shape, and as a request to the library.
#include <sstream>

#include "cli/report.hpp"
#include "properties/inputs/case.hpp"
#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/library.hpp"
#include "subjects/protocol.hpp"
#include "subjects/serve.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace gibbs::fuzz {
namespace {

using namespace properties;

class Scripted final : public Subject {
 public:
  Scripted(Description about, std::vector<std::string> lines) : about_(std::move(about)), lines_(std::move(lines)) {}
  const Description& description() const override { return about_; }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Scripted>(*this); }
  Answer answer(const Question& question) override { return next(question); }
  Answer answer_rows(const Batch& batch) override { return next(batch); }

 private:
  Answer next(const auto& question) {
    if (lines_.empty()) return {Answer::Kind::death, {}, "no more lines"};
    return gibbs::subjects::read_answer(lines_[next_++ % lines_.size()], 1, question, about_.format);
  }

  Description about_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
};

void report(const Report& report) {
  const cli::Style plain(false);
  for (const auto detail : {cli::Detail::verdict, cli::Detail::causes, cli::Detail::everything}) cli::to_text(report, "", plain, detail);
  cli::to_json(report);
  cli::to_junit(report, "");
  cli::to_markdown(report, "", {}, {});
  cli::to_annotations(report, "", {}, {});
}

void put_on_trial(const std::string& what, Subject& subject) {
  try {
    const bool token = what.find('=') != what.npos;
    if (token) {
      const PropertyResult result = replay(what, subject, true);
      if (result.counterexample) show(*result.counterexample, "");
    } else if (find_theorem(what) != nullptr) {
      Options options;
      options.cases = 1;
      options.threads = 1;
      options.only = {what};
      report(check(subject, options));
    }
  } catch (const std::invalid_argument&) {  // of the token
  }
}

const std::vector<Question>& questions() {
  static const std::vector<Question> some{{Metric::entropy, {{{0.5, 0.5}, 0}}, Unit::nat},
                                          {Metric::softmax, {{{1, 2, 3}, 0}}, Unit::nat},
                                          {Metric::sigmoid_cross_entropy, {{{1}, 0}, {{0.5}, 0}}, Unit::nat}};
  return some;
}

void read(const std::string& line) {
  for (const Question& question : questions()) gibbs::subjects::read_answer(line, 1, question, reference::binary32);
  gibbs::subjects::message_id(line);
  try {
    gibbs::subjects::read_introduction(line, 1);
  } catch (const std::invalid_argument&) {
  }
}

void serve(std::string_view requests) {
  static const auto library = gibbs::subjects::library(reference::binary64);
  std::istringstream in{std::string(requests)};
  std::ostringstream out;
  gibbs::subjects::serve(*library, in, out);
}

}  // namespace
}  // namespace gibbs::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gibbs::fuzz;
  std::string_view rest = text(data, size);
  serve(rest);
  const std::string description(next_line(rest)), what(next_line(rest));
  read(description);
  std::vector<std::string> lines;
  while (!rest.empty()) read(lines.emplace_back(next_line(rest)));
  try {
    Scripted subject(gibbs::subjects::read_introduction(description, 1).description, lines);
    put_on_trial(what, subject);
  } catch (const std::invalid_argument&) {  // of the description
  }
  return 0;
}
