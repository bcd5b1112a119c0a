// The losses of classification and their gradients, from logits.
//
// Every result is the exact value rounded to nearest, ties to even, for every input of the domain; a zero is +0.
// Throws DomainError outside the domain, or if the arguments differ in length. Outputs must not overlap inputs.
// Losses are in nats.
#pragma once

#include <gibbs/distribution.hpp>
#include <span>

namespace gibbs::inline v0 {

/// L = ln Σ exp zⱼ − Σ p̂ᵢ zᵢ, the cross-entropy H(p̂, softmax z). A masked class (zᵢ = −∞) adds 0 where pᵢ = 0 and makes
/// L = +∞ where pᵢ > 0.
double softmax_cross_entropy(const Logits<double>& z, const Distribution<double>& p);
float softmax_cross_entropy(const Logits<float>& z, const Distribution<float>& p);
void softmax_cross_entropy(const Rows<double>& z, const Rows<double>& p, std::span<double> out);
void softmax_cross_entropy(const Rows<float>& z, const Rows<float>& p, std::span<float> out);

/// ∂L/∂zᵢ = softmax(z)ᵢ − p̂ᵢ.
void softmax_cross_entropy_gradient(const Logits<double>& z, const Distribution<double>& p, std::span<double> out);
void softmax_cross_entropy_gradient(const Logits<float>& z, const Distribution<float>& p, std::span<float> out);
void softmax_cross_entropy_gradient(const Rows<double>& z, const Rows<double>& p, std::span<double> out);
void softmax_cross_entropy_gradient(const Rows<float>& z, const Rows<float>& p, std::span<float> out);

/// Both at the price of little more than one: returns (or stores per row) L, and stores ∂L/∂zᵢ in `gradient`.
double softmax_cross_entropy_with_gradient(const Logits<double>& z, const Distribution<double>& p,
                                           std::span<double> gradient);
float softmax_cross_entropy_with_gradient(const Logits<float>& z, const Distribution<float>& p,
                                          std::span<float> gradient);
void softmax_cross_entropy_with_gradient(const Rows<double>& z, const Rows<double>& p, std::span<double> loss,
                                         std::span<double> gradient);
void softmax_cross_entropy_with_gradient(const Rows<float>& z, const Rows<float>& p, std::span<float> loss,
                                         std::span<float> gradient);

/// ln(1 + exp z) − y z, z finite or −∞, y ∈ [0, 1]; at z = −∞: 0 if y = 0, else +∞.
double sigmoid_cross_entropy(double z, double y);
float sigmoid_cross_entropy(float z, float y);
void sigmoid_cross_entropy(std::span<const double> z, std::span<const double> y, std::span<double> out);
void sigmoid_cross_entropy(std::span<const float> z, std::span<const float> y, std::span<float> out);

/// 1/(1 + exp(−z)) − y, the derivative of sigmoid_cross_entropy with respect to z.
double sigmoid_cross_entropy_gradient(double z, double y);
float sigmoid_cross_entropy_gradient(float z, float y);
void sigmoid_cross_entropy_gradient(std::span<const double> z, std::span<const double> y, std::span<double> out);
void sigmoid_cross_entropy_gradient(std::span<const float> z, std::span<const float> y, std::span<float> out);

}  // namespace gibbs::inline v0
