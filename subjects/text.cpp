#include "subjects/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

namespace gibbs::subjects {
namespace {

/// Length of the UTF-8 sequence (RFC 3629) that text starts with; 0 if it starts with none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::size_t size = byte(0) < 0x80 ? 1 : byte(0) < 0xC2 ? 0 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (size == 0 || byte(0) > 0xF4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates and numbers beyond U+10FFFF show in the second byte.
  if (size >= 3) {
    const std::uint8_t least = byte(0) == 0xE0 ? 0xA0 : byte(0) == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t most = byte(0) == 0xED ? 0x9F : byte(0) == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < least || byte(1) > most) return 0;
  }
  return size;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  while (!text.empty()) {
    const auto first = static_cast<std::uint8_t>(text[0]);
    const std::size_t length = utf8_length(text);
    std::string piece(text.substr(0, std::max<std::size_t>(length, 1)));
    if (first == '\n' || first == '\r' || first == '\t') {
      piece = " ";
    } else if (length == 0 || first < 0x20 || first == 0x7F) {
      piece = {'\\', 'x', digits[first >> 4], digits[first & 15]};
    }
    if (result.size() + piece.size() > limit) return result + "…";
    result += piece;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

std::string nearest(std::string_view typed, std::span<const std::string_view> names) {
  constexpr std::size_t longest = 200;  // no name is near what is longer, and megabytes would take minutes to tell
  if (names.empty() || typed.size() > longest) return {};
  const std::string_view best =
      *std::ranges::min_element(names, {}, [&](std::string_view name) { return edit_distance(typed, name); });
  return edit_distance(typed, best) * 3 <= std::max(best.size(), std::size_t{3}) ? std::string(best) : std::string();
}

std::string did_you_mean(std::string_view typed, std::span<const std::string_view> names) {
  constexpr std::size_t most = 5;
  std::vector<std::string> near;
  if (const std::string name = nearest(typed, names); !name.empty()) near.push_back(name);
  for (const std::string_view name : names) {
    const bool contains = typed.size() > 1 && name.find(typed) != name.npos;
    if (contains && (near.empty() || near.front() != name)) near.emplace_back(name);
  }
  const std::size_t more = near.size() > most ? near.size() - most : 0;
  near.resize(near.size() - more);
  std::string text;
  for (const std::string& name : near) text += (text.empty() ? "; did you mean '" : &name == &near.back() && more == 0 ? " or '" : ", '") + name + "'";
  return text.empty() ? text : text + (more > 0 ? ", … (" + std::to_string(more) + " more)?" : "?");
}

}  // namespace gibbs::subjects
