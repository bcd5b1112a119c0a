// Steering a metric's exact value towards a midpoint by whole ulps of its inputs.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "reference/evaluate.hpp"
#include "reference/rounding.hpp"
#include "tests/lib/arb.hpp"

namespace gibbs::test {

template <class T>
constexpr bool is_single = sizeof(T) == sizeof(float);
template <class T>
const reference::Format& format = is_single<T> ? reference::binary32 : reference::binary64;

/// A number among the inputs.
struct Coordinate {
  std::size_t argument, element;
};

inline double to_double(const ArbBall& x) { return arf_get_d(arb_midref(x.get()), ARF_RND_NEAR); }
inline ArbBall times_power(ArbBall x, slong exponent) { return arb_mul_2exp_si(x.get(), x.get(), exponent), x; }

/// A question in format T, one component of its answer, and the midpoint nearest to that. 800 bits are as good as
/// exact here.
template <class T>
class Hunt {
 public:
  Hunt(reference::Question question, std::size_t component) : question_(std::move(question)), component_(component) {
    aim();
  }
  const reference::Question& question() const { return question_; }

  /// Makes the midpoint nearest to the present value the one that is aimed at.
  void aim() {
    const ArbBall exact = value();
    mpfr_t point;
    mpfr_init2(point, 800);
    arf_get_mpfr(point, arb_midref(exact.get()), MPFR_RNDN);
    const reference::Rounded at = reference::round_point(point, format<T>);
    mpfr_clear(point);
    const double inner = std::min(std::fabs(at.below), std::fabs(at.above));
    ulp_ = reference::ulp_exponent(inner, format<T>);
    middle_ = ArbBall(inner) + times_power(ArbBall(1), ulp_ - 1);
    if (at.below < 0) middle_ = -middle_;
  }
  /// From the midpoint, in ulps.
  ArbBall offset() const { return times_power(value() - middle_, -ulp_); }

  /// Moves an input by k ulps, if it keeps its sign and a distribution's element stays below 1.
  bool move(Coordinate at, std::int64_t k) {
    using Bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    double& x = question_.arguments[at.argument].values[at.element];
    const T moved = std::bit_cast<T>(static_cast<Bits>(std::bit_cast<Bits>(static_cast<T>(x)) + k));
    if (!std::isfinite(moved) || std::signbit(moved) != std::signbit(x) || moved == 0) return false;
    if (std::fabs(moved) >= 1 && std::fabs(x) < 1) return false;
    x = static_cast<double>(moved);
    return true;
  }

  /// Comes as near to `target` ulps from the midpoint as whole ulps of these inputs allow, one after the other, best
  /// from those that move the value much to those that hardly do.
  void approach(const std::vector<Coordinate>& path, double target) {
    const double most = sizeof(T) == 4 ? 0x1p22 : 0x1p51;
    for (const Coordinate at : path)
      for (int newton = 0; newton < 3; ++newton) {
        const ArbBall here = offset();
        if (!move(at, 1)) break;
        const double slope = to_double(offset() - here);
        move(at, -1);
        const double k = std::nearbyint(-to_double(here - ArbBall(target)) / slope);
        if (!(std::fabs(k) <= most) || k == 0 || !move(at, static_cast<std::int64_t>(k))) break;
      }
  }

 private:
  ArbBall value() const {
    ArbBall::precision = 800;
    return reference::evaluate<ArbBall>(question_).at(component_);
  }

  reference::Question question_;
  std::size_t component_;
  ArbBall middle_;
  int ulp_ = 0;
};

/// Meets in the middle: of all moves by at most `radius` ulps of four inputs, the one with the value nearest to a
/// midpoint, as far as the moves of the first two and of the last two add up.
template <class T>
reference::Question nearest_of_four(const Hunt<T>& start, const std::vector<Coordinate>& four, int radius) {
  struct Move {
    int first, second;
    double offset;  // in ulps, modulo 1, in [0, 1)
  };
  const double origin = to_double(start.offset());
  const auto moves = [&](Coordinate first, Coordinate second) {
    std::vector<Move> result;
    for (int i = -radius; i <= radius; ++i)
      for (int j = -radius; j <= radius; ++j) {
        Hunt<T> hunt = start;
        if (!hunt.move(first, i) || !hunt.move(second, j)) continue;
        const double offset = to_double(hunt.offset());
        result.push_back({i, j, offset - std::floor(offset)});
      }
    return result;
  };
  const std::vector<Move> ours = moves(four[0], four[1]);
  std::vector<Move> theirs = moves(four[2], four[3]);
  std::ranges::sort(theirs, {}, &Move::offset);
  std::vector<std::pair<double, std::pair<const Move*, const Move*>>> best;
  for (const Move& mine : ours) {
    double wanted = origin - mine.offset;
    wanted -= std::floor(wanted);
    const auto found = std::ranges::lower_bound(theirs, wanted, {}, &Move::offset);
    const Move& other = found == theirs.end() ? theirs.front() : *found;
    best.push_back({std::fabs(std::remainder(other.offset - wanted, 1)), {&mine, &other}});
  }
  const std::size_t tried = std::min<std::size_t>(best.size(), 200);
  std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(tried), {},
                            &decltype(best)::value_type::first);
  Hunt<T> nearest = start;
  double least = 1;
  for (std::size_t i = 0; i < tried; ++i) {
    Hunt<T> hunt = start;
    const auto [mine, other] = best[i].second;
    const int moved[] = {mine->first, mine->second, other->first, other->second};
    for (std::size_t k = 0; k < 4; ++k) hunt.move(four[k], moved[k]);
    hunt.aim();
    const double distance = std::fabs(to_double(hunt.offset()));
    if (distance >= least) continue;
    least = distance;
    nearest = hunt;
  }
  return nearest.question();
}

}  // namespace gibbs::test
