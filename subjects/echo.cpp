#include "subjects/echo.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "properties/inputs/case.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

constexpr std::size_t how_many = 64;

bool same(double a, double b) {
  return std::isnan(a) ? std::isnan(b) : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

std::string shown(double x) { return fmt::format("{:.17g} ({})", x, properties::to_hex(x)); }

}  // namespace

std::vector<double> hard_numbers(const reference::Format& format) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double least = reference::min_subnormal(format), normal = reference::min_normal(format);
  std::vector<double> numbers{0.0, -0.0, std::nan(""), infinity, -infinity, least, -least, 3 * least, normal,
                              reference::next_down(normal, format), reference::max_finite(format)};
  for (const double x : {1.0, 0.1, 1e-3, 1e3, 0x1p-10}) {
    const double near = reference::round_to(x, format);
    for (const double y : {near, reference::next_up(near, format), reference::next_down(near, format)}) {
      numbers.push_back(y);
    }
  }
  // All bits of the significand in turn, by Knuth's linear congruential generator, over the range of exponents.
  const int exponents = format.max_exponent - format.min_exponent;
  for (std::uint64_t state = 1; numbers.size() < how_many;) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double significand = 1 + std::ldexp(static_cast<double>(state >> 11), -53);
    const int exponent = format.min_exponent + static_cast<int>(numbers.size() * 37) % exponents;
    numbers.push_back(reference::round_to(std::ldexp(significand, exponent), format));
  }
  return numbers;
}

std::string echo_request(std::int64_t id, const std::vector<double>& numbers, Speech speech) {
  std::string out = fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"echo","params":{{"values":)", id);
  write(out, numbers, speech);
  return out + "}}";
}

std::string echo_fault(std::string_view line, std::int64_t id, const std::vector<double>& numbers,
                       const reference::Format& format) {
  try {
    const nlohmann::json result = result_of(line, id);
    if (!result.is_array() || result.size() != numbers.size()) {
      return fmt::format("{} instead of an array of {} numbers", brief(result), numbers.size());
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto back = read_number(result[i]);
      if (!back) return fmt::format("{} for {}", brief(result[i]), shown(numbers[i]));
      const double rounded = reference::round_to(*back, format);
      if (!same(rounded, numbers[i])) return fmt::format("{} for {}", shown(rounded), shown(numbers[i]));
    }
    return {};
  } catch (const std::invalid_argument& error) {
    return fmt::format("{}: {}", error.what(), printable(line, 80));
  }
}

}  // namespace gibbs::subjects
