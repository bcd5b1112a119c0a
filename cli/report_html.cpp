#include "cli/report_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/comparison.hpp"
#include "cli/html.hpp"
#include "cli/picture.hpp"
#include "cli/report.hpp"
#include "properties/inputs/classes.hpp"

namespace gibbs::cli {
namespace {

using namespace html;
using namespace properties;

constexpr std::string_view style = R"(
.verdict { font-size: 1.1rem } tbody th { font-weight: 600 } tbody small { font-weight: 400; display: block } .number { text-align: right } th a { text-underline-offset: .2em }
.texts tbody th, .texts td:not(.number) { overflow-wrap: anywhere } article summary { cursor: pointer }
@media (max-width: 45rem) { table { font-size: .72rem } th, td { padding: .2rem .25rem } }
)";

std::string marked(bool good, const std::string& text) {
  return fmt::format("<span class=\"{}\"><span class=\"mark\">{}</span> {}</span>", good ? "right" : "wrong", good ? "✓" : "✗", text);
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string header(std::initializer_list<std::string_view> columns) {
  std::string out = "<thead><tr>";
  for (const std::string_view column : columns) out += fmt::format("<th scope=\"col\">{}</th>", column);
  return out + "</tr></thead>\n<tbody>\n";
}

std::string number(const std::string& text) { return fmt::format("<td class=\"number\">{}</td>", text); }

/// What decides, in the order in which a reader asks.
std::string verdict(const TrialPage& page) {
  const Report& report = page.report;
  const bool broken = std::ranges::any_of(report.properties, [](const auto& p) { return p.status == Status::refuted || p.status == Status::starved; });
  std::string out = fmt::format("<p class=\"verdict\">{}</p>\n", marked(!broken, escaped(one_line(to_text(report, page.subject, Style(false), Detail::verdict)))));
  std::vector<std::string> items;
  for (const std::string& problem : page.expected.problems) items.push_back(marked(false, escaped(problem)));
  for (const auto& [what, reason] : page.expected.excused) {
    const auto property = std::ranges::find(report.properties, what, &PropertyResult::id);
    const bool by_causes = property != report.properties.end() && !property->causes.empty();  // these are listed themselves
    if (!by_causes) items.push_back(fmt::format("known: {}, {}", escaped(what), escaped(reason)));
  }
  out += list(items);
  return out + fmt::format("<p>Exit status: {}.</p>\n", page.status == 0 ? "0, green" : page.status == 1 ? "1, red" : "2, nothing was tried");
}

std::string since(const TrialPage& page) {
  if (!page.since) return "";
  const Comparison& c = *page.since;
  std::vector<std::string> items;
  const auto add = [&](const std::vector<std::string>& lines, std::string_view kind, std::string_view mark, std::string_view word) {
    for (const std::string& line : lines) {
      const std::size_t token = line.find(": gibbs replay ");
      std::string item = fmt::format("<span class=\"{}\"><span class=\"mark\">{}</span> {}</span> {}", kind, mark, word, escaped(line.substr(0, token)));
      if (token != line.npos) item += "<pre><code>" + escaped(line.substr(token + 2)) + "</code></pre>";
      items.push_back(std::move(item));
    }
  };
  add(c.worse, "wrong", "✗", "worse:");
  add(c.bits, page.exact ? "wrong" : "rough", page.exact ? "✗" : "~", page.exact ? "worse:" : "changed:");
  add(c.better, "right", "✓", "better:");
  add(c.notes, "", "-", "note:");
  return section("Since the baseline", items.empty() ? "<p>Nothing has changed.</p>\n" : list(items));
}

/// A metric's name, which may be broken behind its underscores.
std::string name_of(Metric metric) {
  std::string out;
  for (const char c : reference::info(metric).name) out += c == '_' ? "_<wbr>" : std::string(1, c);
  return out;
}

std::string picture_id(Metric metric) { return "picture-" + std::string(reference::info(metric).name); }

std::string grades(const TrialPage& page, const std::vector<std::string>& pictures) {
  if (page.report.metrics.empty()) return "";
  std::string out = "<table>" + header({"metric", "claim", "grade", "largest error, ulp", "of claim", "cases"});
  for (std::size_t i = 0; i < page.report.metrics.size(); ++i) {
    const MetricResult& m = page.report.metrics[i];
    const std::string name = name_of(m.metric);
    std::string shown = pictures[i].empty() ? name : fmt::format("<a href=\"#{}\">{}</a>", picture_id(m.metric), name);
    if (page.report.subject.metrics.at(m.metric).composed) shown += " *";
    if (!m.narrowing.empty()) shown += fmt::format("<small>offered for: {}</small>", escaped(m.narrowing));
    const std::string of = m.unjudged > 0 ? fmt::format(" of {}", m.cases + m.unjudged) : "";
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td>{}{}{}</tr>\n", shown, to_string(m.accuracy), marked(!falls_short(m), escaped(m.grade)),
                       number(short_number(m.max_ulp)), number(short_number(m.max_share)), number(fmt::format("{}{}", m.cases, of)));
  }
  out += "</tbody></table>\n";
  const auto composed = [&](const MetricResult& m) { return page.report.subject.metrics.at(m.metric).composed; };
  if (std::ranges::any_of(page.report.metrics, composed)) out += "<p>* the adapter's own formula, made of the library's pieces: its faults are not the library's</p>\n";
  return section("Grades", out + "<p>Of claim: the largest share of what the claim allows that a case used; above 1 it is broken.</p>\n");
}

/// A line to be pasted; one that fills pages is folded.
std::string pasted(const std::string& text) {
  constexpr std::size_t most = 1000;
  const std::string block = "<pre><code>" + escaped(text) + "</code></pre>\n";
  return text.size() <= most ? block : fmt::format("<details><summary>{} characters to paste</summary>{}</details>\n", text.size(), block);
}

std::string article(const TrialPage& page, const Cause& cause, std::size_t place) {
  const Counterexample& shown = cause.counterexample;
  std::string out = fmt::format("<article id=\"cause{}\"><h3>{}</h3>\n<p>{}</p>\n<dl>\n", place, marked(false, escaped(cause.name)), escaped(shown.why));
  out += row("rows", escaped(cause.rows));
  out += row("input", "<code>" + escaped(inputs_of(shown)) + "</code>");
  if (!shown.observations.empty()) {
    const Observation& seen = shown.observations.front();
    out += row("returned", "<code>" + escaped(returned(seen)) + "</code>");
    if (!seen.again.empty()) out += row("and again", "<code>" + escaped(seen.again) + "</code>");
    if (!seen.exact.empty()) out += row("exact", "<code>" + escaped(seen.exact) + "</code>");
  }
  const auto excuse = page.expected.excused.find(cause.name);
  if (excuse != page.expected.excused.end()) out += row("known", escaped(excuse->second));
  if (page.report.subject.metrics.at(shown.metric).composed) out += row("whose", "the adapter's own formula, and no fault of the library");
  out += row("breaks", escaped(join(cause.breaks, ", "))) + "</dl>\n";
  if (!cause.code.empty()) out += pasted(cause.code);
  return out + pasted(fmt::format("gibbs replay '{}'{}", shown.replay, page.subject.empty() ? "" : fmt::format(" --subject '{}'", page.subject))) + "</article>\n";
}

/// Each class over all properties: how many cases were of it, and where it was scarcest beside what is asked for.
std::string classes(const Report& report) {
  struct Total {
    std::size_t seen = 0, properties = 0, asked = 0;
    const PropertyResult* scarcest = nullptr;
    ClassCount there;
  };
  std::map<std::string_view, Total> totals;
  for (const PropertyResult& property : report.properties) {
    for (const ClassCount& c : property.classes) {
      Total& total = totals[c.name];
      total.seen += c.seen;
      ++total.properties;
      if (c.least == 0) continue;
      ++total.asked;
      // seen/least is less, without dividing.
      if (!total.scarcest || c.seen * total.there.least < total.there.seen * c.least) total.scarcest = &property, total.there = c;
    }
  }
  if (totals.empty()) return "";
  std::string out = "<table class=\"texts\">" + header({"class", "cases", "properties", "scarcest: seen, of at least"});
  for (const InputClass& known : input_classes()) {
    const auto found = totals.find(known.name);
    if (found == totals.end()) continue;
    const Total& t = found->second;
    const std::string scarcest = t.scarcest ? marked(t.there.seen >= t.there.least, fmt::format("{} of {} ({})", t.there.seen, t.there.least, t.scarcest->id)) : "no least number";
    out += fmt::format("<tr><th scope=\"row\">{} <small>{}</small></th>{}{}<td>{}</td></tr>\n", escaped(known.name), escaped(known.meaning), number(fmt::format("{}", t.seen)),
                       number(fmt::format("{}", t.properties)), scarcest);
  }
  return out + "</tbody></table>\n<p>A property that saw fewer cases of a class than it must is starved, unless it is refuted. One that the subject declines counts there too.</p>\n";
}

std::string every_property(const TrialPage& page) {
  std::map<Status, std::size_t> counts;
  std::string rows;
  for (const PropertyResult& p : page.report.properties) {
    ++counts[p.status];
    std::vector<std::string> seen;
    for (const ClassCount& c : p.classes) seen.push_back(fmt::format("{} {}{}", c.name, c.seen, c.least > 0 ? fmt::format(" of {}", c.least) : ""));
    const std::string_view mark = p.status == Status::refuted || p.status == Status::starved ? "✗" : p.status == Status::rounded ? "~" : p.status == Status::held ? "✓" : "-";
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{} {}</td>{}<td>{}</td><td>{}</td></tr>\n", escaped(p.id), mark, to_string(p.status), number(fmt::format("{}", p.cases)),
                        escaped(p.note), escaped(join(seen, ", ")));
  }
  std::vector<std::string> parts;
  for (const auto& [status, n] : counts) parts.push_back(fmt::format("{} {}", n, to_string(status)));
  return fmt::format("<p>{}.</p>\n<details><summary>Each property, and the input classes it saw</summary>\n<table class=\"texts\">{}{}</tbody></table></details>\n", join(parts, ", "),
                     header({"property", "status", "cases", "note", "classes: seen, of at least"}), rows);
}

}  // namespace

std::string to_html(const TrialPage& page) {
  std::vector<std::string> pictures;
  std::string drawn, causes;
  for (std::size_t i = 0; i < page.report.metrics.size(); ++i) {
    const MetricResult& m = page.report.metrics[i];
    pictures.push_back(picture(picture_id(m.metric), m, page.scatters.at(i)));
    drawn += pictures.back();
  }
  for (std::size_t i = 0; i < page.report.causes.size(); ++i) causes += article(page, page.report.causes[i], i + 1);
  const Description& subject = page.report.subject;
  return html::page(fmt::format("gibbs: {} {}", subject.name, subject.version), std::string(style) + std::string(picture_style()),
                    verdict(page) + since(page) + grades(page, pictures) + section("Causes", causes) +
                        section("Error against condition number", drawn.empty() ? "" : picture_legend() + "<div class=\"pictures\">\n" + drawn + "</div>\n") +
                        section("What was seen of each input class", classes(page.report)) + section("Properties", every_property(page)));
}

}  // namespace gibbs::cli
