// Words of a command line, one a line; a line of --- ends them, and what follows is what files and standard input hold.
// Every command that writes nothing ends with status 0, 1 or 2, and says one line on standard error if and only if it
// is 2.
#include <algorithm>
#include <array>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/error.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace gibbs::fuzz {
namespace {

constexpr std::array<std::string_view, 6> commands{"eval", "worst", "replay", "list", "explain", "help"};

/// Subjects are programs, and searches are long: words must not ask for either.
bool harmless(std::string_view word) { return !word.starts_with("--s") && !word.starts_with("--t"); }

/// Whatever file a word names, it is this one.
std::string with_file(std::string_view word, const std::string& path) {
  const std::size_t at = word.find('@');
  return std::string(word.substr(0, at)) + (at == word.npos ? "" : "@" + path);
}

/// What is said on standard error, and the status.
struct Result {
  int status;
  std::string said;
};
Result obeyed(std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  char* said = nullptr;
  std::size_t size = 0;
  std::FILE* const before = stderr;
  stderr = open_memstream(&said, &size);
  const int status = cli::run(static_cast<int>(words.size()), argv.data());
  std::fclose(stderr);
  stderr = before;
  Result result{status, std::string(said, size)};
  std::free(said);
  return result;
}

void obey(std::vector<std::string> words, std::string_view content) {
  std::FILE* const before = stdin;
  std::string copy(content);
  stdin = copy.empty() ? std::fopen("/dev/null", "r") : fmemopen(copy.data(), copy.size(), "r");
  const Result result = obeyed(words);
  std::fclose(stdin);
  stdin = before;
  require(result.status >= cli::all_held && result.status <= cli::bad_usage, "status", std::to_string(result.status));
  const auto lines = std::ranges::count(result.said, '\n');
  require(lines == (result.status == cli::bad_usage ? 1 : 0), "lines on standard error", result.said);
  require(result.said.empty() || result.said.ends_with('\n'), "a line that does not end", result.said);
}

}  // namespace
}  // namespace gibbs::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gibbs::fuzz;
  static const bool silent = std::freopen("/dev/null", "w", stdout) != nullptr;
  std::string_view rest = text(data, size);
  std::vector<std::string_view> given;
  for (std::string_view word = next_line(rest); word != "---"; word = next_line(rest)) {
    given.push_back(word.substr(0, word.find('\0')));
    if (rest.empty()) break;
  }
  if (!silent || given.empty() || std::ranges::find(commands, given[0]) == commands.end() || !std::ranges::all_of(given, harmless)) return -1;
  const File file(rest);
  std::vector<std::string> words{"gibbs"};
  for (const std::string_view word : given) words.push_back(with_file(word, file.path()));
  if (given[0] == "worst") words.insert(words.end(), {"--tries", "9", "--threads", "1"});
  obey(words, rest);
  return 0;
}
