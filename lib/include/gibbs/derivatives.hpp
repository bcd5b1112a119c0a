// Derivatives beyond the gradients of losses: products of vectors with Jacobians, as backward passes need them, and
// second derivatives. q = softmax z throughout; u holds any finite numbers. What holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>

namespace gibbs::inline v0 {

/// Σⱼ uⱼ ∂qⱼ/∂zᵢ = qᵢ (uᵢ − Σ qⱼuⱼ). z[n], u[n] → [n]; z[b][n], u[b][n] → [b][n]. Masked classes have 0.
void softmax_vjp(const In<Logits<double>>& z, std::span<const double> u, std::span<double> out);
void softmax_vjp(const In<Logits<float>>& z, std::span<const float> u, std::span<float> out);
void softmax_vjp(const Rows<double>& z, const Rows<double>& u, std::span<double> out);
void softmax_vjp(const Rows<float>& z, const Rows<float>& u, std::span<float> out);

/// Σⱼ uⱼ ∂log_softmax(z)ⱼ/∂zᵢ = uᵢ − qᵢ Σ uⱼ. Shapes as above. A masked class i has uᵢ.
void log_softmax_vjp(const In<Logits<double>>& z, std::span<const double> u, std::span<double> out);
void log_softmax_vjp(const In<Logits<float>>& z, std::span<const float> u, std::span<float> out);
void log_softmax_vjp(const Rows<double>& z, const Rows<double>& u, std::span<double> out);
void log_softmax_vjp(const Rows<float>& z, const Rows<float>& u, std::span<float> out);

/// ∂²L/∂zᵢ² = qᵢ (1 − qᵢ) of L = softmax_cross_entropy, whatever the label. z[n] → [n], each in [0, 1/4]; z[b][n] →
/// [b][n].
void softmax_cross_entropy_hessian_diagonal(const In<Logits<double>>& z, std::span<double> out);
void softmax_cross_entropy_hessian_diagonal(const In<Logits<float>>& z, std::span<float> out);
void softmax_cross_entropy_hessian_diagonal(const Rows<double>& z, std::span<double> out);
void softmax_cross_entropy_hessian_diagonal(const Rows<float>& z, std::span<float> out);

/// σ(z)(1 − σ(z)), σ(z) = 1/(1 + exp(−z)): the second derivative of sigmoid_cross_entropy, in [0, 1/4]; 0 at z = −∞. A
/// batch: z[b] → [b].
double sigmoid_cross_entropy_hessian(double z);
float sigmoid_cross_entropy_hessian(float z);
void sigmoid_cross_entropy_hessian(std::span<const double> z, std::span<double> out);
void sigmoid_cross_entropy_hessian(std::span<const float> z, std::span<float> out);

}  // namespace gibbs::inline v0
