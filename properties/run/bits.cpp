#include "properties/run/bits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace gibbs::properties {
namespace {

using reference::Argument;
using reference::Domain;

/// Numerical Recipes' linear congruential generator; its upper half.
class Draw {
 public:
  std::uint64_t below(std::uint64_t n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 33) % n;
  }

 private:
  std::uint64_t state_ = 20'08'28;
};

/// Whole counts, some of them 0, that add up to 2^k.
std::vector<double> masses(Draw& draw, std::size_t n, int k) {
  std::vector<std::uint64_t> weights(n);
  for (auto& w : weights) w = draw.below(4) == 0 ? 0 : 1 + draw.below(1000);
  weights[draw.below(n)] += 1;
  const std::uint64_t all = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}), total = std::uint64_t{1} << k;
  std::uint64_t rest = total;
  for (auto& w : weights) rest -= w = w * total / all;
  *std::ranges::max_element(weights) += rest;
  std::vector<double> p(n);
  std::ranges::transform(weights, p.begin(), [&](std::uint64_t w) { return std::ldexp(static_cast<double>(w), -k); });
  return p;
}

std::vector<double> eighths(Draw& draw, std::size_t n) {
  std::vector<double> z(n);
  for (double& x : z) x = (static_cast<double>(draw.below(255)) - 127) / 8;
  return z;
}

/// `before` are the arguments drawn already: a label is one of the classes of its row.
Argument argument(Draw& draw, Domain domain, std::size_t n, int k, const std::vector<Argument>& before) {
  const auto each_row = [&](auto next) {
    std::vector<double> values(before[0].values.size() / before[0].columns);
    std::ranges::generate(values, next);
    return Argument{std::move(values), 0};
  };
  switch (domain) {
    case Domain::probability: return {{std::ldexp(static_cast<double>(draw.below((std::uint64_t{1} << k) + 1)), -k)}, 0};
    case Domain::distribution: return {masses(draw, n, k), 0};
    case Domain::joint: {
      const std::size_t rows = 1 + draw.below(std::min<std::size_t>(n, 8));
      const std::size_t columns = (n + rows - 1) / rows;
      return {masses(draw, rows * columns, k), columns};
    }
    case Domain::logit: return {eighths(draw, 1), 0};
    case Domain::logit_rows: {
      const std::size_t rows = 1 + draw.below(std::min<std::size_t>(n, 8));
      const std::size_t columns = (n + rows - 1) / rows;
      return {eighths(draw, rows * columns), columns};
    }
    case Domain::labels: return each_row([&] { return static_cast<double>(draw.below(before[0].columns)); });
    case Domain::weights: return each_row([&] { return static_cast<double>(1 + draw.below(8)); });
    default: return {eighths(draw, n), 0};
  }
}

/// FNV-1a.
class Digest {
 public:
  void add(std::uint64_t word) {
    for (int byte = 0; byte < 8; ++byte) value_ = (value_ ^ (word >> (8 * byte) & 0xff)) * 0x100000001b3;
  }
  void add(const Answer& answer) {
    add(static_cast<std::uint64_t>(answer.kind));
    for (const double x : answer.values) add(std::isnan(x) ? 0x7ff8000000000000 : std::bit_cast<std::uint64_t>(x));
  }
  std::string text() const { return fmt::format("{:016x}", value_); }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325;
};

}  // namespace

std::string bits(Subject& subject, Metric metric) {
  constexpr std::size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 64, 100};
  constexpr int rounds = 4;
  const auto& info = reference::info(metric);
  const int k = std::min(subject.description().format.precision - 1, 20);  // at least 7: a hundred classes have room
  Draw draw;
  Digest digest;
  for (int round = 0; round < rounds; ++round) {
    for (const std::size_t n : sizes) {
      Question question{metric, {}, Unit::nat};
      for (const auto& parameter : info.parameters) question.arguments.push_back(argument(draw, parameter.domain, n, k, question.arguments));
      for (const Unit unit : subject.description().metrics.at(metric).units) {
        question.unit = unit;
        digest.add(subject.answer(question));
      }
    }
  }
  return digest.text();
}

}  // namespace gibbs::properties
