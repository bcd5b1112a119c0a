#include "properties/inputs/case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace gibbs::properties {
namespace {

/// How long a number is to write: the bits of its fraction's numerator and denominator; specials are the longest, a
/// sign counts one.
std::size_t length(double x) {
  if (x == 0) return std::signbit(x) ? 1 : 0;
  if (!std::isfinite(x)) return std::isnan(x) ? 5000 : 4;
  int exponent;
  std::frexp(x, &exponent);
  const auto bits = std::bit_cast<std::uint64_t>(std::abs(x) > 0x1p-1000 ? x : x * 0x1p200) & ((1ULL << 52) - 1);
  const int fraction = bits == 0 ? 0 : 52 - std::countr_zero(bits);  // digits after the leading one
  const int lowest = exponent - 1 - fraction;                        // x is a multiple of 2^lowest
  const int numerator = lowest >= 0 ? exponent : fraction + 1;
  const int denominator = lowest >= 0 ? 0 : -lowest;
  return static_cast<std::size_t>(numerator + denominator + (x < 0 ? 1 : 0));
}

[[noreturn]] void unreadable(std::string_view text, std::string_view why) {
  throw std::invalid_argument(fmt::format("'{}' {}", text.substr(0, 60), why));
}

double parse_plain(std::string_view text, std::string_view whole) {
  std::string_view digits = text;
  bool negative = false;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    negative = digits[0] == '-';
    digits.remove_prefix(1);
  }
  if (digits == "inf" || digits == "Infinity" || digits == "∞") {
    return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  }
  if (digits == "nan" || digits == "NaN") return std::nan("");
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  double value = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] =
      std::from_chars(digits.data(), last, value, hex ? std::chars_format::hex : std::chars_format::general);
  const bool starts_well = !digits.empty() && digits[0] != '-' && digits[0] != '+' && digits[0] != 'i' && digits[0] != 'n';
  if (!starts_well || error == std::errc::invalid_argument || end != last) unreadable(whole, "is not a number");
  if (error == std::errc::result_out_of_range) unreadable(whole, "is beyond the range of binary64");
  return negative ? -value : value;
}

std::vector<double> parse_list(std::string_view text, std::size_t& columns) {
  std::vector<double> values;
  std::size_t in_row = 0;
  columns = 0;
  const bool table = text.find(';') != std::string_view::npos;
  if (text.empty()) return values;
  for (;;) {
    const std::size_t end = text.find_first_of(",;");
    values.push_back(parse_number(text.substr(0, end)));
    ++in_row;
    if (end == std::string_view::npos || text[end] == ';') {
      if (columns != 0 && in_row != columns) unreadable(text, "ends a table whose rows differ in length");
      columns = in_row;
      in_row = 0;
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (!table) columns = 0;
  return values;
}

}  // namespace

std::size_t number_of_rows(const Case& c) {
  int last = -1;
  for (const Input& input : c.inputs) last = std::max(last, input.row);
  return static_cast<std::size_t>(last + 1);
}

Complexity complexity(const Case& c) {
  Complexity total{0, static_cast<std::size_t>(c.unit)};
  for (const Input& input : c.inputs) {
    total.numbers += input.values.size();
    for (const double x : input.values) total.bits += length(x);
  }
  return total;
}

std::string to_hex(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  const std::string sign = std::signbit(x) ? "-" : "";
  if (x == 0) return sign + "0x0p+0";
  int exponent;
  const double fraction = std::frexp(std::abs(x), &exponent) * 2;  // in [1, 2)
  const auto bits = std::bit_cast<std::uint64_t>(fraction) & ((1ULL << 52) - 1);
  std::string digits = fmt::format("{:013x}", bits);
  digits.erase(digits.find_last_not_of('0') + 1);
  return fmt::format("{}0x1{}{}p{:+d}", sign, digits.empty() ? "" : ".", digits, exponent - 1);
}

std::string to_fraction(double x) {
  if (!std::isfinite(x)) return fmt::format("{}", x);
  const std::string decimal = fmt::format("{}", x);
  double denominator = 1;
  while (denominator <= 0x1p20 && x * denominator != std::floor(x * denominator)) denominator *= 2;
  const double numerator = x * denominator;
  if (numerator != std::floor(numerator) || std::abs(numerator) >= 0x1p53) return decimal;
  if (denominator == 1) return decimal;
  const std::string fraction = fmt::format("{:.0f}/{:.0f}", numerator, denominator);
  return fraction.size() <= decimal.size() + 4 ? fraction : decimal;
}

double parse_number(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  if (first == std::string_view::npos) unreadable(text, "is not a number");
  text = text.substr(first, last - first + 1);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return parse_plain(text, text);
  const double numerator = parse_plain(text.substr(0, slash), text);
  const double denominator = parse_plain(text.substr(slash + 1), text);
  const auto whole = [](double v) { return std::floor(v) == v && std::abs(v) <= 0x1p53; };
  if (!whole(numerator) || !whole(denominator) || denominator <= 0) {
    unreadable(text, "is not a fraction of whole numbers up to 2^53");
  }
  return numerator / denominator;  // both exact, so this is the fraction rounded to nearest
}

std::string to_token(std::string_view id, const Case& c) {
  std::string token = fmt::format("{} unit={}", id, reference::name(c.unit));
  if (c.metric) token += fmt::format(" metric={}", reference::info(*c.metric).name);
  for (const Input& input : c.inputs) {
    token += fmt::format(" {}=", input.name);
    for (std::size_t i = 0; i < input.values.size(); ++i) {
      if (i > 0) token += input.columns != 0 && i % input.columns == 0 ? ';' : ',';
      token += is_whole(input.role) || input.role == Role::labels ? fmt::format("{:.0f}", input.values[i]) : to_hex(input.values[i]);
    }
  }
  return token;
}

Token parse_token(const std::string& text) {
  Token token;
  std::size_t place = 0;
  const auto next_word = [&]() -> std::string_view {
    place = text.find_first_not_of(" \t\n", place);
    if (place == std::string::npos) return {};
    const std::size_t end = std::min(text.find_first_of(" \t\n", place), text.size());
    const std::string_view word(text.data() + place, end - place);
    place = end;
    return word;
  };
  token.id = next_word();
  if (token.id.empty()) throw std::invalid_argument("the token is empty");
  bool has_unit = false;
  for (std::string_view word = next_word(); !word.empty(); word = place == std::string::npos ? "" : next_word()) {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos || equals == 0) unreadable(word, "in the token is not name=values");
    const std::string_view name = word.substr(0, equals), value = word.substr(equals + 1);
    const bool again = name == "unit" ? has_unit : name == "metric" ? token.metric.has_value() : std::ranges::find(token.inputs, name, &Input::name) != token.inputs.end();
    if (again) unreadable(name, "is given twice in the token");
    if (name == "unit") {
      has_unit = true;
      const auto unit = reference::find_unit(value);
      if (!unit) unreadable(value, "is no unit: nat, bit or hartley");
      token.unit = *unit;
      continue;
    }
    if (name == "metric") {
      token.metric = reference::find_metric(value);
      if (!token.metric) unreadable(value, "is no metric");
      continue;
    }
    Input input{std::string(name), Role::raw, {}, 0, 0};
    input.values = parse_list(value, input.columns);
    token.inputs.push_back(std::move(input));
  }
  return token;
}

}  // namespace gibbs::properties
