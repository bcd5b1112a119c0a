// The mean cross-entropy loss over rows of logits with class labels, its gradient, and the perplexity of a text.
#pragma once

#include "reference/metrics/softmax_loss.hpp"

namespace gibbs::reference {

/// The rows of z[b][n] that count, each with its label y and its weight w (1 where none are given). Rows whose label is
/// −1, and those of weight 0, are left out whatever their logits are.
struct LabelledRows {
  struct Row {
    std::size_t index;
    std::vector<double> z;
    std::size_t label;
    double weight;
  };
  std::vector<Row> rows;
  std::size_t columns;

  explicit LabelledRows(const Question& question) : columns(question.arguments[0].columns) {
    const auto &z = question.arguments[0].values, &y = question.arguments[1].values;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double weight = question.arguments.size() > 2 ? question.arguments[2].values[i] : 1;
      if (y[i] < 0 || weight == 0) continue;
      const auto from = z.begin() + static_cast<std::ptrdiff_t>(i * columns);
      rows.push_back({i, {from, from + static_cast<std::ptrdiff_t>(columns)}, static_cast<std::size_t>(y[i]), weight});
    }
  }
  std::vector<double> weights() const {
    std::vector<double> all;
    for (const Row& row : rows) all.push_back(row.weight);
    return all;
  }
  double count() const { return static_cast<double>(rows.size()); }
  /// wᵢ/W for each row, in binary64, also where W is beyond its range.
  std::vector<double> shares() const {
    std::vector<double> all = weights();
    const double most = *std::ranges::max_element(all);
    double sum = 0;
    for (double& w : all) sum += w /= most;
    for (double& w : all) w /= sum;
    return all;
  }
  /// 1/W.
  double per_weight() const { return shares()[0] / rows[0].weight; }
  bool all_equal() const {
    return std::ranges::none_of(rows, [](const Row& row) { return has_different_logits(row.z); });
  }
};

/// What decides a mean of losses. A rational mean r means Π (Σⱼ exp(zᵢⱼ − zᵢy))^wᵢ = exp(W r), with weights scaled to
/// integers: a sum of exponentials of distinct rationals with positive coefficients on the left, a single one on the
/// right. They are independent (Lindemann–Weierstrass), so the left has one exponential too, and no row has two
/// different finite logits. Where none has, the mean is a logarithm of integers, and irrational unless it is 0.
struct OfRows {
  static bool is_irrational(const Question& question) { return !LabelledRows(question).all_equal(); }
};

/// Σ wᵢ L(zᵢ, yᵢ) / Σ wᵢ, L = (m − z_y) + ln(k + t)
template <>
struct Mathematics<Metric::mean_softmax_cross_entropy> : OfRows {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const LabelledRows all(question);
    Real sum(0);
    for (const auto& row : all.rows) {
      const Exponentials<Real> x(row.z);
      if (x.is_masked(row.z[row.label])) return {Real(std::numeric_limits<double>::infinity())};
      sum += Real(row.weight) * (x.below[row.label] + x.log_sum());
    }
    return {sum / total(read<Real>(all.weights()))};
  }

  static double breadth(const Question& question) {
    double most = 0;
    for (const auto& row : LabelledRows(question).rows) most = std::max(most, stable::breadth_of_logs(row.z));
    return most;
  }

  /// The errors of the losses, weighted. Then a product each, a sum of b of them and one of b weights, and the quotient: 2b;
  /// a running mean of equal weights rounds a difference, a share and a product for each: 3 more. (One of unequal weights
  /// is not covered: a large loss of little weight that comes first takes digits with it.) What underflows is off by η.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const LabelledRows all(question);
    const std::vector<double> shares = all.shares();
    const double relative = (2 * all.count() + 3) * f.u;
    double mean = 0, losses = 0, errors = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const stable::Shifted s(all.rows[i].z, f);
      const double loss = s.log_s - s.d[all.rows[i].label];
      if (std::isinf(loss)) return {0};
      mean += shares[i] * loss;
      losses += loss;
      errors += shares[i] * stable::loss_error(s, loss, f.u, f);
    }
    const double flushed = 2 * f.eta * (1 + losses + all.count() * all.per_weight());
    return {stable::first_order(errors + relative * mean, relative) + flushed};
  }
};

/// wᵢ (softmax(zᵢ) − e_y) / W = wᵢ (eⱼ/S − [j = y]) / W; at the top wᵢ ((1 − k [j = y])/kW − t/kSW); 0 in a row that does
/// not count. A row decides for itself: where its finite logits differ, its components are irrational, or masked.
template <>
struct Mathematics<Metric::mean_softmax_cross_entropy_gradient> : OfRows {
  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    const LabelledRows all(question);
    const Real W = total(read<Real>(all.weights()));
    std::vector<Real> gradient(question.arguments[0].values.size(), Real(0));
    for (const auto& row : all.rows) {
      const Exponentials<Real> x(row.z);
      const Real w(row.weight);
      for (std::size_t j = 0; j < all.columns; ++j) {
        const Real hot(j == row.label ? 1.0 : 0.0);
        gradient[row.index * all.columns + j] =
            x.is_top(j) ? Real(w * (1 - x.k * hot) / (x.k * W) - w * x.t / (x.k * x.sum * W))
                        : Real(w * (x.e[j] / x.sum - hot) / W);
      }
    }
    return gradient;
  }

  /// No component is further from 0 than the share of its row; the sign is that of 1 or of q.
  static double breadth(const Question& question) { return std::ranges::max(LabelledRows(question).shares()); }

  /// The softmax, less 1 at the label, times a share: a sum of b weights, a quotient and a product, of the two or of their
  /// difference, which is rounded. What underflows there is off by η.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const LabelledRows all(question);
    const std::vector<double> shares = all.shares();
    const double relative = (all.count() + 3) * f.u, flushed = 4 * f.eta * (1 + all.per_weight());
    stable::Values radius(question.arguments[0].values.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const auto& row = all.rows[i];
      const stable::Shifted s(row.z, f);
      const stable::Values of_softmax = stable::softmax_radius(s, f);
      for (std::size_t j = 0; j < all.columns; ++j) {
        const double size = s.q[j] + (j == row.label ? 1 : 0);
        radius[row.index * all.columns + j] =
            shares[i] * stable::first_order(of_softmax[j] + relative * size, relative) + flushed;
      }
    }
    return radius;
  }
};

/// exp of the mean loss. Where all logits of each row are equal it is (Π kᵢ)^(1/b), kᵢ classes not being masked: rational
/// only if it is a whole number v with vᵇ = Π kᵢ, and decided so.
template <>
struct Mathematics<Metric::sequence_perplexity> : OfRows {
  using Mean = Mathematics<Metric::mean_softmax_cross_entropy>;

  template <class Real>
  static std::vector<Real> enclose(const Question& question) {
    return {increasing(mpfr_exp, Mean::enclose<Real>(question)[0])};
  }
  static bool is_exactly(const Question& question, const Integer& mantissa, long exponent) {
    const LabelledRows all(question);
    if (!all.all_equal() || mantissa <= 0) return false;
    const Integer scale = Integer(1) << std::max(-exponent, 0L);
    const Integer value = (mantissa << std::max(exponent, 0L)) / scale;
    if (value * scale != mantissa << std::max(exponent, 0L)) return false;
    std::vector<Power> product{{value, -Integer(all.rows.size())}};
    for (const auto& row : all.rows) {
      if (std::isinf(row.z[row.label])) return false;
      product.push_back({Integer(std::ranges::count_if(row.z, [](double z) { return std::isfinite(z); })), 1});
    }
    return is_one(product);
  }

  /// From 1 to n for logits that say nothing of the labels, and further up where they mislead.
  static double breadth(const Question& question) { return std::expm1(Mean::breadth(question)); }

  /// The error of the exponent; the exponential, and up to 3u of the exponent for another base. Where the exponent is
  /// beyond the range of exponentials, however wrong it is, infinity alone is right.
  static std::vector<double> stable_radius(const Question& question, const stable::Roundoff& f) {
    const LabelledRows all(question);
    double mean = 0;
    for (const auto& row : all.rows) {
      const stable::Shifted s(row.z, f);
      mean += (s.log_s - s.d[row.label]) / all.count();
    }
    if (std::isinf(mean)) return {0};
    const double of_mean = Mean::stable_radius(question, f)[0], relative = of_mean + (8 + 3 * mean) * f.u;
    if (mean * (1 - 0x1p-20) - of_mean > f.everyday) return {0};
    return {stable::first_order(std::exp(mean) * std::expm1(relative), relative)};
  }
};

}  // namespace gibbs::reference
