// How a distribution q differs from a distribution p of as many classes. What holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>
#include <gibbs/unit.hpp>

namespace gibbs::inline v0 {

/// H(p̂, q̂) = −Σ p̂ᵢ log q̂ᵢ; +∞ where qᵢ = 0 < pᵢ. p[n], q[n] → a number ≥ 0; p[b][n], q[b][n] → [b].
double cross_entropy(const In<Distribution<double>>& p, const In<Distribution<double>>& q, Unit unit = Unit::nat);
float cross_entropy(const In<Distribution<float>>& p, const In<Distribution<float>>& q, Unit unit = Unit::nat);
void cross_entropy(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void cross_entropy(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

/// D(p̂‖q̂) = Σ p̂ᵢ log(p̂ᵢ/q̂ᵢ), Kullback–Leibler; +∞ where qᵢ = 0 < pᵢ; zero only where p̂ = q̂. Shapes as above.
double kl_divergence(const In<Distribution<double>>& p, const In<Distribution<double>>& q, Unit unit = Unit::nat);
float kl_divergence(const In<Distribution<float>>& p, const In<Distribution<float>>& q, Unit unit = Unit::nat);
void kl_divergence(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void kl_divergence(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

/// J(p̂, q̂) = ½ D(p̂‖m̂) + ½ D(q̂‖m̂), m̂ = (p̂ + q̂)/2, Jensen–Shannon; at most 1 bit. Shapes as above.
double js_divergence(const In<Distribution<double>>& p, const In<Distribution<double>>& q, Unit unit = Unit::nat);
float js_divergence(const In<Distribution<float>>& p, const In<Distribution<float>>& q, Unit unit = Unit::nat);
void js_divergence(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void js_divergence(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

/// √J(p̂, q̂), J in the unit, the Jensen–Shannon distance, a metric (Endres and Schindelin 2003). Shapes as above.
double js_distance(const In<Distribution<double>>& p, const In<Distribution<double>>& q, Unit unit = Unit::nat);
float js_distance(const In<Distribution<float>>& p, const In<Distribution<float>>& q, Unit unit = Unit::nat);
void js_distance(const Rows<double>& p, const Rows<double>& q, std::span<double> out, Unit unit = Unit::nat);
void js_distance(const Rows<float>& p, const Rows<float>& q, std::span<float> out, Unit unit = Unit::nat);

}  // namespace gibbs::inline v0
