// Text for people: columns of UTF-8, filling, colour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gibbs::cli {

/// Nothing the program prints for people is wider, messages of subjects included.
inline constexpr std::size_t page_width = 100;

/// The next character of UTF-8 text, which is shortened by it; U+FFFD for a malformed byte. Precondition: not empty.
std::uint32_t next_character(std::string_view& text);

/// Columns that UTF-8 text takes on a terminal: none for combining marks and colours, two for East Asian wide
/// characters.
std::size_t width(std::string_view text);

/// The text followed by as many spaces as fill the columns.
std::string pad(std::string_view text, std::size_t columns);

/// Fills lines of at most `columns`; the first begins with `first`, the others with `rest`. Line breaks in the text
/// stay. A word longer than a line is cut. No trailing newline.
std::string wrap(std::string_view text, std::string_view first, std::string_view rest,
                 std::size_t columns = page_width);
std::string wrap(std::string_view text, std::string_view indent = "");

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// What to put between the single quotes of a shell word.
std::string shell_quoted(std::string_view text);

/// "1 case", "2 cases", "0 cases".
std::string count(std::size_t n, std::string_view noun);

/// To standard output. Whether all went well, `main` asks at the end.
void print(std::string_view text);

/// Colour for a terminal; nothing elsewhere, and nothing where NO_COLOR is set (no-color.org).
class Style {
 public:
  explicit Style(bool colour) : colour_(colour) {}
  static Style for_standard_output();
  std::string bad(std::string_view text) const { return paint("1;31", text); }
  std::string good(std::string_view text) const { return paint("1;32", text); }
  std::string warn(std::string_view text) const { return paint("1;33", text); }
  std::string strong(std::string_view text) const { return paint("1", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const;
  bool colour_;
};

}  // namespace gibbs::cli
