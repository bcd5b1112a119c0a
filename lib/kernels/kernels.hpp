// The sums of the fast stage: vectorised, dispatched at run time to what the processor has, one source for all.
//
// A sum is a pair hi + lo with a bound of its error, so a ball (detail/ball.hpp); nothing is rounded to the result here
// but in the vectorial kernels, which round what they can and list what they cannot.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace gibbs::inline v0::detail::kernels {

/// hi + lo, within `error`. lo may be far above an ulp of hi.
struct Sum {
  double hi = 0, lo = 0, error = 0;
};

/// What sums are for: a value, roughly at first (distributions: within 2⁻⁵⁹, in binary32 about 2⁻⁴¹); what that left
/// open, to far more bits; of logits also differences from ln Σ exp zᵢ, or the shares of classes, for which
/// exponentials may be kept.
enum class Purpose { value, logs, shares, precision };

/// The sums that metrics of distributions are made of.
enum class Terms {
  entropy,         // logs = Σ pᵢ ln pᵢ
  cross_entropy,   // logs = Σ pᵢ ln qᵢ
  divergence,      // logs = Σ pᵢ ln(pᵢ/qᵢ)
  jensen_shannon,  // logs = Σ pᵢ ln(2pᵢ/(pᵢ + qᵢ)), other = Σ qᵢ ln(2qᵢ/(pᵢ + qᵢ))
};
struct WeightedLogs {
  Sum p, q;         // masses: Σ pᵢ and, where there is one, Σ qᵢ
  Sum logs, other;  // as `Terms` says
};
/// Weights as they are taken: times a power of two, which brings those of any mass into [0, 1].
template <class T>
struct Weights {
  std::span<const T> values;
  double scale = 1;
};
/// Nothing where some element may be outside [0, 1], or too small, or too large a ratio, for these kernels. The entropy
/// needs no q. Jensen-Shannon's terms are taken as they are.
template <class T>
std::optional<WeightedLogs> weighted_logs(Terms terms, std::span<const T> p, std::span<const T> q, Purpose purpose,
                                          double p_scale, double q_scale);
/// Σ pᵢ, rounded often, for a scale.
template <class T>
double rough_mass(std::span<const T> p);
/// ln P for P between ¼ and 2.
Sum log_of_mass(const Sum& mass);

/// Σ wᵢⱼ ln(wᵢⱼ/bᵢⱼ) of a table, row by row, and its mass W. bᵢⱼ is the mass of row i, times that of column j over W
/// where the columns are `weighed`. Nothing where some element may be outside [0, 1]; of binary32 nothing precise.
template <class T>
std::optional<WeightedLogs> table_logs(const Weights<T>& w, std::size_t columns, bool weighed, Purpose purpose,
                                       std::vector<double>& room);

/// Exponentials kept from a sum for the shares that are made of it: one thread's room.
struct Kept {
  struct Precision {
    double own, slope;  // the relative error of exp x as kept: own + slope·|x|
  };
  std::vector<double> room;
  std::optional<Precision> precision;  // nothing is kept where there is none
};

/// Sums over logits z: of exponentials as they are; or around the largest logit m, to far more bits, T being Σ exp(zᵢ −
/// m) without one zᵢ = m, where a small T is not lost beside 1.
struct LogitSums {
  double peak = 0;          // m
  std::optional<Sum> rest;  // T, of sums around m
  Sum total;                // 2^−shift()·Σ exp zᵢ
  Sum log_total;            // ln Σ exp(zᵢ − origin())

  double origin() const { return rest ? peak : 0; }
  int shift() const { return rest ? shift_around(peak) : 0; }
  static int shift_around(double m) { return static_cast<int>(m * 1.4426950408889634); }
};
/// And for the loss, weights p.
struct LossSums : LogitSums {
  Sum mass;                // Σ pᵢ
  std::optional<Sum> gap;  // Σ pᵢ(origin() − zᵢ), unless a weight is where exp zᵢ is as nothing beside the largest
};
/// Nothing where some number may be outside the domain, or too large, for these kernels.
template <class T>
std::optional<LogitSums> logit_sums(std::span<const T> z, Purpose purpose, Kept& kept);
template <class T>
std::optional<LossSums> loss_sums(std::span<const T> z, std::span<const T> p, Purpose purpose, Kept& kept);

/// Σ (xᵢ − yᵢ)². Nothing where the numbers are too large or the sum too small; of binary32 nothing precise.
template <class T>
std::optional<Sum> squared_errors(std::span<const T> x, std::span<const T> y, Purpose purpose);

/// Components rounded correctly, but for those whose index is appended to `open`. The sums are for shares, with what
/// was kept of them, or for precision (log_softmax: for logs or precision).
template <class T>
void softmax(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out,
             std::vector<std::size_t>& open);
template <class T>
void log_softmax(std::span<const T> z, const LogitSums& sums, std::span<T> out, std::vector<std::size_t>& open);
template <class T>
void softmax_curvature(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out,
                       std::vector<std::size_t>& open);
template <class T>
void loss_gradient(std::span<const T> z, std::span<const T> p, const LossSums& sums, const Kept& kept, std::span<T> out,
                   std::vector<std::size_t>& open);
/// Values of single numbers, likewise: −ln p in a unit of which there are per_nat; the loss and its derivatives.
template <class T>
void self_information(std::span<const T> p, const Sum& per_nat, std::span<T> out, std::vector<std::size_t>& open);
template <class T>
void sigmoid_loss(std::span<const T> z, std::span<const T> y, std::span<T> out, std::vector<std::size_t>& open);
template <class T>
void sigmoid_slope(std::span<const T> z, std::span<const T> y, std::span<T> out, std::vector<std::size_t>& open);
template <class T>
void sigmoid_curvature(std::span<const T> z, std::span<T> out, std::vector<std::size_t>& open);

}  // namespace gibbs::inline v0::detail::kernels
