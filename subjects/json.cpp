#include "subjects/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

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

}  // namespace

nlohmann::json parse(std::string_view text) {
  // A cheap look first: "-0" is rare but for −0.5 and the like.
  const bool negative_zero = text.find("-0") != text.npos;
  try {
    return negative_zero ? nlohmann::json::parse(keep_negative_zeros(text)) : nlohmann::json::parse(text);
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
  return std::nullopt;
}

void write(std::string& out, double x) {
  if (std::isnan(x)) {
    out += "\"NaN\"";
  } else if (std::isinf(x)) {
    out += x > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    std::array<char, 32> digits;
    const std::string_view text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), x).ptr);
    out += text;
    if (text.find_first_of(".e") == text.npos) out += ".0";
  }
}

void write(std::string& out, std::span<const double> values) {
  out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    write(out, values[i]);
  }
  out += ']';
}

std::string brief(const nlohmann::json& value) {
  return value.is_primitive() ? printable(value.dump(), 40) : std::string(value.type_name());
}

}  // namespace gibbs::subjects
