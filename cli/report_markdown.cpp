// For continuous integration: a summary in Markdown, and annotations as GitHub reads them.
#include <fmt/format.h>

#include "cli/report.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

/// Text between Markdown's marks: what would be read as a mark, as HTML or as the end of a cell is escaped.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

/// A block of code; the fence is longer than any in it.
std::string block(std::string_view language, std::string_view text) {
  std::string fence = "```";
  while (text.find(fence) != std::string_view::npos) fence += '`';
  return fmt::format("{}{}\n{}\n{}\n\n", fence, language, text, fence);
}

std::string cause_text(const Cause& cause, const Report& report, const std::string& subject, const Expected& expected) {
  const Counterexample& c = cause.counterexample;
  const auto excuse = expected.excused.find(cause.name);
  std::string out = fmt::format("### {}\n\n{}", plain(cause.name), plain(c.why));
  if (!c.observations.empty() && !c.observations.front().exact.empty()) out += "; exactly " + plain(c.observations.front().exact);
  out += ".\n\n";
  if (!cause.rows.empty()) out += fmt::format("Met on {}.\n\n", plain(cause.rows));
  if (report.subject.metrics.at(c.metric).composed) out += "The formula is the adapter's own, and no fault of the library.\n\n";
  if (excuse != expected.excused.end()) out += fmt::format("Known: {}.\n\n", plain(excuse->second));
  std::string language = report.subject.language == "C++" ? "cpp" : report.subject.language == "Python" ? "python" : "";
  if (!cause.code.empty()) out += block(language, cause.code);
  const std::string who = subject.empty() ? "" : fmt::format(" --subject '{}'", subject);
  out += block("sh", fmt::format("gibbs replay '{}'{}", c.replay, who));
  return out + fmt::format("It breaks {}: {}.\n\n", count(cause.breaks.size(), "property"), plain(join(cause.breaks, ", ")));
}

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

std::string annotation(std::string_view level, std::string_view title, std::string_view text) {
  return fmt::format("::{} title={}::{}\n", level, escaped(title, true), escaped(text, false));
}

}  // namespace

std::string to_markdown(const Report& report, const std::string& subject, const Expected& expected, const std::vector<std::string>& worse) {
  std::string sentence = to_text(report, subject, Style(false), Detail::verdict);
  std::string out = fmt::format("## gibbs\n\n{}\n\n", plain(sentence.substr(0, sentence.size() - 1)));
  for (const std::string& problem : expected.problems) out += fmt::format("- {}\n", plain(problem));
  for (const std::string& line : worse) out += fmt::format("- {}\n", plain(line));
  out += "\n| metric | claim | grade | largest error in ulps | cases |\n|---|---|---|---:|---:|\n";
  for (const MetricResult& m : report.metrics) {
    out += fmt::format("| {} | {} | {} | {:.4g} | {} |\n", plain(reference::info(m.metric).name), to_string(m.accuracy), m.grade, m.max_ulp, m.cases);
  }
  out += "\n";
  for (const Cause& cause : report.causes) out += cause_text(cause, report, subject, expected);
  return out;
}

std::string to_annotations(const Report& report, const std::string& subject, const Expected& expected, const std::vector<std::string>& worse) {
  std::string out;
  for (const Cause& cause : report.causes) {
    const auto excuse = expected.excused.find(cause.name);
    const std::string who = subject.empty() ? "" : fmt::format(" --subject '{}'", subject);
    const std::string text = fmt::format("{}\n{}breaks {}\ngibbs replay '{}'{}", cause.counterexample.why, cause.rows.empty() ? "" : "rows: " + cause.rows + "\n", join(cause.breaks, ", "), cause.counterexample.replay, who);
    out += excuse == expected.excused.end() ? annotation("error", cause.name, text) : annotation("notice", cause.name, excuse->second);
  }
  for (const std::string& problem : expected.problems) {
    if (!problem.starts_with("not expected: ")) out += annotation("error", "known failures", problem);
  }
  for (const std::string& line : worse) out += annotation("error", "worse than the baseline", line);
  for (const PropertyResult& p : report.properties) {
    if (p.status == Status::starved) out += annotation("error", p.id, "too few inputs of a class, " + p.note);
  }
  return out;
}

}  // namespace gibbs::cli
