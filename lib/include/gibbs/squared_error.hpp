// The squared error, and what becomes of it behind a softmax. What holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>

namespace gibbs::inline v0 {

/// (1/n) Σ (xᵢ − yᵢ)², for any finite numbers; +∞ only where the exact value rounds to it. x[n], y[n] → a number ≥ 0;
/// x[b][n], y[b][n] → [b].
double mean_squared_error(std::span<const double> x, std::span<const double> y);
float mean_squared_error(std::span<const float> x, std::span<const float> y);
void mean_squared_error(const Rows<double>& x, const Rows<double>& y, std::span<double> out);
void mean_squared_error(const Rows<float>& x, const Rows<float>& y, std::span<float> out);

/// ∂/∂zᵢ of mean_squared_error(y, q), q = softmax z: (2/n)·qᵢ·((qᵢ − yᵢ) − Σ qⱼ(qⱼ − yⱼ)). y holds any finite numbers.
/// z[n], y[n] → [n]; z[b][n], y[b][n] → [b][n].
void softmax_mean_squared_error_gradient(const In<Logits<double>>& z, std::span<const double> y, std::span<double> out);
void softmax_mean_squared_error_gradient(const In<Logits<float>>& z, std::span<const float> y, std::span<float> out);
void softmax_mean_squared_error_gradient(const Rows<double>& z, const Rows<double>& y, std::span<double> out);
void softmax_mean_squared_error_gradient(const Rows<float>& z, const Rows<float>& y, std::span<float> out);

}  // namespace gibbs::inline v0
