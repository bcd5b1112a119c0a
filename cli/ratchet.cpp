#include "cli/ratchet.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/error.hpp"

namespace gibbs::cli {

Ratchet::Ratchet(const Arguments& arguments) : arguments_(arguments) {
  if (!arguments.baseline.empty()) before_ = read_baseline(arguments.baseline);
  if (arguments.save.empty()) return;
  file_.emplace(arguments.save);
  saved();
}

std::optional<Baseline> Ratchet::saved() const {
  std::error_code none;
  if (!std::filesystem::is_regular_file(arguments_.save, none)) return std::nullopt;
  return read_baseline(arguments_.save);
}

Ratchet::Verdict Ratchet::judge(const properties::Report& report, properties::Subject& subject, const std::string& argument, const Style& style) const {
  Verdict verdict;
  if (!before_ && !file_) return verdict;
  const Baseline now = baseline_of(report, subject);
  if (before_) {
    const Comparison comparison = compare(*before_, now, report, argument);
    verdict.green = comparison.worse.empty() && (!arguments_.exact || comparison.bits.empty());
    verdict.worse = comparison.worse;
    if (arguments_.exact) verdict.worse.insert(verdict.worse.end(), comparison.bits.begin(), comparison.bits.end());
    verdict.text = to_text(comparison, arguments_.baseline, arguments_.exact, style);
    verdict.since = comparison;
  }
  if (file_) save(now, report, argument, style, verdict);
  return verdict;
}

void Ratchet::save(const Baseline& now, const properties::Report& report, const std::string& argument, const Style& style, Verdict& verdict) const {
  const FolderLock lock(*file_);
  const std::optional<Baseline> before = saved();  // another trial may have saved it since this one began
  if (before) {
    const Comparison comparison = compare(*before, now, report, argument);
    if (!comparison.worse.empty()) {
      if (arguments_.baseline != arguments_.save) verdict.text += to_text(comparison, arguments_.save, false, style);
      verdict.text += wrap(fmt::format("{} is left as it is. A baseline loosens only by hand: change a line and give a reason, # and words, at its end.", arguments_.save)) + "\n";
      verdict.green = false;
      return;
    }
  }
  try {
    file_->write(to_text(before ? tightened(*before, now) : now));
    verdict.text += fmt::format("\n{} saved\n", arguments_.save);
  } catch (const UsageError& error) {
    verdict.trouble = error.what();
  }
}

}  // namespace gibbs::cli
