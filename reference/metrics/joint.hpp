// Information in a joint table, as sums of logarithms (see log_sum.hpp).
#pragma once

#include "reference/metrics/mathematics.hpp"

namespace gibbs::reference {

/// A joint table with its row sums r, column sums c and mass W. Rows follow each other in w.
template <class Real>
struct Joint {
  explicit Joint(const Argument& table)
      : w(read<Real>(table.values)), r(w.size() / table.columns), c(table.columns), W(total(w)) {
    for (std::size_t k = 0; k < w.size(); ++k) {
      r[row(k)] += w[k];
      c[column(k)] += w[k];
    }
  }
  std::size_t row(std::size_t k) const { return k / c.size(); }
  std::size_t column(std::size_t k) const { return k % c.size(); }

  std::vector<Real> w, r, c;
  Real W;
};

/// H(column | row) = −Σ ŵᵢⱼ log(ŵᵢⱼ/r̂ᵢ) = Σ wᵢⱼ log(rᵢ/wᵢⱼ) / W
template <>
struct Mathematics<Metric::conditional_entropy> : SumOfLogarithms<Metric::conditional_entropy> {
  template <class Sum>
  static void add_terms(const Question& question, Sum& sum) {
    const Joint<typename Sum::Real> t(question.arguments[0]);
    for (std::size_t k = 0; k < t.w.size(); ++k) sum.add(t.w[k], t.r[t.row(k)], t.w[k]);
    sum.divide_by(t.W);
  }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const Joint<double> t(question.arguments[0]);
    double weight = 0;
    for (std::size_t k = 0; k < t.w.size(); ++k) {
      weight += t.w[k] * (stable::abs_log(t.w[k]) + stable::abs_log(t.r[t.row(k)]));
    }
    return {stable::logarithmic(static_cast<double>(t.w.size()), weight, 4, question.unit, f)};
  }
};

/// I = Σ ŵᵢⱼ log(ŵᵢⱼ/(r̂ᵢ ĉⱼ)) = Σ wᵢⱼ log(wᵢⱼW / rᵢcⱼ) / W
template <>
struct Mathematics<Metric::mutual_information> : SumOfLogarithms<Metric::mutual_information> {
  template <class Sum>
  static void add_terms(const Question& question, Sum& sum) {
    const Joint<typename Sum::Real> t(question.arguments[0]);
    for (std::size_t k = 0; k < t.w.size(); ++k) {
      if (!t.w[k].is_zero()) sum.add(t.w[k], t.w[k] * t.W, t.r[t.row(k)] * t.c[t.column(k)]);
    }
    sum.divide_by(t.W);
  }

  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const Joint<double> t(question.arguments[0]);
    double weight = 0;
    for (std::size_t k = 0; k < t.w.size(); ++k) {
      weight += t.w[k] * (stable::abs_log(t.w[k]) + stable::abs_log(t.r[t.row(k)]) + stable::abs_log(t.c[t.column(k)]));
    }
    return {stable::logarithmic(static_cast<double>(t.w.size()), weight, 6, question.unit, f)};
  }
};

}  // namespace gibbs::reference
