#include "subjects/adapters.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace gibbs::subjects {
namespace {

using properties::SubjectUnavailable;
using testing::ElementsAre;
using testing::HasSubstr;

/// An environment variable for the time of a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

template <class Exception>
std::string fault(const std::string& spec) {
  try {
    open_subject(spec);
  } catch (const Exception& error) {
    return error.what();
  }
  return "no fault";
}

TEST(OpenSubject, ByName) {
  EXPECT_EQ(open_subject("")->description().name, "gibbs");
  EXPECT_EQ(open_subject("gibbs")->description().name, "gibbs");
  EXPECT_EQ(open_subject("museum:scipy-20083")->description().name, "museum:scipy-20083");
  EXPECT_EQ(open_subject("gibbs-binary32")->description().format, reference::binary32);
  EXPECT_EQ(open_subject(fmt::format("exec:{} {}/misbehave.py honest", GIBBS_TEST_PYTHON, GIBBS_TEST_SCRIPTS))
                ->description()
                .name,
            "misbehave");
}

TEST(OpenSubject, UnknownNamesAreUsageErrorsWithAdvice) {
  EXPECT_EQ(fault<std::invalid_argument>("scpy"), "unknown subject 'scpy'; did you mean 'scipy'?");
  EXPECT_THAT(fault<std::invalid_argument>("./run\n"),
              testing::MatchesRegex("unknown subject './run '; there is gibbs, gibbs-binary32, .*, numpy, .*, scipy, .*, "
                                    "museum:EXHIBIT, planted:METRIC:FAULT, and exec:COMMAND for any program that speaks the subject protocol"));
  EXPECT_EQ(fault<std::invalid_argument>("torch:float31"), "torch has no configuration 'float31'; it has float32, bfloat16, float16, cuda, cuda-float32, cuda-bfloat16, cuda-float16");
  EXPECT_EQ(fault<std::invalid_argument>("scipy:"), "scipy has no configuration ''; it has none");
  EXPECT_EQ(fault<std::invalid_argument>("museum:scipy-2083"),
            "the museum has no exhibit 'scipy-2083'; did you mean 'scipy-20083'?");
  EXPECT_EQ(fault<std::invalid_argument>("museum:"),
            "the museum has no exhibit ''; `gibbs subjects museum` lists them");
  EXPECT_EQ(fault<std::invalid_argument>("exec: "), "exec: names no command");
}

/// A folder of adapters of its own, for the time of a test.
class Share {
 public:
  Share()
      : folder_(std::filesystem::path(testing::TempDir()) / fmt::format("gibbs share's {}", ::getpid())),
        variable_("GIBBS_SHARE", folder_.string()) {
    std::filesystem::create_directories(folder_ / "python");
  }
  ~Share() { std::filesystem::remove_all(folder_); }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;
  void add(const std::string& file, const std::string& text) const { std::ofstream(folder_ / "python" / file) << text; }

 private:
  std::filesystem::path folder_;
  Environment variable_;
};

constexpr const char* answers_describe =
    "import sys\n"
    "input()\n"
    "print('{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"name\":\"' + '+'.join(['mine'] + sys.argv[1:]) + "
    "'\",\"version\":\"1\",\"metrics\":{\"entropy\":{}}}}', flush=True)\n";

TEST(OpenSubject, FindsAdaptersByTheirFiles) {
  const Share share;
  share.add("mine_subject.py", std::string("#!/usr/bin/env python3\n# about: my own\n# configurations: fast exact\n") +
                                   answers_describe);
  share.add("lacking_subject.py", "# about: another\n# apt: python3-a python3-b\n# npm: c\nimport no_such_module\n");
  share.add("gibbs_subject.py", "");
  EXPECT_EQ(open_subject("mine")->description().name, "mine");
  EXPECT_EQ(open_subject("mine:exact")->description().name, "mine+exact");
  EXPECT_THAT(fault<SubjectUnavailable>("lacking"),
              HasSubstr("; to install what it needs: apt-get install --no-remove python3-a python3-b && npm install "
                        "--prefix ~/.local/share/gibbs c"));
  std::vector<std::string> shown;
  for (const Availability& s : available_subjects()) {
    shown.push_back(fmt::format("{}, {}, {}, {}", s.name, s.about, s.available, s.problem.empty()));
  }
  EXPECT_THAT(shown, ElementsAre(testing::StartsWith("gibbs, "), testing::StartsWith("gibbs-binary32, "),
                                 "lacking, another, false, false", "mine, my own; mine:fast; mine:exact, true, true"));
}

}  // namespace
}  // namespace gibbs::subjects
