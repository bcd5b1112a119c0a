// docs/findings.md: what was found, each to be pasted into a bug report.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/cause_word.hpp"
#include "cli/comparison.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

std::string fence(std::string_view language) {
  std::string name(language);
  std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return name;
}

std::string code_block(const SideBySide& all, const Finding& finding) {
  if (finding.code.empty()) {
    return fmt::format("```sh\ngibbs replay '{}' --subject '{}'\n```\n", finding.shown.replay, shell_quoted(all.subjects[finding.subject].name));
  }
  std::string out = "```" + fence(all.report(finding).subject.language) + "\n";
  for (const std::string& line : finding.code) out += line + "\n";
  return out + "```\n";
}

std::string_view meaning(std::string_view word) {
  const auto found = std::ranges::find(cause_words(), word, &CauseWord::word);
  return found == cause_words().end() ? std::string_view() : found->meaning;
}

std::string entry(const SideBySide& all, const Finding& finding) {
  const Description& subject = all.report(finding).subject;
  const Counterexample& shown = finding.shown;
  const Offer& offer = subject.metrics.at(finding.metric);
  const std::string_view metric = reference::info(finding.metric).name;
  std::string out = fmt::format("### {}: {}, {}\n\n", subject.name, metric, finding.word);
  out += fmt::format("- what: {} ({})\n- severity: {}\n- kind: {}\n- versions: {} {}, {}\n", meaning(finding.word), finding.cause.way,
                     to_string(finding.severity), to_string(finding.judged), subject.name, subject.version, subject.format.name);
  out += fmt::format("- inputs: {}\n- smallest input: `{}`\n", finding.ordinary ? "ordinary" : "extreme or masked", inputs_of(shown));
  if (!shown.observations.empty()) {
    const Observation& seen = shown.observations.front();
    const std::string place = seen.place ? fmt::format(" (component {})", *seen.place) : "";
    if (!seen.exact.empty()) out += fmt::format("- expected: `{}`{}\n", seen.exact, place);
    out += fmt::format("- got: `{}`\n", returned(seen));
  }
  if (!offer.doc.empty()) out += fmt::format("- documentation: {}\n", offer.doc);
  if (!finding.upstream.empty()) out += fmt::format("- {}: {}\n", finding.judged == Judged::convention ? "documented" : "upstream", finding.upstream);
  return out + "\n" + code_block(all, finding) + "\n";
}

/// What is right but for its last digits: no bug report is worth it.
std::string rough(const SideBySide& all) {
  std::string out;
  for (const Finding& finding : all.findings) {
    if (finding.mark != Mark::rough) continue;
    out += fmt::format("- {} {}, {}: {}\n", all.report(finding).subject.name, all.report(finding).subject.version, reference::info(finding.metric).name,
                       what_happens(finding));
  }
  return out.empty() ? out : "\n## Right but for the last digits\n\nFurther off than careful formulas are, in digits that nobody's decision depends on.\n\n" + out;
}

}  // namespace

std::string to_findings(const SideBySide& all) {
  std::string out =
      "# Findings in real libraries\n\n"
      "Written by `gibbs compare --findings docs/findings.md`. Each entry is one cause, with the smallest input that shows it, and\n"
      "code that needs nothing of gibbs; [findings_test.py](../tests/cli/findings_test.py) runs that code wherever the library is\n"
      "installed in this version. What a library's documentation says is no defect, and stands as such; what an adapter composed\n"
      "itself is left out.\n\n"
      "Severity: *high* is a wrong number for ordinary inputs, which nobody notices; *medium* is no number for ordinary inputs, or a\n"
      "wrong one for extreme or masked ones; *low* is no number for extreme or masked inputs, or an error that few will feel.\n";
  out += fmt::format("{}\n\n", ordinary_means);
  out += "| library | defects | undocumented clipping | documented conventions |\n|---|--:|--:|--:|\n";
  for (const std::size_t i : with_own_functions(all)) {
    const auto number = [&](Judged judged) {
      return std::ranges::count_if(all.findings, [&](const Finding& f) { return f.subject == i && f.judged == judged; });
    };
    const Description& subject = all.subjects[i].report->subject;
    out += fmt::format("| {} {} | {} | {} | {} |\n", subject.name, subject.version, number(Judged::defect), number(Judged::clipping),
                       number(Judged::convention));
  }
  for (const Severity severity : {Severity::high, Severity::medium, Severity::low}) {
    std::string entries;
    for (const Finding& finding : all.findings) {
      if (finding.severity == severity && finding.mark != Mark::rough) entries += entry(all, finding);
    }
    if (!entries.empty()) out += fmt::format("\n## Severity {}\n\n", to_string(severity)) + entries.erase(entries.size() - 1);
  }
  return out + rough(all);
}

}  // namespace gibbs::cli
