// Inputs whose exact result lies next to a midpoint between two numbers of the format, or on one: what forces the later
// stages to decide. One per line of hard_cases.txt, as a token (properties/inputs/case.hpp) with what makes it hard:
//     entropy/binary64 unit=bit p=0x1p-1,… # 2^-48.3 ulp above a midpoint
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "properties/inputs/case.hpp"
#include "reference/evaluate.hpp"
#include "reference/rounding.hpp"

namespace gibbs::test {

using reference::Metric;

struct HardCase {
  reference::Question question;
  reference::Format format;
  std::string distance;
};

/// Where the exact value lies, in the terms of hard_cases.txt. For the vectorial metrics: that of the component which
/// lies nearest to a midpoint.
struct Nearness {
  enum Kind { tie, unseen, near, exact } kind = exact;  // ordered from hard to easy
  double log2 = 0;                                      // of the distance in ulps
  bool above = false;

  bool is_harder_than(const Nearness& other) const {
    return kind != other.kind ? kind < other.kind : kind == near && log2 < other.log2;
  }
  std::string text() const {
    if (kind == exact) return "exact";
    if (kind == tie) return "a tie";
    if (kind == unseen) return "within 2^-1500 ulp of a midpoint";
    char text[64];
    std::snprintf(text, sizeof text, "2^%.1f ulp %s a midpoint", log2, above ? "above" : "below");
    return text;
  }
};

template <class Real>
Nearness nearness(const Real& value, const reference::Format& format) {
  const mpfr_srcptr low = reference::left(value);
  if (mpfr_inf_p(low) != 0) return {};
  const reference::Rounded at = reference::round_point(low, format);
  if (at.below == at.above) return reference::is_point(value) ? Nearness{} : Nearness{Nearness::near, -1, true};
  // The midpoint in units of half the distance of its neighbours; beyond the largest number as if there were another.
  const double inner = std::min(std::fabs(at.below), std::fabs(at.above));
  const int half_ulp = reference::ulp_exponent(inner, format) - 1;
  const double sign = at.below < 0 ? -1 : 1;
  Real offset;
  mpfi_mul_2si(offset.backend().data(), value.backend().data(), -half_ulp);
  offset = (sign * offset - std::ldexp(inner, -half_ulp) - 1) / 2;  // in ulps, positive away from zero
  Nearness result{Nearness::near, 0, false};
  if (reference::is_point(offset) && offset.is_zero()) return {Nearness::tie, 0, false};
  Real size = abs(offset);
  if (mpfr_cmp_si_2exp(reference::right(size), 1, -1500) < 0) return {Nearness::unseen, 0, false};
  long exponent = 0;
  const double mantissa = mpfr_get_d_2exp(&exponent, reference::right(size), MPFR_RNDN);
  result.log2 = static_cast<double>(exponent) + std::log2(mantissa);
  result.above = (mpfr_sgn(reference::right(offset)) > 0) == (sign > 0);
  return result;
}

/// By the reference's enclosures of a relative width of about 2⁻²¹⁰⁰.
inline Nearness nearness(const reference::Question& question, const reference::Format& format) {
  Nearness hardest;
  for (const auto& value : reference::evaluate<reference::IntervalOf<640>>(question))
    if (const Nearness one = nearness(value, format); one.is_harder_than(hardest)) hardest = one;
  return hardest;
}

inline std::string id(const reference::Question& question, const reference::Format& format) {
  return std::string(reference::info(question.metric).name) + "/" + std::string(format.name);
}
inline std::string to_line(const reference::Question& question, const reference::Format& format) {
  properties::Case inputs;
  inputs.unit = question.unit;
  const auto& parameters = reference::info(question.metric).parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const reference::Argument& argument = question.arguments[i];
    inputs.inputs.push_back(
        {std::string(parameters[i].name), properties::Role::raw, argument.values, argument.columns});
  }
  return properties::to_token(id(question, format), inputs) + " # " + nearness(question, format).text();
}

template <class T>
void print(const reference::Question& question) {
  std::cout << to_line(question, sizeof(T) == sizeof(float) ? reference::binary32 : reference::binary64) << "\n";
}

inline HardCase parse_line(const std::string& line) {
  const std::size_t comment = line.find(" # ");
  const properties::Token token = properties::parse_token(line.substr(0, comment));
  const std::size_t slash = token.id.find('/');
  const auto metric = reference::find_metric(token.id.substr(0, slash));
  const auto format = reference::find_format(token.id.substr(std::min(token.id.size(), slash + 1)));
  if (comment == std::string::npos || slash == std::string::npos || !metric || !format)
    throw std::invalid_argument("no hard case: " + line.substr(0, 60));
  HardCase result{{*metric, {}, token.unit}, *format, line.substr(comment + 3)};
  for (const properties::Input& input : token.inputs) {
    const bool joint = reference::info(*metric).parameters[0].domain == reference::Domain::joint;
    const std::size_t columns = joint && input.columns == 0 ? input.values.size() : input.columns;
    for (const double x : input.values)
      if (!reference::representable(x, *format)) throw std::invalid_argument(properties::to_hex(x) + " in " + token.id);
    result.question.arguments.push_back({input.values, joint ? columns : 0});
  }
  return result;
}

inline std::vector<HardCase> read_hard_cases(const std::string& path) {
  std::ifstream file(path);
  std::vector<HardCase> result;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') result.push_back(parse_line(line));
  if (result.empty()) throw std::invalid_argument("no hard cases in " + path);
  return result;
}

}  // namespace gibbs::test
