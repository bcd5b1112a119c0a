#include "cli/ratchet.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace gibbs::cli {

Ratchet::Ratchet(const Arguments& arguments) : arguments_(arguments) {
  if (!arguments.baseline.empty()) before_ = read_baseline(arguments.baseline);
  if (arguments.save.empty()) return;
  file_.emplace(arguments.save);
  std::error_code none;
  if (std::filesystem::is_regular_file(arguments.save, none)) saved_ = read_baseline(arguments.save);
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
  }
  if (!file_) return verdict;
  if (saved_) {
    const Comparison comparison = compare(*saved_, now, report, argument);
    if (!comparison.worse.empty()) {
      if (arguments_.baseline != arguments_.save) verdict.text += to_text(comparison, arguments_.save, false, style);
      verdict.text += wrap(fmt::format("{} is left as it is. A baseline loosens only by hand: change a line and give a reason, # and words, at its end.", arguments_.save)) + "\n";
      verdict.green = false;
      return verdict;
    }
  }
  file_->write(to_text(saved_ ? tightened(*saved_, now) : now));
  verdict.text += fmt::format("\n{} saved\n", arguments_.save);
  return verdict;
}

}  // namespace gibbs::cli
