#include "subjects/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "properties/inputs/case.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

/// Every "-0" that is a whole number, outside strings, written as "-0.0".
std::string keep_negative_zeros(std::string_view text) {
  std::string result;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (in_string && text[i] == '\\' && i + 1 < text.size()) {
      result += text[++i];
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && text[i] == '0' && i > 0 && text[i - 1] == '-' && (i < 2 || text[i - 2] != 'e') &&
               (i < 2 || text[i - 2] != 'E') &&
               (i + 1 == text.size() ||
                std::string_view(".eE0123456789").find(text[i + 1]) == std::string_view::npos)) {
      result += ".0";
    }
  }
  return result;
}

/// Does the text hold NaN, Infinity or inf as a bare word, as many JSON writers put them?
bool has_bare_special(std::string_view text) {
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      for (const std::string_view word : {"NaN", "nan", "Infinity", "inf"}) {
        if (text.substr(i).starts_with(word)) return true;
      }
    }
  }
  return false;
}

/// 0x1.8p-1, signed or not, and nothing after it.
std::optional<double> read_hexadecimal(const std::string& text) {
  const std::size_t digits = text.starts_with('-') ? 1 : 0;
  if (text.compare(digits, 2, "0x") != 0) return std::nullopt;
  char* end = nullptr;
  const double x = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size() ? std::optional(x) : std::nullopt;
}

}  // namespace

nlohmann::json parse(std::string_view text) {
  // A cheap look first: "-0" is rare but for −0.5 and the like.
  const bool negative_zero = text.find("-0") != text.npos;
  try {
    return negative_zero ? nlohmann::json::parse(keep_negative_zeros(text)) : nlohmann::json::parse(text);
  } catch (const nlohmann::json::out_of_range& error) {
    const std::string why = error.what();  // "…: number overflow parsing '1e999'"
    const std::size_t quote = why.find('\'');
    throw std::invalid_argument(printable(why.substr(quote + 1, why.rfind('\'') - quote - 1), 40) + " is out of range");
  } catch (const nlohmann::json::exception&) {
    throw std::invalid_argument(
        has_bare_special(text) ? "not JSON: NaN and infinities are written as the strings \"NaN\", \"Infinity\" and "
                                 "\"-Infinity\""
                               : "not JSON");
  }
}

std::optional<double> read_number(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (value == "Infinity") return std::numeric_limits<double>::infinity();
  if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
  return value.is_string() ? read_hexadecimal(value.get_ref<const std::string&>()) : std::nullopt;
}

void write(std::string& out, double x, Speech speech) {
  if (std::isnan(x)) {
    out += "\"NaN\"";
  } else if (std::isinf(x)) {
    out += x > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else if (speech == Speech::hexadecimal) {
    ((out += '"') += properties::to_hex(x)) += '"';
  } else {
    std::array<char, 32> digits;
    const std::string_view text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), x).ptr);
    out += text;
    if (text.find_first_of(".e") == text.npos) out += ".0";
  }
}

void write(std::string& out, std::span<const double> values, Speech speech) {
  out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    write(out, values[i], speech);
  }
  out += ']';
}

std::string brief(const nlohmann::json& value) {
  return value.is_primitive() ? printable(value.dump(), 40) : std::string(value.type_name());
}

}  // namespace gibbs::subjects
