// A comparison for the terminal: the table in blocks of as many libraries as fit, then each cause in a few lines.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "cli/cause_word.hpp"
#include "cli/comparison.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

constexpr std::size_t label_width = 20, cell_width = 16, per_block = (page_width - label_width) / cell_width;

std::string painted(const Style& style, Mark mark, std::string_view text) {
  switch (mark) {
    case Mark::right: return style.good(text);
    case Mark::wrong: return style.bad(text);
    case Mark::rough:
    case Mark::extreme: return style.warn(text);
    default: return std::string(text);
  }
}

std::string cell_of(const Cell& cell, const Style& style) {
  const MarkSign& mark = sign_of(cell.mark);
  if (cell.mark == Mark::lacking) return pad(mark.sign, cell_width);
  const auto [word, number] = text_of(cell);
  const std::string after = fmt::format("{}{}{}", word, !word.empty() && !number.empty() ? " " : "", number);
  return pad(painted(style, cell.mark, mark.sign) + " " + after, cell_width);
}

/// A name in two lines, the second of which always has something.
std::pair<std::string, std::string> heading(const std::string& name) {
  constexpr std::size_t most = cell_width - 1;
  if (width(name) <= most) return {"", name};
  const std::size_t dash = name.find_first_of("-:_ ", 1);
  std::string first = dash == name.npos ? "" : name.substr(0, dash + 1), second = dash == name.npos ? name : name.substr(dash + 1);
  const auto cut = [](std::string& text) {
    if (width(text) > most) text = text.substr(0, most - 1) + "…";
  };
  cut(first), cut(second);
  return {first, second};
}

std::string block(const SideBySide& all, std::span<const std::size_t> places, const Style& style) {
  std::string above(label_width, ' '), names = above;
  for (const std::size_t i : places) {
    const auto [first, second] = heading(label(all.subjects[i]));
    above += pad(first, cell_width), names += pad(style.strong(second), cell_width);
  }
  const auto trimmed = [](std::string line) { return line.erase(line.find_last_not_of(' ') + 1) + "\n"; };
  std::string out = above.find_first_not_of(' ') == above.npos ? "" : trimmed(above);
  out += trimmed(names);
  for (std::size_t m = 0; m < all.metrics.size(); ++m) {
    std::string line = pad(short_name(all.metrics[m]), label_width);
    bool some = false;
    for (const std::size_t i : places) {
      line += cell_of(all.cells[m][i], style);
      some = some || all.cells[m][i].mark != Mark::lacking;
    }
    if (some) out += trimmed(line);
  }
  return out;
}

/// The signs and words that stand in this table.
std::string legend(const SideBySide& all) {
  const auto stands = [&](auto&& holds) {
    return std::ranges::any_of(all.cells, [&](const auto& row) { return std::ranges::any_of(row, holds); });
  };
  std::string out;
  for (const Mark mark : {Mark::right, Mark::rough, Mark::extreme, Mark::wrong, Mark::convention, Mark::composed, Mark::internal, Mark::declined}) {
    if (!stands([mark](const Cell& cell) { return cell.mark == mark; })) continue;
    const MarkSign& sign = sign_of(mark);
    const bool named = sign.sign == sign_of(Mark::composed).sign;
    out += wrap(fmt::format("{}{}", named ? std::string(sign.name) + ": " : "", sign.meaning), fmt::format("{} ", sign.sign), "  ") + "\n";
  }
  out += wrap(fmt::format("{} {}", number_means, ordinary_means)) + "\n";
  std::vector<std::string> words;
  for (const CauseWord& word : cause_words()) {
    if (stands([&](const Cell& cell) { return cell.word == word.word; })) words.push_back(fmt::format("{}: {}", word.word, word.meaning));
  }
  return words.empty() ? out : out + wrap(join(words, "; ") + ".") + "\n";
}

std::string lines_of(const SideBySide& all, const Finding& finding, std::size_t number, const Style& style) {
  const Description& subject = all.report(finding).subject;
  const std::string rest(5, ' ');
  const MarkSign& sign = sign_of(finding.mark);
  std::string out = wrap(fmt::format("{} {}  {} {}, {}", painted(style, finding.mark, sign.sign), style.strong(finding.word), subject.name, subject.version,
                                     severity_and_kind(finding)),
                         pad(fmt::format("[{}]", number), 5), rest) +
                    "\n";
  out += wrap(what_happens(finding), rest, rest) + "\n";
  const std::string inputs = inputs_of(finding.shown);
  if (!inputs.empty()) out += wrap(inputs, rest, rest) + "\n";
  for (const std::string& line : finding.code) out += rest + line + "\n";
  if (finding.code.empty()) out += rest + fmt::format("gibbs replay '{}' --subject '{}'", finding.shown.replay, shell_quoted(all.subjects[finding.subject].name)) + "\n";
  if (!finding.upstream.empty()) out += wrap((finding.judged == Judged::convention ? "documented: " : "upstream: ") + finding.upstream, rest, rest) + "\n";
  return out;
}

}  // namespace

std::string severity_and_kind(const Finding& finding) {
  if (finding.mark == Mark::composed) return "a formula of the adapter's";
  if (finding.mark == Mark::internal) return "a private function";
  if (finding.judged == Judged::convention || finding.judged == Judged::last_digits) return std::string(to_string(finding.judged));
  return fmt::format("{}, severity {}", to_string(finding.judged), to_string(finding.severity));
}

std::string to_text(const SideBySide& all, const Style& style) {
  std::string out;
  const std::vector<std::size_t> places = with_own_functions(all);
  for (std::span<const std::size_t> rest = places; !rest.empty(); rest = rest.subspan(std::min(per_block, rest.size()))) {
    out += block(all, rest.first(std::min(per_block, rest.size())), style) + "\n";
  }
  if (!all.subjects.empty()) out += legend(all);
  if (const std::string others = without_own_functions(all); !others.empty()) out += wrap("Not in the table, as all their formulas are the adapters': " + others + ".") + "\n";
  std::size_t number = 0;
  for (const Finding& finding : all.findings) out += "\n" + lines_of(all, finding, ++number, style);
  if (!all.apart.empty()) {
    out += "\nNo fault of a library: formulas of the adapters' own, and private functions.\n";
    for (const Finding& finding : all.apart) {
      out += wrap(fmt::format("{} ({}): {}", all.report(finding).subject.name, sign_of(finding.mark).name, what_happens(finding)), "  ", "    ") + "\n";
    }
  }
  if (const std::vector<std::string> inputs = narrowed(all); !inputs.empty()) {
    out += "\nNot every input is held against them:\n";
    for (const std::string& line : inputs) out += wrap(line, "  ", "    ") + "\n";
  }
  if (!all.missing.empty()) out += "\nNot here, and what installs them (`./run libraries` installs all):\n";
  for (const Tried& tried : all.missing) {
    out += "  " + tried.name + (tried.install.empty() ? "\n" + wrap(tried.problem, "    ", "    ") : ": " + tried.install) + "\n";
  }
  return out;
}

}  // namespace gibbs::cli
