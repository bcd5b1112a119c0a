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

namespace stable {

/// What the bounds of tables are made of: the weights of the logarithms of cells, rows and columns, and how their sums
/// are disturbed. A form has at most as many terms in a sum as there are cells, or rows and columns.
struct TableWeights {
  const Joint<double> t;
  double terms, cells = 0, rows = 0, columns = 0;  // Σ w|log w|, Σ w|log r|, Σ w|log c|
  Disturbance disturbance;
  double of_rows, of_columns;  // by how much all row sums, all column sums are off together

  TableWeights(const Argument& table, const Roundoff& f) : t(table), disturbance(table.values, f) {
    double fine = 0;
    for (std::size_t k = 0; k < t.w.size(); ++k) {
      cells += t.w[k] * abs_log(t.w[k]);
      rows += t.w[k] * abs_log(t.r[t.row(k)]);
      columns += t.w[k] * abs_log(t.c[t.column(k)]);
      fine += t.w[k] / f.u != std::floor(t.w[k] / f.u);
    }
    const double height = static_cast<double>(t.r.size()), width = static_cast<double>(t.c.size());
    terms = std::max(positives(t.w), height + width);
    of_rows = std::min(width - 1, 2 * fine) * f.u;  // see Disturbance
    of_columns = std::min(height - 1, 2 * fine) * f.u;
  }
};

}  // namespace stable

/// H(column | row) = −Σ ŵᵢⱼ log(ŵᵢⱼ/r̂ᵢ) = Σ wᵢⱼ log(rᵢ/wᵢⱼ) / W
template <>
struct Mathematics<Metric::conditional_entropy> : SumOfLogarithms<Metric::conditional_entropy> {
  template <class Sum>
  static void add_terms(const Question& question, Sum& sum) {
    const Joint<typename Sum::Real> t(question.arguments[0]);
    for (std::size_t k = 0; k < t.w.size(); ++k) sum.add(t.w[k], t.r[t.row(k)], t.w[k]);
    sum.divide_by(t.W);
  }

  static double breadth(const Question& q) { return stable::log_of(q.arguments[0].columns, q.unit); }

  /// Cells and rows, as quotients or as entropies. −w log(w/r) has the derivatives −log(w/r) − 1 by w and w/r by r, which
  /// cancel where w is disturbed and r with it; a row sum that is off counts for itself.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::TableWeights x(question.arguments[0], f);
    double ratios = 0;
    for (std::size_t k = 0; k < x.t.w.size(); ++k) {
      if (x.t.w[k] > 0) ratios += x.t.w[k] * stable::abs_log_ratio(x.t.w[k], x.t.r[x.t.row(k)]);
    }
    const double sum = stable::of_log_sum(x.terms, f), of_w = x.disturbance.all();
    const double bound = sum * (x.cells + x.rows) + of_w * ratios + x.of_rows + f.u;
    return {stable::first_order(bound * stable::per_nat(question.unit), sum + of_w + x.of_rows) +
            stable::underflow(x.terms, f)};
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

  static double breadth(const Question& q) {
    const Argument& w = q.arguments[0];
    return stable::log_of(std::min(w.columns, w.values.size() / w.columns), q.unit);
  }

  /// Cells, rows and columns, with one quotient and one product or two quotients. w log(w/rc) has the derivatives
  /// log(w/rc) + 1 by w, −w/r by r and −w/c by c: where w is disturbed, and r and c with it, log(w/rc) − 1 is left.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const stable::TableWeights x(question.arguments[0], f);
    double ratios = 0;
    for (std::size_t k = 0; k < x.t.w.size(); ++k) {
      const double c = x.t.c[x.t.column(k)];
      if (x.t.w[k] > 0) ratios += x.t.w[k] * std::abs(std::log(x.t.w[k]) - std::log(x.t.r[x.t.row(k)]) - std::log(c));
    }
    const double sum = stable::of_log_sum(x.terms, f), of_w = x.disturbance.all();
    const double bound = sum * (x.cells + x.rows + x.columns) + of_w * (1 + ratios) + x.of_rows + x.of_columns + 2 * f.u;
    return {stable::first_order(bound * stable::per_nat(question.unit), sum + of_w + x.of_rows + x.of_columns) +
            stable::underflow(x.terms, f)};
  }
};

}  // namespace gibbs::reference
