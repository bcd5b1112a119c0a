#include "cli/replay_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/inputs/case.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {

ReplayFile::ReplayFile(const std::string& path, bool keep) : path_(path) {
  if (keep && path.empty()) throw UsageError("--keep adds to the file of --replay-file, which is missing");
  if (path.empty()) return;
  std::error_code none;
  if (keep) file_.emplace(path);
  if (!keep || std::filesystem::exists(path, none)) text_ = read_text(path);
  std::istringstream lines(text_);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    try {
      theorem_named(properties::parse_token(line).id);
    } catch (const std::exception& error) {
      throw UsageError(fmt::format("{}, line {}: {}", path, number, error.what()));
    }
    tokens_.push_back(line);
  }
}

std::string ReplayFile::add(const properties::Report& report) const {
  if (!file_) return "";
  std::string text = text_.empty() ? "" : text_ + "\n";
  std::size_t added = 0;
  for (const properties::Cause& cause : report.causes) {
    const std::string& token = cause.counterexample.replay;
    if (std::ranges::find(tokens_, token) != tokens_.end()) continue;
    const std::string why = fmt::format("{} {}, seed {}: {}", report.subject.name, report.subject.version, report.seed, cause.counterexample.why);
    text += fmt::format("# {}\n{}\n", subjects::printable(why, 300), token);
    ++added;
  }
  if (added > 0) file_->write(text);
  return added == 0 ? "" : fmt::format("\n{} added to {}\n", count(added, "token"), path_);
}

}  // namespace gibbs::cli
