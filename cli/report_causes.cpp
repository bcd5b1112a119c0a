// What is at fault, each cause once, in a few lines.
#include <fmt/format.h>

#include <algorithm>

#include "cli/report.hpp"
#include "properties/run/code.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

constexpr std::size_t indent = 12;
constexpr std::size_t most_numbers = 16;  // of an input, in lines for people

std::string field(std::string_view label, std::string_view text) {
  return wrap(text, "  " + pad(label, indent - 2), std::string(indent, ' ')) + "\n";
}

/// Not wrapped, whatever its length, so that it can be pasted.
std::string pasted(std::string_view label, std::string text) {
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) text.insert(at + 1, indent, ' ');
  return "  " + pad(label, indent - 2) + text + "\n";
}

/// As many names as fill a line, and how many more there are.
std::string names(const std::vector<std::string>& all) {
  std::string line;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t rest = all.size() - i - 1;
    const std::string more = rest == 0 ? "" : fmt::format(" and {} more", rest);
    const std::string longer = line + (i == 0 ? "" : ", ") + all[i];
    if (i > 0 && width(longer + more) + indent > page_width) return line + fmt::format(" and {} more", rest + 1);
    line = longer;
  }
  return line;
}

std::string sentence(const Counterexample& c) {
  std::string text = c.why;
  if (c.observations.empty()) return text;
  const Observation& seen = c.observations.front();
  if (!seen.exact.empty()) text += "; exactly " + seen.exact;
  return text;
}

std::string shown(const Counterexample& c) {
  std::string out;
  for (const ShownInput& input : c.inputs) {
    out += input.values.size() > most_numbers ? field(input.name, fmt::format("{} numbers, in the token", input.values.size()))
                                              : field(&input == c.inputs.data() ? "input" : "", literal(input));
  }
  return c.unit && *c.unit != Unit::nat ? out + field("unit", reference::name(*c.unit)) : out;
}

}  // namespace

std::string to_text(const Cause& cause, const Description& subject, const std::string& subject_argument, const Style& style) {
  const Counterexample& c = cause.counterexample;
  const std::string who = subject_argument.empty() ? "" : fmt::format(" --subject '{}'", subject_argument);
  std::string out = wrap(sentence(c), style.bad("✗") + " ", "  ") + "\n";
  if (!cause.rows.empty()) out += field("rows", cause.rows);
  const bool small = std::ranges::all_of(c.inputs, [](const ShownInput& input) { return input.values.size() <= most_numbers; });
  const bool coded = small && !cause.code.empty();
  out += coded ? pasted("in " + subject.language, cause.code) : shown(c);
  if (!coded) out += pasted("replay", fmt::format("gibbs replay '{}'{}", c.replay, who));
  return out + field("breaks", names(cause.breaks));
}

}  // namespace gibbs::cli
