// Error bounds of the kernels: of the elementary functions, proved by Gappa (proofs/, run by tests/lib/proofs_test.py);
// of sums, proved by Coq (proofs/sums of the repository, compared by tests/proofs/bounds_test.py). u = 2⁻⁵³.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>

namespace gibbs::inline v0::detail::kernels {

/// log_pair errs by at most log_error·|r|³ + log_offset; on [1 − 2⁻⁶, 1 + 2⁻⁵) by log_error·|r|³ + log_near_one·|ln x|.
inline constexpr double log_error = 0x1p-51, log_offset = 0x1p-84, log_near_one = 0x1p-105;
/// rough_log errs by at most this.
inline constexpr double rough_log_error = 0x1.cp-62;
/// exp_pair errs by at most this, relatively.
inline constexpr double exp_error = 0x1p-70;
/// Eight roundings of a pair's low part, which is below 2⁻¹⁹·⁸, where shares and slopes are made from it.
inline constexpr double share_roundings = 0x1.4p-70;
/// rough_exp, likewise.
inline constexpr double rough_exp_error = 0x1.8p-62;
/// single_exp, that and one rounding.
inline constexpr double single_exp_error = 0x1.1p-53;
/// precise_exp_pair, likewise: its error grows with |x|.
inline constexpr double precise_exp_slope = 0x1.8p-85;
constexpr double precise_exp_error(double x) { return 0x1.8p-80 + ((x < 0 ? -x : x) + 1) * precise_exp_slope; }
/// fine_exp_pair, likewise.
inline constexpr double fine_exp_error = 0x1.6p-92;
/// short_log and short_exp err by at most this, relatively.
inline constexpr double short_log_error = 0x1p-42, short_exp_error = 0x1p-43;
/// Weights and ratios below this are too small for the kernels.
inline constexpr double smallest = 0x1p-900;
/// What an element that is left out as too small may have weighed: exp(−600), or 2⁻⁹⁰⁰ times a logarithm.
inline constexpr double negligible = 0x1p-860;

/// Vectors of logits up to this have their exponentials taken as exp_pair (binary32: short_exp) at first: some share is
/// left open in one of 2¹⁶/n.
inline constexpr std::size_t most_rough = std::size_t{1} << 13;
/// Longer ones than this have them summed finely, in binary64, so that the few shares left open need no further sum.
inline constexpr std::size_t most_precise = std::size_t{1} << 20;
/// Longer ones have them taken again instead of kept.
inline constexpr std::size_t most_kept = std::size_t{1} << 17;
/// Vectors between two calls of settle().
inline constexpr std::size_t group = 8;
/// Where the sum of masses starts, being below 2, and that of Σ pz, being below 1100 (GridSum).
inline constexpr int mass_grid = 6, product_grid = 3 * 2048;

constexpr double vectors(std::size_t n, std::size_t lanes) { return static_cast<double>(n / lanes + 2); }
/// Of a GroupSum, relatively to the sum of the terms' magnitudes: 8 roundings within a group, those of the heads caught
/// in tails below vectors·u/8, which are rounded once a group, and up to 12 in products, adding up lanes, and what follows.
constexpr double group_error(std::size_t n, std::size_t lanes) {
  return 11 * 0x1p-52 + vectors(n, lanes) * vectors(n, lanes) * 0x1p-107;
}
/// Of a GridSum, apart from the low parts of products: in each lane a group's j-th vector leaves a tail of at most
/// (j + 1)·½ulp(grid), which is rounded twice, as is the product's error; that is 6.5u·ulp(grid) a vector on average,
/// and ulp(grid) = ⅔·2⁻⁵²·grid.
constexpr double grid_error(std::size_t n, std::size_t lanes, double grid) {
  return vectors(n, lanes) * static_cast<double>(lanes) * (grid * 0x1.2p-103);
}
/// For the low parts of products with logarithms: a group's tails are below 0.35·cube + 2⁻³³ of its weights and rounded
/// twice for each of 8 vectors, which makes 16u·0.35 = 0.7·2⁻⁵⁰ of the cubes, and log_error, 0.5·2⁻⁵⁰; the rest is for
/// the roundings of the sum of the cubes.
inline constexpr double gathered_log_error = 0x1.34p-50, gathered_log_offset = 0x1.42p-82;
/// And of rough_log, relatively to Σ weights: a group's tails are below 0.00064 of its weights and rounded twice for
/// each of 8 vectors, which makes 16u·0.00064 < 1.311·2⁻⁶⁰, and rough_log_error.
inline constexpr double gathered_rough_log_error = 0x1.cp-60;
/// Groups whose sum is a PairSum's own; then that is added to the sum of all.
inline constexpr std::size_t groups = 64;
/// Of a LongSum, relatively to the sum of the terms' magnitudes: up to 512 roundings, otherwise like a GroupSum.
constexpr double long_error(std::size_t n, std::size_t lanes) {
  constexpr double inner = group * groups;
  return (std::min(vectors(n, lanes), inner) + 12) * 0x1.1p-53 + vectors(n, lanes) * vectors(n, lanes) * 0x1p-107;
}
/// Of a PairSum of terms ≥ 0, relatively: of each vector, up to 512, 20.1u², which is three roundings of the tails that a
/// group gathers; 4.3u² of each 512 vectors; 133u² of adding lanes up.
constexpr double pair_error(std::size_t n, std::size_t lanes) {
  constexpr double inner = group * groups + 2;
  return (std::min(vectors(n, lanes), inner) + vectors(n, lanes) / (4 * group * groups) + 6) * (21 * 0x1p-106);
}
/// Of exponentials whose low parts, or growths, are gathered in a GroupSum: 8 roundings within a group and 6 in adding
/// up lanes, of what is below 9/8·2⁻²⁰ of a pair and below 0.00137 of a rough exponential; and their own errors.
inline constexpr double gathered_exp_error = 0x1.8p-69, gathered_rough_exp_error = 0x1.6fp-59;
/// At least ln n.
constexpr double log_bound(std::size_t n) { return 0.7 * static_cast<double>(std::bit_width(n)); }

}  // namespace gibbs::inline v0::detail::kernels
