// How a distribution q differs from a distribution p.
//
// Every result is the exact value rounded to nearest, ties to even, for every input of the domain; a zero is +0.
// Throws DomainError outside the domain, or if p and q differ in length. With `out`: one result per row; out must not
// overlap the inputs.
#pragma once

#include <gibbs/distribution.hpp>
#include <gibbs/unit.hpp>
#include <span>

namespace gibbs::inline v0 {

/// H(p̂, q̂) = −Σ p̂ᵢ log q̂ᵢ; +∞ where qᵢ = 0 < pᵢ.
double cross_entropy(const Distribution<double>& p, const Distribution<double>& q, Unit unit = Unit::nat);
float cross_entropy(const Distribution<float>& p, const Distribution<float>& q, Unit unit = Unit::nat);
void cross_entropy(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void cross_entropy(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

/// D(p̂‖q̂) = Σ p̂ᵢ log(p̂ᵢ/q̂ᵢ), Kullback–Leibler; +∞ where qᵢ = 0 < pᵢ; zero only where p̂ = q̂.
double kl_divergence(const Distribution<double>& p, const Distribution<double>& q, Unit unit = Unit::nat);
float kl_divergence(const Distribution<float>& p, const Distribution<float>& q, Unit unit = Unit::nat);
void kl_divergence(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void kl_divergence(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

/// J(p̂, q̂) = ½ D(p̂‖m̂) + ½ D(q̂‖m̂), m̂ = (p̂ + q̂)/2, Jensen–Shannon; at most 1 bit.
double js_divergence(const Distribution<double>& p, const Distribution<double>& q, Unit unit = Unit::nat);
float js_divergence(const Distribution<float>& p, const Distribution<float>& q, Unit unit = Unit::nat);
void js_divergence(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void js_divergence(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

}  // namespace gibbs::inline v0
