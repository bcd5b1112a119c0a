// The losses of classification and their gradients, from logits; in nats. What holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>

namespace gibbs::inline v0 {

/// L = ln Σ exp zⱼ − Σ p̂ᵢ zᵢ, the cross-entropy H(p̂, softmax z). A masked class (zᵢ = −∞) adds 0 where pᵢ = 0 and makes
/// L = +∞ where pᵢ > 0. z[n], p[n] → a number ≥ 0; z[b][n], p[b][n] → [b].
double softmax_cross_entropy(const In<Logits<double>>& z, const In<Distribution<double>>& p);
float softmax_cross_entropy(const In<Logits<float>>& z, const In<Distribution<float>>& p);
void softmax_cross_entropy(const Rows<double>& z, const Rows<double>& p, std::span<double> out);
void softmax_cross_entropy(const Rows<float>& z, const Rows<float>& p, std::span<float> out);

/// ∂L/∂zᵢ = softmax(z)ᵢ − p̂ᵢ. z[n], p[n] → [n]; z[b][n], p[b][n] → [b][n].
void softmax_cross_entropy_gradient(const In<Logits<double>>& z, const In<Distribution<double>>& p,
                                    std::span<double> out);
void softmax_cross_entropy_gradient(const In<Logits<float>>& z, const In<Distribution<float>>& p, std::span<float> out);
void softmax_cross_entropy_gradient(const Rows<double>& z, const Rows<double>& p, std::span<double> out);
void softmax_cross_entropy_gradient(const Rows<float>& z, const Rows<float>& p, std::span<float> out);

/// Both at the price of little more than one: returns (or stores per row) L, and stores ∂L/∂zᵢ in `gradient`.
double softmax_cross_entropy_with_gradient(const In<Logits<double>>& z, const In<Distribution<double>>& p,
                                           std::span<double> gradient);
float softmax_cross_entropy_with_gradient(const In<Logits<float>>& z, const In<Distribution<float>>& p,
                                          std::span<float> gradient);
void softmax_cross_entropy_with_gradient(const Rows<double>& z, const Rows<double>& p, std::span<double> loss,
                                         std::span<double> gradient);
void softmax_cross_entropy_with_gradient(const Rows<float>& z, const Rows<float>& p, std::span<float> loss,
                                         std::span<float> gradient);

/// ln(1 + exp z) − y z, z finite or −∞, y ∈ [0, 1]; at z = −∞: 0 if y = 0, else +∞. A batch: z[b], y[b] → [b].
double sigmoid_cross_entropy(double z, double y);
float sigmoid_cross_entropy(float z, float y);
void sigmoid_cross_entropy(std::span<const double> z, std::span<const double> y, std::span<double> out);
void sigmoid_cross_entropy(std::span<const float> z, std::span<const float> y, std::span<float> out);

/// 1/(1 + exp(−z)) − y, the derivative of sigmoid_cross_entropy with respect to z, in [−1, 1]. A batch as above.
double sigmoid_cross_entropy_gradient(double z, double y);
float sigmoid_cross_entropy_gradient(float z, float y);
void sigmoid_cross_entropy_gradient(std::span<const double> z, std::span<const double> y, std::span<double> out);
void sigmoid_cross_entropy_gradient(std::span<const float> z, std::span<const float> y, std::span<float> out);

}  // namespace gibbs::inline v0
