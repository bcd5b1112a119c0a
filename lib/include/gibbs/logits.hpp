// From logits to probabilities. A class with zᵢ = −∞ is masked: softmax 0, log_softmax −∞. Logarithms are natural. What
// holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>

namespace gibbs::inline v0 {

/// ln Σ exp zᵢ. z[n] → a number; z[b][n] → [b].
double log_sum_exp(const In<Logits<double>>& z);
float log_sum_exp(const In<Logits<float>>& z);
void log_sum_exp(const Rows<double>& z, std::span<double> out);
void log_sum_exp(const Rows<float>& z, std::span<float> out);

/// qᵢ = exp zᵢ / Σ exp zⱼ. z[n] → [n], each in [0, 1]; z[b][n] → [b][n].
void softmax(const In<Logits<double>>& z, std::span<double> out);
void softmax(const In<Logits<float>>& z, std::span<float> out);
void softmax(const Rows<double>& z, std::span<double> out);
void softmax(const Rows<float>& z, std::span<float> out);

/// zᵢ − ln Σ exp zⱼ. z[n] → [n], each ≤ 0; z[b][n] → [b][n].
void log_softmax(const In<Logits<double>>& z, std::span<double> out);
void log_softmax(const In<Logits<float>>& z, std::span<float> out);
void log_softmax(const Rows<double>& z, std::span<double> out);
void log_softmax(const Rows<float>& z, std::span<float> out);

}  // namespace gibbs::inline v0
