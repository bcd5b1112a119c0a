// Two variables at once: a table w of joint masses, rows X and columns Y.
//
// Every result is the exact value rounded to nearest, ties to even, for every input of the domain; a zero is +0.
// Throws DomainError outside the domain.
#pragma once

#include <gibbs/distribution.hpp>
#include <gibbs/unit.hpp>

namespace gibbs::inline v0 {

/// H(Y∣X) = −Σ ŵᵢⱼ log(ŵᵢⱼ/r̂ᵢ), r̂ᵢ = Σⱼ ŵᵢⱼ: the entropy of the column, the row being known.
double conditional_entropy(const Joint<double>& w, Unit unit = Unit::nat);
float conditional_entropy(const Joint<float>& w, Unit unit = Unit::nat);

/// I(X;Y) = Σ ŵᵢⱼ log(ŵᵢⱼ/(r̂ᵢ ĉⱼ)), also called information gain; zero only where the table is r̂ × ĉ.
double mutual_information(const Joint<double>& w, Unit unit = Unit::nat);
float mutual_information(const Joint<float>& w, Unit unit = Unit::nat);

}  // namespace gibbs::inline v0
