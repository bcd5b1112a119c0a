// --replay-file: what earlier trials found, a token a line, which every later one begins with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output_file.hpp"
#include "properties/run/check.hpp"

namespace gibbs::cli {

class ReplayFile {
 public:
  /// `path` empty: none. With `keep` it need not be there yet. Throws UsageError for a line that is no token of a
  /// property, so that this is found before the trial.
  ReplayFile(const std::string& path, bool keep);

  const std::vector<std::string>& tokens() const { return tokens_; }
  /// Adds what was found and is not there yet, with a comment on each; says how many, if any.
  std::string add(const properties::Report& report) const;

 private:
  std::string text() const;  // what stands in the file now
  std::vector<std::string> tokens_of(const std::string& text) const;

  std::string path_;
  std::vector<std::string> tokens_;
  std::optional<OutputFile> file_;
};

}  // namespace gibbs::cli
