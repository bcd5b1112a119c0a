// From logits to probabilities. A class with zᵢ = −∞ is masked: softmax 0, log_softmax −∞.
//
// Every result is the exact value rounded to nearest, ties to even, for every input of the domain; a zero is +0.
// Throws DomainError outside the domain. `out` has one number per row (log_sum_exp) or per logit (softmax, log_softmax)
// and must not overlap z.
#pragma once

#include <gibbs/distribution.hpp>
#include <span>

namespace gibbs::inline v0 {

/// ln Σ exp zᵢ.
double log_sum_exp(const Logits<double>& z);
float log_sum_exp(const Logits<float>& z);
void log_sum_exp(const Rows<double>& z, std::span<double> out);
void log_sum_exp(const Rows<float>& z, std::span<float> out);

/// exp zᵢ / Σ exp zⱼ.
void softmax(const Logits<double>& z, std::span<double> out);
void softmax(const Logits<float>& z, std::span<float> out);
void softmax(const Rows<double>& z, std::span<double> out);
void softmax(const Rows<float>& z, std::span<float> out);

/// zᵢ − ln Σ exp zⱼ.
void log_softmax(const Logits<double>& z, std::span<double> out);
void log_softmax(const Logits<float>& z, std::span<float> out);
void log_softmax(const Rows<double>& z, std::span<double> out);
void log_softmax(const Rows<float>& z, std::span<float> out);

}  // namespace gibbs::inline v0
