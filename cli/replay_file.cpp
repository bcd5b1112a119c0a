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
  if (keep) file_.emplace(path);
  tokens_ = tokens_of(text());
}

std::string ReplayFile::text() const {
  std::error_code none;
  return !file_ || std::filesystem::exists(path_, none) ? read_text(path_) : "";
}

std::vector<std::string> ReplayFile::tokens_of(const std::string& text) const {
  std::vector<std::string> tokens;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    try {
      theorem_named(properties::parse_token(line).id);
    } catch (const std::exception& error) {
      throw UsageError(fmt::format("{}, line {}: {}", path_, number, error.what()));
    }
    tokens.push_back(line);
  }
  return tokens;
}

std::string ReplayFile::add(const properties::Report& report) const {
  if (!file_) return "";
  const FolderLock lock(*file_);
  std::string kept = text();  // another trial may have added to it since this one began
  const std::vector<std::string> known = tokens_of(kept);
  if (!kept.empty()) kept += "\n";
  std::size_t added = 0;
  for (const properties::Cause& cause : report.causes) {
    const std::string& token = cause.counterexample.replay;
    if (std::ranges::find(known, token) != known.end()) continue;
    const std::string why = fmt::format("{} {}, seed {}: {}", report.subject.name, report.subject.version, report.seed, cause.counterexample.why);
    kept += fmt::format("# {}\n{}\n", subjects::printable(why, 300), token);
    ++added;
  }
  if (added > 0) file_->write(kept);
  return added == 0 ? "" : fmt::format("\n{} added to {}\n", count(added, "token"), path_);
}

}  // namespace gibbs::cli
