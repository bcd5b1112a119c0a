// The information of one event and the entropy of a distribution.
//
// Every result is the exact value rounded to nearest, ties to even, for every input of the domain; a zero is +0.
// Throws DomainError outside the domain. With `out`: one result per row (or per element); out must not overlap inputs.
#pragma once

#include <gibbs/distribution.hpp>
#include <gibbs/unit.hpp>
#include <span>

namespace gibbs::inline v0 {

/// I(p) = −log p, the surprise of an event of probability p ∈ [0, 1]; I(0) = +∞.
double self_information(double p, Unit unit = Unit::nat);
float self_information(float p, Unit unit = Unit::nat);
void self_information(std::span<const double> p, std::span<double> out, Unit unit = Unit::nat);
void self_information(std::span<const float> p, std::span<float> out, Unit unit = Unit::nat);

/// H(p̂) = −Σ p̂ᵢ log p̂ᵢ, 0·log 0 = 0.
double entropy(const Distribution<double>& p, Unit unit = Unit::nat);
float entropy(const Distribution<float>& p, Unit unit = Unit::nat);
void entropy(const Rows<double>& p, std::span<double> out, Unit unit = Unit::nat);
void entropy(const Rows<float>& p, std::span<float> out, Unit unit = Unit::nat);

/// exp(−Σ p̂ᵢ ln p̂ᵢ): the number of equally likely classes with the same entropy.
double perplexity(const Distribution<double>& p);
float perplexity(const Distribution<float>& p);
void perplexity(const Rows<double>& p, std::span<double> out);
void perplexity(const Rows<float>& p, std::span<float> out);

}  // namespace gibbs::inline v0
