// What becomes of a program that misbehaves: always an answer, and the next question finds it working again.
#include "subjects/process.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

namespace gibbs::subjects {
namespace {

using namespace std::chrono_literals;
using properties::Answer;
using properties::Metric;
using properties::Question;
using properties::SubjectUnavailable;
using properties::Unit;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Answer::Kind;

const Question entropy{Metric::entropy, {{{0.5, 0.25, 0.25}}}, Unit::bit};
const Question softmax{Metric::softmax, {{{0.5, -1.25, 3.0}}}};

std::string misbehaving(const std::string& mode) {
  return fmt::format("{} {}/misbehave.py {}", GIBBS_TEST_PYTHON, GIBBS_TEST_SCRIPTS, mode);
}

ProcessSubject start(const std::string& mode, std::chrono::milliseconds answer_timeout = 60s) {
  return ProcessSubject(misbehaving(mode), {.answer_timeout = answer_timeout, .longest_line = 1 << 22});
}
/// For those that never answer: a moment is enough to see it.
ProcessSubject start_impatiently(const std::string& mode) { return start(mode, 500ms); }

std::string why_unavailable(const std::string& command, ProcessOptions options = {}) {
  try {
    const ProcessSubject subject(command, options);
  } catch (const SubjectUnavailable& error) {
    return error.what();
  }
  return "it is available";
}

std::size_t open_files() {
  const std::filesystem::directory_iterator files("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

bool has_children() {
  siginfo_t info{};
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/// Has a process that is not our child ended? (It may wait as a zombie for whoever inherited it.)
bool has_ended(double pid) {
  for (const auto deadline = Child::Clock::now() + 5s; Child::Clock::now() < deadline;
       std::this_thread::sleep_for(5ms)) {
    std::ifstream stat(fmt::format("/proc/{}/stat", static_cast<pid_t>(pid)));
    std::string number, name, state;
    if (!(stat >> number >> name >> state) || state == "Z") return true;
  }
  return false;
}

TEST(ProcessSubject, DescribesItself) {
  const ProcessSubject subject(misbehaving("honest"));
  const properties::Description& description = subject.description();
  EXPECT_EQ(description.name, "misbehave");
  EXPECT_EQ(description.version, "honest");
  EXPECT_EQ(description.format, reference::binary64);
  EXPECT_FALSE(description.metrics.at(Metric::entropy).validates);
  EXPECT_EQ(description.metrics.size(), 2u);
  EXPECT_THAT(description.metrics.at(Metric::entropy).units, ElementsAre(Unit::nat, Unit::bit));
}

struct Misdeed {
  const char* mode;
  const Question& question;
  Kind kind;
  const char* message;
};
void PrintTo(const Misdeed& misdeed, std::ostream* out) { *out << misdeed.mode; }

class Misdeeds : public testing::TestWithParam<Misdeed> {};

TEST_P(Misdeeds, IsAnswered) {
  const auto& [mode, question, kind, message] = GetParam();
  ProcessSubject subject = kind == Kind::silence ? start_impatiently(mode) : start(mode);
  for (int repeat = 0; repeat < 3; ++repeat) {  // the subject is there again, and does the same
    const Answer answer = subject.answer(question);
    EXPECT_EQ(answer.kind, kind) << answer.message;
    EXPECT_THAT(answer.message, HasSubstr(message));
    EXPECT_LT(answer.message.size(), 400u);
  }
}

const Misdeed misdeeds[] = {
    {"wrong_id", entropy, Kind::nonsense, "the id is 100"},
    {"text_id", entropy, Kind::nonsense, "the id is \""},
    {"no_id", entropy, Kind::nonsense, "the id is missing"},
    {"wrong_version", entropy, Kind::nonsense, "\"jsonrpc\":\"2.0\" is missing"},
    {"no_version", entropy, Kind::nonsense, "\"jsonrpc\":\"2.0\" is missing"},
    {"no_result", entropy, Kind::nonsense, "either a result or an error"},
    {"result_and_error", entropy, Kind::nonsense, "either a result or an error"},
    {"trailing_garbage", entropy, Kind::nonsense, "not JSON: {\"jsonrpc\":\"2.0\","},
    {"two_in_one_line", entropy, Kind::nonsense, "not JSON"},
    {"array", entropy, Kind::nonsense, "an answer is a JSON object"},
    {"blank_line", entropy, Kind::nonsense, "not JSON"},
    {"broken_json", entropy, Kind::nonsense, "not JSON"},
    {"bad_utf8", entropy, Kind::nonsense, "\\xff\\xfe"},
    {"bare_nan", entropy, Kind::nonsense, "as the strings \"NaN\""},
    {"bare_infinity", entropy, Kind::nonsense, "as the strings \"NaN\""},
    {"overflow", entropy, Kind::nonsense, "1e999 is out of range"},
    {"text", entropy, Kind::nonsense, "the result is \"1.5\", not a number"},
    {"boolean", entropy, Kind::nonsense, "the result is true, not a number"},
    {"null", entropy, Kind::nonsense, "the result is null, not a number"},
    {"vector_for_number", entropy, Kind::nonsense, "the result is array, not a number"},
    {"number_for_vector", softmax, Kind::nonsense, "one number per class"},
    {"too_short", softmax, Kind::nonsense, "2 numbers for 3 classes"},
    {"text_within", softmax, Kind::nonsense, "result[2] is \"much\", not a number"},
    {"deep", entropy, Kind::nonsense, "not JSON"},
    {"deep_id", entropy, Kind::nonsense, "the id is array"},
    {"internal_error", entropy, Kind::nonsense, "error -32603: ZeroDivisionError"},
    {"method_not_found", entropy, Kind::nonsense, "error -32601"},
    {"refusal", entropy, Kind::refusal, "p[0] = 2 is not a probability"},
    {"error_without_message", entropy, Kind::nonsense, "a code (a whole number) and a message"},
    {"unread", entropy, Kind::nonsense, "error -32700: what?"},
    {"die", entropy, Kind::death, "exit status 3; its last words: KeyError: 'p'"},
    {"dies_noisily", entropy, Kind::death, "KeyError: 'p' (after 9 MiB on standard error)"},
    {"half_an_answer", entropy, Kind::death, "exit status 0, in the middle of a line: {\"jsonrpc\""},
    {"close_output", entropy, Kind::death, "it closed its output but runs on"},
    {"child_holds_pipes", entropy, Kind::death, "exit status 4"},
    {"stubborn", entropy, Kind::silence, "no answer within 0.5 s"},
    {"hangs_noisily", entropy, Kind::silence, "no answer within 0.5 s"},
    {"flood_output", entropy, Kind::nonsense, "a line of more than 4194304 bytes"},
    {"stray_line", entropy, Kind::nonsense, "not JSON: Loading the model..."},
};
INSTANTIATE_TEST_SUITE_P(Subject, Misdeeds, testing::ValuesIn(misdeeds), [](const auto& misdeed) {
  std::string name = misdeed.param.mode;
  std::erase(name, '_');
  return name;
});

TEST(ProcessSubject, ValuesKeepTheirSpecials) {
  EXPECT_THAT(start("infinite").answer(entropy).values, ElementsAre(-INFINITY));
  const Answer zero = start("negative_zero").answer(entropy);
  EXPECT_THAT(zero.values, ElementsAre(0.0));
  EXPECT_TRUE(std::signbit(zero.values[0]));
}

TEST(ProcessSubject, GoesOnAfterACrash) {
  ProcessSubject subject = start("third_crashes");
  for (int question = 1; question <= 7; ++question) {
    const Answer answer = subject.answer(entropy);
    EXPECT_EQ(answer.kind, question % 3 == 0 ? Kind::death : Kind::value) << question;
    EXPECT_THAT(answer.message, HasSubstr(question % 3 == 0 ? "Segmentation fault" : ""));
  }
}

TEST(ProcessSubject, SurvivesWritingToOneThatReadsNoMore) {
  ProcessSubject subject = start("deaf");
  for (int question = 0; question < 4; ++question) {
    const Answer answer = subject.answer(entropy);
    EXPECT_EQ(answer.kind, question % 2 == 0 ? Kind::value : Kind::death) << question;
    EXPECT_EQ(answer.message, question % 2 == 0 ? "" : "exit status 5");
  }
}

TEST(ProcessSubject, ALineTooManyDisplacesOneAnswerOnly) {
  // Each question's second line stands in the place of the next one's answer, which is then known to be late.
  ProcessSubject subject = start("says_it_twice");
  for (int question = 0; question < 6; ++question) {
    EXPECT_EQ(subject.answer(entropy).kind, question % 2 == 0 ? Kind::value : Kind::nonsense) << question;
  }
}

TEST(ProcessSubject, AnAnswerToTheQuestionBeforeIsNone) {
  // Its first line is nonsense; its second is the answer to the first question, late, and no other comes.
  ProcessSubject subject = start_impatiently("one_behind");
  EXPECT_THAT(subject.answer(entropy).message, HasSubstr("the id is 1, not 2"));
  EXPECT_EQ(subject.answer(entropy).kind, Kind::silence);
}

TEST(ProcessSubject, WaitsForTheSlowAndReadsPastNoise) {
  for (const char* mode : {"slow", "noisy_errors"}) {
    ProcessSubject subject(misbehaving(mode));
    for (int repeat = 0; repeat < 3; ++repeat) EXPECT_THAT(subject.answer(entropy).values, ElementsAre(1.5)) << mode;
  }
}

TEST(ProcessSubject, NeitherSideWaitsForTheOther) {
  // Request and answer are far larger than a pipe, and the subject writes before it has read everything.
  Question large{Metric::softmax, {{std::vector<double>(200'000)}}};
  for (std::size_t i = 0; i < large.arguments[0].values.size(); ++i) {
    large.arguments[0].values[i] = std::sqrt(static_cast<double>(i)) - 200;
  }
  for (const char* mode : {"honest", "eager"}) {
    const Answer answer = ProcessSubject(misbehaving(mode)).answer(large);
    EXPECT_EQ(answer.kind, Kind::value) << answer.message;
    EXPECT_EQ(answer.values, large.arguments[0].values);
  }
}

TEST(ProcessSubject, LeavesNothingBehind) {
  const std::size_t before = open_files();
  double grandchild = 0;
  {
    ProcessSubject hung = start_impatiently("stubborn"), dead = start("die"), closed = start("close_output");
    hung.answer(entropy), dead.answer(entropy), closed.answer(entropy);
    ProcessSubject parent = start("child_lives");
    grandchild = parent.answer(entropy).values.at(0);
    EXPECT_TRUE(std::filesystem::exists(fmt::format("/proc/{}", grandchild)));
  }
  EXPECT_EQ(open_files(), before);
  EXPECT_FALSE(has_children());
  EXPECT_TRUE(has_ended(grandchild));
}

TEST(ProcessSubject, InheritsNoFilesOfOthers) {
  ProcessSubject alone = start("open_files");
  const Answer files = alone.answer(entropy);
  EXPECT_EQ(start("open_files").answer(entropy).values, files.values);
}

TEST(ProcessSubject, AnotherIsIndependent) {
  ProcessSubject first = start("third_crashes");
  first.answer(entropy), first.answer(entropy);
  const auto second = first.another();
  EXPECT_EQ(second->answer(entropy).kind, Kind::value);
  EXPECT_EQ(first.answer(entropy).kind, Kind::death);
}

TEST(ProcessSubject, SpeaksThroughAnyCommandLine) {
  const std::string command = misbehaving("honest");
  for (const std::string& line : {"cd / && " + command, command + " | cat", "exec " + command, "MODE=x " + command,
                                  "eval " + command, " \t" + command + " # honest"}) {
    EXPECT_EQ(ProcessSubject(line).description().version, "honest") << line;
  }
}

TEST(ProcessSubject, SaysInOneLineWhyItDoesNotStart) {
  const auto exits = testing::AllOf(testing::Not(HasSubstr("\n")));
  EXPECT_THAT(why_unavailable("/no/such/program"),
              HasSubstr("exit status 127; its last words: sh: 1: exec: /no/such/program: not found"));
  EXPECT_THAT(why_unavailable("/etc/passwd"),
              HasSubstr("exit status 126; its last words: sh: 1: exec: /etc/passwd: Permission denied"));
  EXPECT_THAT(why_unavailable(GIBBS_TEST_PYTHON " -c 'import no_such_module'"),
              HasSubstr("its last words: ModuleNotFoundError: No module named 'no_such_module'"));
  EXPECT_THAT(why_unavailable("printf 'import x\\n' >&2; exit 7"), exits);
  EXPECT_THAT(why_unavailable("true"), HasSubstr("'true' did not answer \"describe\": exit status 0"));
  EXPECT_THAT(why_unavailable("echo Hello, world"), HasSubstr("not JSON (it answered \"describe\" by: Hello, world)"));
  EXPECT_THAT(why_unavailable("sleep 60", {.start_timeout = 100ms}),
              HasSubstr("did not answer \"describe\" within 0.1 s"));
  EXPECT_THAT(why_unavailable("yes | tr -d '\\n'", {.longest_line = 1000}), HasSubstr("by more than 1000 bytes"));
}

TEST(ProcessSubject, IsNotTriedIfItsJsonLosesBits) {
  EXPECT_EQ(start("echo_honest").answer(entropy).values, std::vector<double>{1.5});
  EXPECT_THAT(why_unavailable(misbehaving("echo_rounds")), HasSubstr("for 2.2250738585072014e-308 (0x1p-1022)"));
  EXPECT_THAT(why_unavailable(misbehaving("echo_rounds")), HasSubstr("does not read or write numbers exactly"));
  EXPECT_THAT(why_unavailable(misbehaving("echo_unsigned")), HasSubstr("gave 0 (0x0p+0) for -0 (-0x0p+0)"));
  EXPECT_THAT(why_unavailable(misbehaving("echo_short")), HasSubstr("gave array instead of an array of 64 numbers"));
  EXPECT_THAT(why_unavailable(misbehaving("echo_none")), HasSubstr("error -32601: no echo"));
  // A reader of decimals that errs is spared them.
  EXPECT_EQ(start("echo_hexadecimal").answer(softmax).values, softmax.arguments[0].values);
}

TEST(ProcessSubject, GivesUpOnceItNoLongerStarts) {
  const auto file = std::filesystem::path(testing::TempDir()) / fmt::format("gibbs_runs_once_{}", ::getpid());
  ProcessSubject subject = start("runs_once " + file.string());
  EXPECT_EQ(subject.answer(entropy).kind, Kind::death);
  EXPECT_THROW(subject.answer(entropy), SubjectUnavailable);
  EXPECT_EQ(std::filesystem::file_size(file), 1u + 3u);
  std::filesystem::remove(file);
}

TEST(ProcessSubject, GivesUpOnceEveryQuestionKillsIt) {
  ProcessSubject subject(misbehaving("die"), {.failures = 3});
  EXPECT_EQ(subject.answer(entropy).kind, Kind::death);
  EXPECT_EQ(subject.answer(entropy).kind, Kind::death);
  EXPECT_THROW(subject.answer(entropy), SubjectUnavailable);
}

TEST(ProcessSubject, ASignalToUsKillsItToo) {
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t us = ::fork();
  if (us == 0) {                // a program that is interrupted in the middle of a question
    ::signal(SIGHUP, SIG_IGN);  // as nohup does
    kill_children_on_signals();
    ProcessSubject subject(misbehaving("child_lives"));
    const double grandchild = subject.answer(entropy).values.at(0);
    if (::write(pipe_ends[1], &grandchild, sizeof grandchild) < 0) ::_exit(1);
    for (;;) ::pause();
  }
  double grandchild = 0;
  ASSERT_EQ(::read(pipe_ends[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
  ::close(pipe_ends[0]), ::close(pipe_ends[1]);
  ::kill(us, SIGHUP);
  ::kill(us, SIGTERM);
  int status = 0;
  ::waitpid(us, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  EXPECT_TRUE(has_ended(grandchild));
}

}  // namespace
}  // namespace gibbs::subjects
