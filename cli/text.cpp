#include "cli/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace gibbs::cli {
namespace {

struct Range {
  std::uint32_t first, last;
};
// Unicode 15: the blocks of combining marks, and those of wide characters, that mathematics and names of files meet.
constexpr std::array combining{Range{0x0300, 0x036f}, Range{0x200b, 0x200f}, Range{0x20d0, 0x20ff},
                               Range{0xfe00, 0xfe0f}};
constexpr std::array wide{Range{0x1100, 0x115f}, Range{0x2e80, 0xa4cf},   Range{0xac00, 0xd7a3},
                          Range{0xf900, 0xfaff}, Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},
                          Range{0xffe0, 0xffe6}, Range{0x1f300, 0x1f9ff}, Range{0x20000, 0x3fffd}};

bool is_in(const auto& ranges, std::uint32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& range) { return range.first <= c && c <= range.last; });
}

std::size_t columns_of(std::uint32_t c) { return is_in(combining, c) ? 0 : is_in(wide, c) ? 2 : 1; }

// The longest beginning of the text that fits the columns; at least one character, so that cutting ends.
std::string_view fitting(std::string_view text, std::size_t columns) {
  std::string_view rest = text;
  std::size_t used = 0;
  while (!rest.empty()) {
    std::string_view after = rest;
    used += columns_of(next_character(after));
    if (used > columns && rest.size() < text.size()) break;
    rest = after;
  }
  return text.substr(0, text.size() - rest.size());
}

// One paragraph, appended to `out`.
void fill(std::string_view paragraph, std::string_view first, std::string_view rest, std::size_t columns,
          std::string& out) {
  out += first;
  std::size_t used = width(first);
  std::size_t margin = used;  // where words begin on the current line
  const auto new_line = [&] {
    out += '\n';
    out += rest;
    used = margin = width(rest);
  };
  while (!paragraph.empty()) {
    const std::size_t start = paragraph.find_first_not_of(' ');
    if (start == std::string_view::npos) break;
    paragraph.remove_prefix(start);
    std::string_view word = paragraph.substr(0, paragraph.find(' '));
    paragraph.remove_prefix(word.size());
    if (used > margin && used + 1 + width(word) > columns) new_line();
    if (used > margin) out += ' ', ++used;
    while (used + width(word) > columns) {
      const std::string_view piece = fitting(word, columns > used ? columns - used : 1);
      out += piece;
      word.remove_prefix(piece.size());
      if (word.empty()) break;
      new_line();
    }
    out += word;
    used += width(word);
  }
}

}  // namespace

std::uint32_t next_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xf0 && lead < 0xf5 ? 4
                             : lead >= 0xe0                ? 3
                             : lead >= 0xc2                ? 2
                                                           : 0;
  std::uint32_t c = length == 1 ? lead : lead & (0x7fU >> length);
  bool sound = length > 0 && length <= text.size() && lead < 0xf5;
  for (std::size_t i = 1; sound && i < length; ++i) {
    sound = (byte(i) & 0xc0) == 0x80;
    c = c << 6 | (byte(i) & 0x3f);
  }
  text.remove_prefix(sound ? length : 1);
  return sound ? c : 0xfffd;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const bool colour = text.starts_with('\033');
    if (colour) text.remove_prefix(std::min(text.find('m'), text.size() - 1) + 1);
    if (!colour) columns += columns_of(next_character(text));
  }
  return columns;
}

std::string pad(std::string_view text, std::size_t columns) {
  const std::size_t used = width(text);
  return std::string(text) + std::string(columns > used ? columns - used : 0, ' ');
}

std::string wrap(std::string_view text, std::string_view first, std::string_view rest, std::size_t columns) {
  std::string out;
  for (std::string_view lead = first;; lead = rest) {
    const std::size_t end = text.find('\n');
    fill(text.substr(0, end), lead, rest, columns, out);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
    out += '\n';
  }
}

std::string wrap(std::string_view text, std::string_view indent) { return wrap(text, indent, indent); }

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string shell_quoted(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out;
}

std::string count(std::size_t n, std::string_view noun) {
  if (n == 1) return fmt::format("1 {}", noun);
  const bool y = noun.ends_with('y');
  return fmt::format("{} {}{}", n, noun.substr(0, noun.size() - (y ? 1 : 0)), y ? "ies" : "s");
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Style Style::for_standard_output() {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  const char* terminal = std::getenv("TERM");
  return Style(isatty(STDOUT_FILENO) == 1 && !set("NO_COLOR") &&
               std::string_view(terminal ? terminal : "dumb") != "dumb");
}

std::string Style::paint(std::string_view code, std::string_view text) const {
  return colour_ ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

}  // namespace gibbs::cli
