// The softmax loss where a label is a class that is certain: y stands for the distribution that is 1 at y and 0
// elsewhere. In nats. What holds for all metrics: gibbs.hpp.
//
// In a batch z[b][n] a label y[b] of −1 says that its row is to be ignored, whatever it holds, NaN included; so does a
// weight of 0 in the means. Weights w[b] are finite and ≥ 0. DomainError where no row is left: there is no mean.
#pragma once

#include <gibbs/arguments.hpp>

namespace gibbs::inline v0 {

/// L = ln Σ exp zⱼ − z_y; +∞ where class y is masked. z[n], y → a number ≥ 0; z[b][n], y[b] → [b], +0 for ignored rows.
double softmax_cross_entropy(const In<Logits<double>>& z, std::int64_t y);
float softmax_cross_entropy(const In<Logits<float>>& z, std::int64_t y);
void softmax_cross_entropy(const Rows<double>& z, const In<Labels>& y, std::span<double> out);
void softmax_cross_entropy(const Rows<float>& z, const In<Labels>& y, std::span<float> out);

/// ∂L/∂zᵢ = softmax(z)ᵢ − [i = y]. z[n], y → [n]; z[b][n], y[b] → [b][n], +0 in ignored rows.
void softmax_cross_entropy_gradient(const In<Logits<double>>& z, std::int64_t y, std::span<double> out);
void softmax_cross_entropy_gradient(const In<Logits<float>>& z, std::int64_t y, std::span<float> out);
void softmax_cross_entropy_gradient(const Rows<double>& z, const In<Labels>& y, std::span<double> out);
void softmax_cross_entropy_gradient(const Rows<float>& z, const In<Labels>& y, std::span<float> out);

/// Σ wᵢ L(zᵢ, yᵢ) / Σ wᵢ over the rows that are not ignored; without w all weights are 1. z[b][n], y[b], w[b] → a
/// number.
double mean_softmax_cross_entropy(const Rows<double>& z, const In<Labels>& y);
float mean_softmax_cross_entropy(const Rows<float>& z, const In<Labels>& y);
double mean_softmax_cross_entropy(const Rows<double>& z, const In<Labels>& y, std::span<const double> w);
float mean_softmax_cross_entropy(const Rows<float>& z, const In<Labels>& y, std::span<const float> w);

/// Its derivative with respect to z: wᵢ (softmax(zᵢ)ⱼ − [j = yᵢ]) / Σ w, +0 in ignored rows. z[b][n], y[b], w[b] →
/// [b][n].
void mean_softmax_cross_entropy_gradient(const Rows<double>& z, const In<Labels>& y, std::span<double> out);
void mean_softmax_cross_entropy_gradient(const Rows<float>& z, const In<Labels>& y, std::span<float> out);
void mean_softmax_cross_entropy_gradient(const Rows<double>& z, const In<Labels>& y, std::span<const double> w,
                                         std::span<double> out);
void mean_softmax_cross_entropy_gradient(const Rows<float>& z, const In<Labels>& y, std::span<const float> w,
                                         std::span<float> out);

/// exp of the mean loss: the perplexity of a model on a text of b symbols, of which symbol i is yᵢ. z[b][n], y[b] → a
/// number ≥ 1.
double sequence_perplexity(const Rows<double>& z, const In<Labels>& y);
float sequence_perplexity(const Rows<float>& z, const In<Labels>& y);

}  // namespace gibbs::inline v0
