// The sums of the fast stage: vectorised, dispatched at run time to what the processor has, one source for all.
//
// A sum is a pair hi + lo with a bound of its error, so a ball (detail/ball.hpp); nothing is rounded to the result here
// but in the vectorial kernels, which round what they can and list what they cannot.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace gibbs::inline v0::detail::kernels {

/// hi + lo, within `error`.
struct Sum {
  double hi = 0, lo = 0, error = 0;
};

/// What a metric of distributions is made of. Not `usable`: some element may be outside [0, 1], or too small, or too
/// large a ratio, for these kernels; the sums then mean nothing.
struct WeightedLogs {
  bool usable = false;
  Sum p, q;         // masses: Σ pᵢ and, where there is one, Σ qᵢ
  Sum logs, other;  // what the function names
};

/// logs = Σ pᵢ ln pᵢ; this one and the others roughly (within 2⁻⁵⁹, in binary32 about 2⁻⁴¹) or to more bits.
template <class T>
WeightedLogs entropy_sums(std::span<const T> p, bool rough);
/// logs = Σ pᵢ ln qᵢ.
template <class T>
WeightedLogs cross_entropy_sums(std::span<const T> p, std::span<const T> q, bool rough);
/// logs = Σ pᵢ ln(pᵢ/qᵢ).
template <class T>
WeightedLogs divergence_sums(std::span<const T> p, std::span<const T> q, bool rough);
/// logs = Σ pᵢ ln(2pᵢ/(pᵢ + qᵢ)), other = Σ qᵢ ln(2qᵢ/(pᵢ + qᵢ)).
template <class T>
WeightedLogs jensen_shannon_sums(std::span<const T> p, std::span<const T> q, bool rough);

/// Of logits z and, for the loss, weights p: sums of exponentials as they are (origin o = 0); or around the largest
/// logit m (o = m), T being Σ exp(zᵢ − m) without one zᵢ = m, where a small T is not lost beside 1.
struct LogitSums {
  bool usable = false;
  bool precise = false;       // around the largest logit, and to far more bits
  bool kept = false;          // the exponentials
  double own = 0, slope = 0;  // the relative error of exp x as kept: own + slope·|x|
  int shift = 0;              // of exponentials: they are multiplied by 2^−shift
  double peak = 0;            // m
  double origin = 0;          // o
  Sum rest;                   // T, if precise
  Sum total;                  // 2^−shift·Σ exp zᵢ
  Sum log_total;              // ln Σ exp(zᵢ − o)
  Sum mass, gap;              // Σ pᵢ, Σ pᵢ(o − zᵢ)
};
/// What the sums are for: a value; differences from ln Σ exp zᵢ; the shares of classes, for which exponentials may be
/// kept; or what one of those left open, for which T is needed to far more bits.
enum class Purpose { value, logs, shares, precision };
template <class T>
LogitSums logit_sums(std::span<const T> z, Purpose purpose, std::vector<double>* kept = nullptr);
template <class T>
LogitSums loss_sums(std::span<const T> z, std::span<const T> p, Purpose purpose, std::vector<double>* kept = nullptr);

/// Components rounded correctly, but for those whose index is appended to `open`. The sums were
/// taken for shares, with `kept`, or for precision.
template <class T>
void softmax(std::span<const T> z, const LogitSums& sums, const std::vector<double>& kept, std::span<T> out,
             std::vector<std::size_t>& open);
template <class T>
void log_softmax(std::span<const T> z, const LogitSums& sums, std::span<T> out, std::vector<std::size_t>& open);
template <class T>
void loss_gradient(std::span<const T> z, std::span<const T> p, const LogitSums& sums, const std::vector<double>& kept,
                   std::span<T> out, std::vector<std::size_t>& open);

}  // namespace gibbs::inline v0::detail::kernels
