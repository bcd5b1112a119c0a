#include "properties/run/show.hpp"

#include <fmt/format.h>

#include <cmath>

#include "properties/judge/accuracy.hpp"

namespace gibbs::properties {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t most_shown = 12;
constexpr std::size_t easily_counted = 4;  // places in a vector

/// How many columns a UTF-8 text takes (one per code point: the alphabet here has no wide ones).
std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

/// "  label     words …", continued under the first word.
std::string field(std::string_view label, const std::string& text) {
  constexpr std::size_t indent = 12;
  std::string out = fmt::format("  {}{}", label, std::string(indent - 2 - columns(label), ' '));
  std::size_t at = indent;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word(text.data() + begin, end - begin);
    if (at > indent && at + 1 + columns(word) > width) {
      out += "\n" + std::string(indent, ' ');
      at = indent;
    } else if (at > indent) {
      out += ' ';
      ++at;
    }
    out += word;
    at += columns(word);
    begin = end + 1;
  }
  return out + "\n";
}

std::string listed(const std::vector<std::string>& numbers, std::size_t row) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size() && i < most_shown; ++i) {
    if (i > 0) text += row != 0 && i % row == 0 ? " ; " : ", ";
    text += numbers[i];
  }
  if (numbers.size() > most_shown) text += fmt::format(", … ({} in all)", numbers.size());
  return numbers.empty() ? "(empty)" : text;
}

/// On one line, whatever its length, so that it can be pasted.
std::string field_unwrapped(std::string_view label, const std::string& text) {
  return fmt::format("  {:10}{}", label, text);
}

/// "z[15] = -745.2, p[15] = 0"
std::string place(const std::vector<ShownInput>& inputs, std::size_t i) {
  std::string text;
  for (const ShownInput& input : inputs) {
    if (input.columns == 0 && i < input.fractions.size()) text += fmt::format("{}{}[{}] = {}", text.empty() ? "" : ", ", input.name, i, input.fractions[i]);
  }
  return text;
}

std::string replay_line(const Counterexample& c, const std::string& subject_argument) {
  const std::string subject = subject_argument.empty() ? "" : fmt::format(" --subject '{}'", subject_argument);
  return fmt::format("gibbs replay '{}'{}", c.replay, subject);
}

/// In ulps; as a number where the exact value is 0 or nearly so, as an ulp is no share of it there.
std::string distance(const Observation& o) {
  if (std::isnan(o.ulps)) return "";
  return ", " + (o.tiny && std::isfinite(o.error) ? fmt::format("{:.4g} off", o.error) : how_far_off(o.ulps));
}

}  // namespace

std::string show(const Counterexample& c, const std::string& subject_argument) {
  std::string out = c.why.empty() ? "" : field("why", c.why);
  for (const ShownInput& input : c.inputs) {
    const std::string fractions = listed(input.fractions, input.columns), hex = listed(input.hex, input.columns);
    out += field(input.name, fractions);
    if (hex != fractions) out += field("", hex);
  }
  if (c.unit && *c.unit != Unit::nat) out += field("unit", std::string(reference::name(*c.unit)));
  for (const Observation& o : c.observations) {
    if (o.place && *o.place >= easily_counted) out += field("", place(c.inputs, *o.place));
    const std::string hex = o.observed_hex.empty() || o.observed_hex == "nan" ? "" : "  " + o.observed_hex;
    out += field("observed", fmt::format("{} = {}{}", o.call, o.observed, hex));
    if (!o.again.empty()) out += field("again", o.again);
    if (!o.exact.empty()) out += field("exact", fmt::format("{}{}", o.exact, distance(o)));
  }
  return out + field_unwrapped("replay", replay_line(c, subject_argument));
}

std::string show(const PropertyResult& property, const std::string& subject_argument) {
  if (!property.counterexample) return "";
  std::string out = show(*property.counterexample, subject_argument);
  const auto add = [&](std::string_view label, const std::optional<Counterexample>& c) {
    if (!c) return;
    out += "\n" + field(label, c->why);
    for (const ShownInput& input : c->inputs)
      out += field("", fmt::format("{} = {}", input.name, listed(input.fractions, input.columns)));
    out += field_unwrapped("", replay_line(*c, subject_argument));
  };
  add("as severe", property.simplest_as_severe);
  add("worst", property.worst);
  return out;
}

}  // namespace gibbs::properties
