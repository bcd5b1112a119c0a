// docs/subjects.md is true: its conversation is held, and its programs are run.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "subjects/library.hpp"
#include "subjects/process.hpp"
#include "subjects/serve.hpp"

namespace gibbs::subjects {
namespace {

using properties::Answer;
using properties::Metric;
using properties::Unit;
using testing::ElementsAre;
using testing::SizeIs;

/// The fenced blocks of a language, in order.
std::vector<std::string> blocks(const std::string& language) {
  std::ifstream page(GIBBS_TEST_DOCS "/subjects.md");
  std::vector<std::string> found;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "```" + language) {
      inside = true;
      found.emplace_back();
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      found.back() += line + '\n';
    }
  }
  return found;
}

/// A block saved as a program for the time of a test.
class Program {
 public:
  explicit Program(const std::string& text)
      : file_(std::filesystem::path(testing::TempDir()) / fmt::format("gibbs_docs_{}.py", ::getpid())) {
    std::ofstream(file_) << text;
  }
  ~Program() { std::filesystem::remove(file_); }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  std::string command() const {
    return fmt::format("PYTHONPATH='{}' {} -B '{}'", GIBBS_TEST_ADAPTERS, GIBBS_TEST_PYTHON, file_.string());
  }

 private:
  std::filesystem::path file_;
};

TEST(SubjectsPage, TheConversationIsTheLibrarys) {
  ASSERT_THAT(blocks("text"), SizeIs(1));
  std::istringstream conversation(blocks("text")[0]);
  std::string requests, answers;
  for (std::string line; std::getline(conversation, line);) {
    const std::string message = line.substr(std::string("→ ").size()) + '\n';
    (line.starts_with("→") ? requests : answers) += message;
  }
  EXPECT_EQ(std::ranges::count(requests, '\n'), 6);
  std::istringstream in(requests);
  std::ostringstream out;
  serve(*library(), in, out);
  EXPECT_EQ(out.str(), answers);
}

TEST(SubjectsPage, TheProgramInPlainPythonRuns) {
  ASSERT_THAT(blocks("python"), SizeIs(2));
  const Program program(blocks("python")[0]);
  ProcessSubject subject(program.command());
  EXPECT_THAT(subject.description().metrics, SizeIs(2));
  EXPECT_TRUE(subject.description().metrics.at(Metric::entropy).validates);
  EXPECT_THAT(subject.answer({Metric::entropy, {{{0.5, 0.5}}}, Unit::bit}).values, ElementsAre(1.0));
  EXPECT_THAT(subject.answer({Metric::log_sum_exp, {{{-INFINITY, -3.0}}}}).values, ElementsAre(-3.0));
  for (const std::vector<double>& invalid : {std::vector<double>{}, {NAN, 1}, {-0.01, 1.01}, {0.5, 0.51}}) {
    EXPECT_EQ(subject.answer({Metric::entropy, {{invalid}}}).kind, Answer::Kind::refusal);
  }
  for (const std::vector<double>& invalid : {std::vector<double>{}, {NAN, 1}, {INFINITY}, {-INFINITY}}) {
    EXPECT_EQ(subject.answer({Metric::log_sum_exp, {{invalid}}}).kind, Answer::Kind::refusal);
  }
}

TEST(SubjectsPage, TheProgramWithTheModuleRuns) {
  ASSERT_THAT(blocks("python"), SizeIs(2));
  const Program program(blocks("python")[1]);
  std::unique_ptr<ProcessSubject> subject;
  try {
    subject = std::make_unique<ProcessSubject>(program.command());
  } catch (const properties::SubjectUnavailable& error) {
    GTEST_SKIP() << error.what();  // no NumPy
  }
  EXPECT_FALSE(subject->description().metrics.at(Metric::entropy).validates);
  EXPECT_THAT(subject->answer({Metric::entropy, {{{0.5, 0.5, 0}}}, Unit::bit}).values, ElementsAre(1.0));
  EXPECT_THAT(subject->answer({Metric::log_sum_exp, {{{-3.0}}}}).values, ElementsAre(-3.0));
}

}  // namespace
}  // namespace gibbs::subjects
