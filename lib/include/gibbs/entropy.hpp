// The information of one event and the entropy of a distribution. What holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>
#include <gibbs/unit.hpp>

namespace gibbs::inline v0 {

/// I(p) = −log p, the surprise of an event of probability p ∈ [0, 1]; I(0) = +∞. A batch: p[b] → [b].
double self_information(double p, Unit unit = Unit::nat);
float self_information(float p, Unit unit = Unit::nat);
void self_information(std::span<const double> p, std::span<double> out, Unit unit = Unit::nat);
void self_information(std::span<const float> p, std::span<float> out, Unit unit = Unit::nat);

/// H(p̂) = −Σ p̂ᵢ log p̂ᵢ, 0·log 0 = 0. p[n] → a number in [0, log n]; p[b][n] → [b].
double entropy(const In<Distribution<double>>& p, Unit unit = Unit::nat);
float entropy(const In<Distribution<float>>& p, Unit unit = Unit::nat);
void entropy(const Rows<double>& p, std::span<double> out, Unit unit = Unit::nat);
void entropy(const Rows<float>& p, std::span<float> out, Unit unit = Unit::nat);

/// exp(−Σ p̂ᵢ ln p̂ᵢ): the number of equally likely classes with the same entropy. p[n] → a number in [1, n]; p[b][n] →
/// [b].
double perplexity(const In<Distribution<double>>& p);
float perplexity(const In<Distribution<float>>& p);
void perplexity(const Rows<double>& p, std::span<double> out);
void perplexity(const Rows<float>& p, std::span<float> out);

}  // namespace gibbs::inline v0
