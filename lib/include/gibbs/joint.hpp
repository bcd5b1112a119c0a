// Two variables at once: a table w of joint masses, rows X and columns Y. What holds for all metrics: gibbs.hpp.
#pragma once

#include <gibbs/arguments.hpp>
#include <gibbs/unit.hpp>

namespace gibbs::inline v0 {

/// H(Y∣X) = −Σ ŵᵢⱼ log(ŵᵢⱼ/r̂ᵢ), r̂ᵢ = Σⱼ ŵᵢⱼ: the entropy of the column, the row being known. w[r][c] → a number in
/// [0, log c]; w[b][r][c] → [b].
double conditional_entropy(const Joint<double>& w, Unit unit = Unit::nat);
float conditional_entropy(const Joint<float>& w, Unit unit = Unit::nat);
void conditional_entropy(const Tables<double>& w, std::span<double> out, Unit unit = Unit::nat);
void conditional_entropy(const Tables<float>& w, std::span<float> out, Unit unit = Unit::nat);

/// I(X;Y) = Σ ŵᵢⱼ log(ŵᵢⱼ/(r̂ᵢ ĉⱼ)), also called information gain; zero only where the table is r̂ × ĉ. w[r][c] → a
/// number ≥ 0; w[b][r][c] → [b].
double mutual_information(const Joint<double>& w, Unit unit = Unit::nat);
float mutual_information(const Joint<float>& w, Unit unit = Unit::nat);
void mutual_information(const Tables<double>& w, std::span<double> out, Unit unit = Unit::nat);
void mutual_information(const Tables<float>& w, std::span<float> out, Unit unit = Unit::nat);

}  // namespace gibbs::inline v0
