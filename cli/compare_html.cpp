// A comparison as one page that needs nothing else: a table whose cells lead to the findings below it. On a narrow screen
// each metric becomes a list of the libraries that have it.
#include <fmt/format.h>

#include <algorithm>

#include "cli/cause_word.hpp"
#include "cli/comparison.hpp"
#include "cli/html.hpp"

namespace gibbs::cli {
namespace {

using namespace html;
using namespace properties;

// Beside what all pages have.
constexpr std::string_view style = R"(
th, td { min-width: 4.4rem }
tbody th { position: sticky; left: 0; background: var(--back); font-weight: 600; min-width: 8rem }
thead small { display: block; font-weight: 400; color: var(--faint) }
td a { display: block; text-decoration: underline dotted } .number { white-space: nowrap }
.lacking, .composed, .private, .declined { color: var(--faint) }
@media (max-width: 45rem) {
  .scroll { overflow: visible } table, tbody, tr, td, tbody th { display: block; border: 0; min-width: 0; font-size: 1rem } thead, td.lacking { display: none }
  tbody th { position: static; padding-left: 0; font-size: 1.05rem; margin-top: .9rem; border-bottom: 1px solid var(--line) }
  td { display: flex; gap: .6rem; padding: .2rem 0 } td::before { content: attr(data-library); flex: 0 0 10.5rem; color: var(--fore) }
}
)";

std::string html_of(const SideBySide& all, const Cell& cell, std::size_t subject) {
  const MarkSign& mark = sign_of(cell.mark);
  const auto [word, number] = text_of(cell);
  const bool apart = cell.mark == Mark::composed || cell.mark == Mark::internal;
  std::string text = fmt::format("<span class=\"mark\" title=\"{}\">{}</span>", mark.meaning, mark.sign);
  if (!word.empty()) text += " " + std::string(word);
  if (!number.empty()) text += fmt::format(" <span class=\"number\">{}</span>", number);
  if (cell.mark == Mark::lacking) text = "<span title=\"the library has none\">–</span>";
  text = cell.finding ? fmt::format("<a href=\"#{}{}\">{}</a>", apart ? "apart" : "finding", *cell.finding + 1, text) : "<span>" + text + "</span>";
  return fmt::format("<td class=\"{}\" data-library=\"{}\">{}</td>", mark.name, escaped(label(all.subjects[subject])), text);
}

std::string table(const SideBySide& all) {
  std::string out = "<div class=\"scroll\"><table><thead><tr><td></td>";
  const std::vector<std::size_t> places = with_own_functions(all);
  for (const std::size_t i : places) {
    const Description& d = all.subjects[i].report->subject;
    out += fmt::format("<th scope=\"col\">{}<small>{} {}</small></th>", escaped(label(all.subjects[i])), escaped(d.version), d.format.name);
  }
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t m = 0; m < all.metrics.size(); ++m) {
    if (std::ranges::all_of(places, [&](std::size_t i) { return all.cells[m][i].mark == Mark::lacking; })) continue;
    out += fmt::format("<tr><th scope=\"row\">{}</th>", short_name(all.metrics[m]));
    for (const std::size_t i : places) out += html_of(all, all.cells[m][i], i);
    out += "</tr>\n";
  }
  const std::string others = without_own_functions(all);
  return out + "</tbody></table></div>\n" + (others.empty() ? "" : fmt::format("<p>Not in the table, as all their formulas are the adapters': {}.</p>\n", escaped(others)));
}

std::string article(const SideBySide& all, const Finding& finding, std::string_view id, std::size_t number) {
  const Description& subject = all.report(finding).subject;
  const Counterexample& shown = finding.shown;
  const MarkSign& mark = sign_of(finding.mark);
  std::string out = fmt::format("<article id=\"{}{}\"><h3><span class=\"{}\">{} {}</span> {} {}: {}</h3>\n<p>{}</p>\n<dl>\n", id, number, mark.name, mark.sign,
                                finding.word, escaped(subject.name), escaped(subject.version), short_name(finding.metric), escaped(what_happens(finding)));
  out += row("judged", severity_and_kind(finding));
  out += row("input", "<code>" + escaped(inputs_of(shown)) + "</code>");
  if (!shown.observations.empty()) {
    const Observation& seen = shown.observations.front();
    out += row("returned", "<code>" + escaped(returned(seen)) + "</code>");
    if (!seen.exact.empty()) out += row("exact", "<code>" + escaped(seen.exact) + "</code>");
  }
  out += row("documentation", linked(subject.metrics.at(finding.metric).doc));
  out += row(finding.judged == Judged::convention ? "documented" : "upstream", linked(finding.upstream));
  out += "</dl>\n<pre><code>";
  for (const std::string& line : finding.code) out += escaped(line) + "\n";
  if (finding.code.empty()) out += escaped(fmt::format("gibbs replay '{}' --subject '{}'", shown.replay, shell_quoted(all.subjects[finding.subject].name)));
  return out + "</code></pre>\n<p><a href=\"#top\">to the table</a></p></article>\n";
}

std::string legend() {
  std::vector<std::string> items;
  for (const Mark mark : {Mark::right, Mark::rough, Mark::extreme, Mark::wrong, Mark::convention}) {
    items.push_back(fmt::format("<span class=\"{} mark\">{}</span> {}", sign_of(mark).name, sign_of(mark).sign, sign_of(mark).meaning));
  }
  return list(items) + fmt::format("<p>{} {}</p>\n", number_means, ordinary_means);
}

std::string words() {
  std::vector<std::string> items;
  for (const CauseWord& word : cause_words()) items.push_back(fmt::format("<b>{}</b>: {}", word.word, word.meaning));
  return list(items);
}

}  // namespace

std::string to_html(const SideBySide& all) {
  std::string findings, apart;
  for (std::size_t i = 0; i < all.findings.size(); ++i) findings += article(all, all.findings[i], "finding", i + 1);
  for (std::size_t i = 0; i < all.apart.size(); ++i) apart += article(all, all.apart[i], "apart", i + 1);
  std::vector<std::string> missing, inputs;
  for (const Tried& tried : all.missing) {
    missing.push_back(escaped(tried.name) + (tried.install.empty() ? ": " + escaped(tried.problem) : ": <code>" + escaped(tried.install) + "</code>"));
  }
  for (const std::string& line : narrowed(all)) inputs.push_back(escaped(line));
  return page("Which function to trust", style,
              legend() + table(all) + section("Findings", findings) + section("No fault of a library: formulas of the adapters' own, and private functions", apart) +
                  section("Not every input is held against them", list(inputs)) + section("Not here", list(missing)) + section("The words", words()));
}

}  // namespace gibbs::cli
