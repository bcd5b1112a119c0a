// Condition numbers: the derivatives are written out below, beside the formulas that they are of, and evaluated in
// intervals; the values are those of evaluate.hpp. A distribution p stands for p̂ = p/Σp, so f does not change when p is
// scaled, and pᵢ ∂f/∂pᵢ = p̂ᵢ (∂F/∂p̂ᵢ − Σ p̂ⱼ ∂F/∂p̂ⱼ) for f(p) = F(p̂).
#include "reference/condition.hpp"

#include <cmath>
#include <limits>

#include "reference/domain.hpp"
#include "reference/evaluate.hpp"

namespace gibbs::reference {
namespace {

template <class Real>
using Reals = std::vector<Real>;

using Values = std::vector<double>;

/// Compiled once per precision: it holds every formula.
template <class Real>
[[gnu::noinline]] Reals<Real> value_of(Metric metric, std::vector<Argument> arguments) {
  return evaluate<Real>({metric, std::move(arguments), Unit::nat});
}

template <class Real>
Reals<Real> shares(const Values& weights) {
  Reals<Real> all = read<Real>(weights);
  const Real sum = total(all);
  for (Real& x : all) x /= sum;
  return all;
}

/// ln (a/b) for a > 0; 0 for a = 0, where it is multiplied by a.
template <class Real>
Real log_ratio(const Real& a, const Real& b) {
  return a.is_zero() ? Real(0) : log_in(Unit::nat, Real(a / b));
}

/// Σ ŵᵢ |tᵢ − f|: what moves Σ ŵᵢ tᵢ = f through the ŵ, where what the t owe to them cancels.
template <class Real>
Real spread(const Reals<Real>& w, const Reals<Real>& t, const Real& f) {
  Real sum(0);
  for (std::size_t i = 0; i < w.size(); ++i) sum += w[i].is_zero() ? Real(0) : Real(w[i] * abs(Real(t[i] - f)));
  return sum;
}

/// −Σ p̂ᵢ ln q̂ᵢ + …: the derivative by q̂ᵢ is −p̂ᵢ/q̂ᵢ, and qᵢ ∂f/∂qᵢ = q̂ᵢ − p̂ᵢ.
template <class Real>
Real distance(const Reals<Real>& p, const Reals<Real>& q) {
  Real sum(0);
  for (std::size_t i = 0; i < p.size(); ++i) sum += abs(Real(q[i] - p[i]));
  return sum;
}

template <class Real>
Real of_entropy(const Values& values) {
  const Reals<Real> p = shares<Real>(values);
  Reals<Real> t;
  for (const Real& x : p) t.push_back(log_ratio(x, Real(1)) * -1);
  return spread(p, t, value_of<Real>(Metric::entropy, {{values}})[0]);
}

/// ½ Σ p̂ᵢ |ln (p̂ᵢ/m̂ᵢ) − D(P‖M)| and the same for q: through m̂ nothing is moved, as Σ (p̂ᵢ + q̂ᵢ)/2m̂ᵢ dm̂ᵢ = 0.
template <class Real>
Real of_jensen_shannon(const Question& question) {
  const Reals<Real> p = shares<Real>(question.arguments[0].values), q = shares<Real>(question.arguments[1].values);
  Real sum(0);
  for (const auto* side : {&p, &q}) {
    Reals<Real> t;
    Real divergence(0);
    for (std::size_t i = 0; i < p.size(); ++i) {
      t.push_back(log_ratio(Real(2 * (*side)[i]), Real(p[i] + q[i])));
      divergence += (*side)[i] * t[i];
    }
    sum += spread(*side, t, divergence) / 2;
  }
  return sum;
}

template <class Real>
Real of_pair(const Question& question, const Real& f) {
  const Reals<Real> p = shares<Real>(question.arguments[0].values), q = shares<Real>(question.arguments[1].values);
  Reals<Real> t;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Real above = question.metric == Metric::kl_divergence || p[i].is_zero() ? p[i] : Real(1);
    t.push_back(log_ratio(above, q[i]));
  }
  return spread(p, t, f) + distance(p, q);
}

/// −ln (ŵᵢⱼ/r̂ᵢ), or ln (ŵᵢⱼ/r̂ᵢĉⱼ): what r̂ and ĉ owe to ŵ adds the same to each.
template <class Real>
Real of_table(const Question& question, const Real& f) {
  const Reals<Real> w = shares<Real>(question.arguments[0].values);
  const std::size_t columns = question.arguments[0].columns;
  Reals<Real> row(w.size() / columns, Real(0)), column(columns, Real(0)), t;
  for (std::size_t k = 0; k < w.size(); ++k) {
    row[k / columns] += w[k];
    column[k % columns] += w[k];
  }
  for (std::size_t k = 0; k < w.size(); ++k) {
    const Real &r = row[k / columns], &c = column[k % columns];
    t.push_back(question.metric == Metric::mutual_information ? log_ratio(w[k], Real(r * c)) : Real(log_ratio(w[k], r) * -1));
  }
  return spread(w, t, f);
}

/// softmax z, 1 − softmax z without cancellation, and |z|, that of a mask being 0.
template <class Real>
struct Softmax {
  Reals<Real> q, others, size;
  explicit Softmax(const Values& z) : q(value_of<Real>(Metric::softmax, {{z}})) {
    for (std::size_t k = 0; k < z.size(); ++k) {
      Real rest(0);
      for (std::size_t i = 0; i < z.size(); ++i) rest += i == k ? Real(0) : q[i];
      others.push_back(rest);
      size.push_back(Real(std::isinf(z[k]) ? 0 : std::fabs(z[k])));
    }
  }
  /// ∂ ln qₖ / ∂zᵢ = δₖᵢ − qᵢ
  Real slope(std::size_t k, std::size_t i) const { return k == i ? others[k] : Real(q[i] * -1); }
  /// Σᵢ |zᵢ · derivative(i)|
  template <class Derivative>
  Real across(Derivative derivative) const {
    Real sum(0);
    for (std::size_t i = 0; i < q.size(); ++i) sum += size[i] * abs(Real(derivative(i)));
    return sum;
  }
  /// Σᵢ |zᵢ ∂ ln qₖ / ∂zᵢ|
  Real of_log(std::size_t k) const {
    return across([&](std::size_t i) { return slope(k, i); });
  }
};

/// What moves component k of a metric of logits z alone, or of z and one more vector.
template <class Real>
Real of_logits(const Question& question, const Softmax<Real>& s, const Reals<Real>& second, std::size_t k) {
  const Real& q = s.q[k];
  const auto inner = [&](auto term) {
    Real sum(0);
    for (std::size_t j = 0; j < second.size(); ++j) sum += s.q[j] * Real(term(j));
    return sum;
  };
  switch (question.metric) {
    case Metric::softmax: return q * s.of_log(k);
    case Metric::log_softmax: return s.of_log(k);
    case Metric::softmax_cross_entropy_hessian_diagonal: return q * abs(Real(s.others[k] - q)) * s.of_log(k);
    case Metric::softmax_cross_entropy_gradient: {  // second: p̂
      Real rest(0);
      for (std::size_t i = 0; i < second.size(); ++i) rest += i == k ? Real(0) : second[i];
      return q * s.of_log(k) + 2 * second[k] * rest;
    }
    case Metric::softmax_vjp: {  // second: u
      const Real mean = inner([&](std::size_t j) { return second[j]; });
      Real by_u = q * s.others[k] * abs(second[k]);
      for (std::size_t i = 0; i < second.size(); ++i) by_u += i == k ? Real(0) : Real(q * s.q[i] * abs(second[i]));
      return by_u + q * s.across([&](std::size_t i) { return s.slope(k, i) * (second[k] - mean) - s.q[i] * (second[i] - mean); });
    }
    case Metric::log_softmax_vjp: {
      const Real sum = total(second);
      Real by_u = s.others[k] * abs(second[k]);
      for (std::size_t i = 0; i < second.size(); ++i) by_u += i == k ? Real(0) : Real(q * abs(second[i]));
      return by_u + q * abs(sum) * s.of_log(k);
    }
    default: {  // softmax_mean_squared_error_gradient, (2/n) qₖ (dₖ − Σ qⱼdⱼ) with d = q − y
      const auto d = [&](std::size_t j) { return Real(s.q[j] - second[j]); };
      const Real mean = inner(d), square = inner([&](std::size_t j) { return s.q[j]; });
      const auto by_z = [&](std::size_t i) {
        const Real of_mean = s.q[i] * (d(i) - mean) + s.q[i] * (s.q[i] - square);
        return Real(s.slope(k, i) * (d(k) - mean) + q * s.slope(k, i) - of_mean);
      };
      Real by_y = s.others[k] * abs(second[k]);
      for (std::size_t i = 0; i < second.size(); ++i) by_y += i == k ? Real(0) : Real(s.q[i] * abs(second[i]));
      return (by_y + s.across(by_z)) * q * 2 / Real(static_cast<double>(second.size()));
    }
  }
}

/// ln Σ exp zⱼ − Σ p̂ᵢ zᵢ: zᵢ (qᵢ − p̂ᵢ), and p̂ᵢ (Σ p̂ⱼ zⱼ − zᵢ).
template <class Real>
Real of_loss(const Values& z, const Values& label) {
  const Softmax<Real> s(z);
  const Reals<Real> p = shares<Real>(label);
  Real mean(0), by_p(0);
  const auto logit = [&](std::size_t i) { return Real(std::isinf(z[i]) ? 0 : z[i]); };
  for (std::size_t i = 0; i < z.size(); ++i) mean += p[i] * logit(i);
  for (std::size_t i = 0; i < z.size(); ++i) by_p += p[i] * abs(Real(logit(i) - mean));
  return by_p + s.across([&](std::size_t i) { return s.q[i] - p[i]; });
}

/// Means over rows: of the loss, ŵᵢ zᵢⱼ (qᵢⱼ − eᵢⱼ) and ŵᵢ (Lᵢ − f); of its gradient, row by row, g = ŵᵢ (qᵢⱼ − eᵢⱼ).
template <class Real>
Reals<Real> of_rows(const Question& question, const Reals<Real>& f) {
  const LabelledRows all(question);
  const bool weighted = question.arguments.size() > 2;
  const Reals<Real> share = shares<Real>(all.weights());
  const bool gradient = question.metric == Metric::mean_softmax_cross_entropy_gradient;
  Reals<Real> moved(gradient ? f.size() : 1, Real(0));
  for (std::size_t i = 0; i < all.rows.size(); ++i) {
    const auto& row = all.rows[i];
    const Softmax<Real> s(row.z);
    Real others(0);  // 1 − ŵᵢ
    for (std::size_t m = 0; m < share.size(); ++m) others += m == i ? Real(0) : share[m];
    if (!gradient) {
      moved[0] += share[i] * s.across([&](std::size_t j) { return j == row.label ? Real(s.others[j] * -1) : s.q[j]; });
      Values one_hot(row.z.size(), 0.0);
      one_hot[row.label] = 1;
      const Real loss = value_of<Real>(Metric::softmax_cross_entropy, {{row.z}, {one_hot}})[0];
      if (weighted) moved[0] += share[i] * abs(Real(loss - f[0]));
      continue;
    }
    for (std::size_t j = 0; j < all.columns; ++j) {
      const std::size_t place = row.index * all.columns + j;
      moved[place] = share[i] * s.q[j] * s.of_log(j);
      if (weighted) moved[place] += 2 * abs(f[place]) * others;
    }
  }
  if (question.metric == Metric::sequence_perplexity) moved[0] *= f[0];
  return moved;
}

/// σ(z) with 1 − σ(z), and |z|.
template <class Real>
Real of_one_logit(const Question& question) {
  const double z = question.arguments[0].values[0];
  const Softmax<Real> s({z, 0.0});
  const Real sigma = s.q[0], rest = s.others[0], size = s.size[0];
  if (question.metric == Metric::sigmoid_cross_entropy_hessian) return sigma * rest * abs(Real(rest - sigma)) * size;
  const Real y(question.arguments[1].values[0]);
  if (question.metric == Metric::sigmoid_cross_entropy_gradient) return sigma * rest * size + y;
  return abs(Real(sigma - y)) * size + y * size;
}

template <class Real>
Real of_squares(const Values& x, const Values& y) {
  Real sum(0);
  for (std::size_t i = 0; i < x.size(); ++i) sum += (abs(Real(x[i])) + abs(Real(y[i]))) * abs(Real(Real(x[i]) - Real(y[i])));
  return sum * 2 / Real(static_cast<double>(x.size()));
}

/// Σ |xᵢ ∂f/∂xᵢ| for each component of f, which is the value in nats.
template <class Real>
Reals<Real> moved(const Question& question, const Reals<Real>& f) {
  const auto& arguments = question.arguments;
  const Values& first = arguments[0].values;
  switch (question.metric) {
    case Metric::self_information: return {Real(1)};
    case Metric::entropy: return {of_entropy<Real>(first)};
    case Metric::perplexity: return {Real(f[0] * of_entropy<Real>(first))};
    case Metric::cross_entropy:
    case Metric::kl_divergence: return {of_pair(question, f[0])};
    case Metric::js_divergence: return {of_jensen_shannon<Real>(question)};
    case Metric::js_distance:
      // p = q: a root has no derivative at 0, and anything moves it that can move p̂.
      if (f[0].is_zero()) return {Real(std::ranges::count_if(first, [](double x) { return x > 0; }) > 1 ? 1 : 0)};
      return {Real(of_jensen_shannon<Real>(question) / (2 * f[0]))};
    case Metric::conditional_entropy:
    case Metric::mutual_information: return {of_table(question, f[0])};
    case Metric::log_sum_exp: {
      const Softmax<Real> s(first);
      return {s.across([&](std::size_t i) { return s.q[i]; })};
    }
    case Metric::softmax_cross_entropy: return {of_loss<Real>(first, arguments[1].values)};
    case Metric::sigmoid_cross_entropy:
    case Metric::sigmoid_cross_entropy_gradient:
    case Metric::sigmoid_cross_entropy_hessian: return {of_one_logit<Real>(question)};
    case Metric::mean_squared_error: return {of_squares<Real>(first, arguments[1].values)};
    case Metric::mean_softmax_cross_entropy:
    case Metric::mean_softmax_cross_entropy_gradient:
    case Metric::sequence_perplexity: return of_rows(question, f);
    case Metric::softmax:
    case Metric::log_softmax:
    case Metric::softmax_cross_entropy_gradient:
    case Metric::softmax_mean_squared_error_gradient:
    case Metric::softmax_vjp:
    case Metric::log_softmax_vjp:
    case Metric::softmax_cross_entropy_hessian_diagonal: break;
  }
  const Softmax<Real> s(first);
  Reals<Real> second;
  if (arguments.size() > 1) {
    const bool label = question.metric == Metric::softmax_cross_entropy_gradient;
    second = label ? shares<Real>(arguments[1].values) : read<Real>(arguments[1].values);
  }
  Reals<Real> all;
  for (std::size_t k = 0; k < first.size(); ++k) all.push_back(of_logits(question, s, second, k));
  return all;
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// κ, or NaN where the enclosures do not tell it well enough.
template <class Real>
double ratio(const Real& moved, const Real& value) {
  if (value.is_zero() && is_point(value)) {
    return mpfr_sgn(left(moved)) > 0 ? infinity : upper_double(moved) < least_condition ? 0 : unknown;
  }
  const Real size = abs(value);
  if (mpfr_sgn(left(size)) <= 0) return unknown;
  const Real kappa = moved / size;
  const double low = lower_double(kappa), high = upper_double(kappa);
  if (high < least_condition) return 0;
  return high <= low * (1 + condition_error) ? low : unknown;
}

/// Fills in what this precision tells of those that are not known yet.
template <class Real>
bool try_all(const Question& question, Values& kappa) {
  const Reals<Real> f = value_of<Real>(question.metric, question.arguments);
  kappa.resize(f.size(), unknown);
  bool finite = false;
  for (const Real& x : f) finite = finite || mpfr_number_p(left(x)) != 0;
  if (!finite) return true;
  const Reals<Real> all = moved(question, f);
  bool known = true;
  for (std::size_t k = 0; k < f.size(); ++k) {
    if (mpfr_inf_p(left(f[k])) != 0 || !std::isnan(kappa[k])) continue;
    kappa[k] = ratio(all[k], f[k]);
    known = known && !std::isnan(kappa[k]);
  }
  return known;
}

}  // namespace

Values condition_numbers(const Question& question) {
  require_domain(question);
  Values kappa;
  try_all<Interval>(question, kappa) || try_all<IntervalOf<160>>(question, kappa) || try_all<IntervalOf<640>>(question, kappa);
  return kappa;
}

}  // namespace gibbs::reference
