// The squared error, and what becomes of it behind a softmax.
//
// Every result is the exact value rounded to nearest, ties to even, for every input of the domain; a zero is +0.
// Throws DomainError outside the domain, or if the arguments differ in length. Outputs must not overlap inputs.
#pragma once

#include <gibbs/distribution.hpp>
#include <span>

namespace gibbs::inline v0 {

/// (1/n) Σ (xᵢ − yᵢ)², for any finite numbers; +∞ only where the exact value rounds to it.
double mean_squared_error(std::span<const double> x, std::span<const double> y);
float mean_squared_error(std::span<const float> x, std::span<const float> y);
void mean_squared_error(const Rows<double>& x, const Rows<double>& y, std::span<double> out);
void mean_squared_error(const Rows<float>& x, const Rows<float>& y, std::span<float> out);

/// ∂/∂zᵢ of mean_squared_error(y, q), q = softmax z: (2/n)·qᵢ·((qᵢ − yᵢ) − Σ qⱼ(qⱼ − yⱼ)). y holds any finite numbers.
void softmax_mean_squared_error_gradient(const Logits<double>& z, std::span<const double> y, std::span<double> out);
void softmax_mean_squared_error_gradient(const Logits<float>& z, std::span<const float> y, std::span<float> out);
void softmax_mean_squared_error_gradient(const Rows<double>& z, const Rows<double>& y, std::span<double> out);
void softmax_mean_squared_error_gradient(const Rows<float>& z, const Rows<float>& y, std::span<float> out);

}  // namespace gibbs::inline v0
