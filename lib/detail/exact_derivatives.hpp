// Which values of derivative_forms.hpp and label_forms.hpp are rational, or rational but for an infinitesimal. Private
// to last_stage.cpp.
//
// Exponentials of different rationals are linearly independent over the rationals (Lindemann–Weierstrass). With S = Σ
// exp zⱼ, sorted by different logits, each value is rational only in the cases that are looked for:
//   qᵢ(1 − qᵢ) = r    exp(zᵢ)·S − exp(2zᵢ) = r·S²: were there two different logits, exp(2·smallest) and exp(2·largest)
//                     stand on the right, and the left has one of them at most.
//   softmax_vjp       exp(zᵢ)·A = r·S², A = Σ exp(zⱼ)(uᵢ − uⱼ): likewise, but for r = 0, where A vanishes, for each
//                     different logit by itself.
//   log_softmax_vjp   exp(zᵢ)·U = (uᵢ − r)·S: U = 0, or one logit alone.
//   mean loss         Π Sᵢ^wᵢ is one exponential with the coefficient 1, so is each Sᵢ.
//   its exponential   Π Sᵢ is a rational, so is each Sᵢ, and the labels' logits are the largest.
//   label gradient    as softmax.
// Where all other logits are far below the largest, they are a trifle beside the value without them (exact_values.hpp).
#pragma once

#include "lib/detail/derivative_forms.hpp"
#include "lib/detail/exact_values.hpp"
#include "lib/detail/label_forms.hpp"

namespace gibbs::inline v0::detail {

template <class T>
std::optional<Rational> exactly(const SigmoidHessian<T>& form) {
  if (form.z == 0) return Rational{1, 4};
  return zero_if(std::fabs(form.z) > far);
}

template <class T>
Peak facts(const SoftmaxHessianDiagonal<T>& form) {
  return peak_of(form.z);
}
/// (k − 1)/k² at one of k largest logits, less a trifle; elsewhere 0 is nearest.
template <class T>
std::optional<Rational> exactly(const SoftmaxHessianDiagonal<T>& form, const Peak& peak, std::size_t i) {
  const double z = static_cast<double>(form.z[i]);
  if (std::isinf(z)) return Rational{};
  if (peak.near) return {};
  if (z < peak.value) return Rational{};
  const Integer k = peak.count;
  return Rational{k - 1, k * k, 0, -static_cast<int>(peak.others)};
}

/// For each different logit how many classes have it, and the sum of their u.
template <class T>
struct VjpFacts {
  struct Group {
    Integer count = 0, sum = 0;
  };
  Peak peak;
  std::map<double, Group> groups{};
  bool one_mean = true;  // is sum/count the same in all of them?
};
template <class T>
VjpFacts<T> facts(const SoftmaxVjp<T>& form) {
  VjpFacts<T> known{peak_of(form.z)};
  for (std::size_t j = 0; j < form.z.size(); ++j) {
    if (std::isinf(form.z[j])) continue;
    auto& group = known.groups[static_cast<double>(form.z[j])];
    group.count += 1;
    group.sum += scaled(static_cast<double>(form.u[j]));
  }
  const auto& top = known.groups.rbegin()->second;
  for (const auto& [z, group] : known.groups)
    known.one_mean = known.one_mean && group.sum * top.count == top.sum * group.count;
  return known;
}
/// At one of k largest logits, U the sum of their u: (k·uᵢ − U)/k². The trifle's sign is that of k²·A − (k·uᵢ − U)·S².
/// Elsewhere 0 is nearest.
template <class T>
std::optional<Rational> exactly(const SoftmaxVjp<T>& form, const VjpFacts<T>& known, std::size_t i) {
  const double z = static_cast<double>(form.z[i]);
  if (std::isinf(z)) return Rational{};
  const auto& top = known.groups.rbegin()->second;
  const Integer own = scaled(static_cast<double>(form.u[i]));
  if (known.one_mean && own * top.count == top.sum) return Rational{};
  if (known.peak.near) return {};
  if (z < known.peak.value) return Rational{};
  const Integer k = top.count, limit = k * own - top.sum;
  if (limit == 0) return Rational{};
  Rational result{limit, k * k, -1074};
  const auto nudged = [&](int nudge) { return nearest<T>({result.num, result.den, result.exponent, nudge}); };
  if (!known.peak.others || nudged(-1) == nudged(1)) return result;
  ExponentialSum total, leans, trifle;
  for (const auto& [logit, group] : known.groups) {
    const Integer exponent = scaled(logit) - scaled(known.peak.value);
    total[exponent] += group.count;
    leans[exponent] += group.count * own - group.sum;
  }
  add(trifle, leans, k * k);
  add(trifle, total * total, -limit);
  result.nudge = sign(trifle);
  return result;
}

struct SumFacts {
  Peak peak;
  Integer sum{};
};
template <class T>
SumFacts facts(const LogSoftmaxVjp<T>& form) {
  SumFacts known{peak_of(form.z)};
  for (const T x : form.u) known.sum += scaled(static_cast<double>(x));
  return known;
}
/// uᵢ where U = 0 or the class is masked; at one of k largest logits uᵢ − U/k and a trifle of U's sign; elsewhere uᵢ
/// less one.
template <class T>
std::optional<Rational> exactly(const LogSoftmaxVjp<T>& form, const SumFacts& known, std::size_t i) {
  const double z = static_cast<double>(form.z[i]);
  const Integer own = scaled(static_cast<double>(form.u[i]));
  if (std::isinf(z) || known.sum == 0) return Rational{own, 1, -1074};
  if (known.peak.near) return {};
  const int sign = known.sum.sign();
  if (z < known.peak.value) return Rational{own, 1, -1074, -sign};
  const Integer k = known.peak.count;
  return Rational{k * own - known.sum, k, -1074, known.peak.others ? sign : 0};
}

template <class T>
Integer exact_weight(const LabelledRows<T>& rows) {
  Integer total = 0;
  rows.each([&](const auto&, std::size_t, double weight) { total += scaled(weight); });
  return total;
}
/// Where no row has two logits that are not far from one another: Σ wᵢ(m − z_y)/W and a trifle.
template <class T>
std::optional<Rational> exactly(const MeanLoss<T>& form) {
  Integer total = 0;
  bool others = false, rational = true;
  form.rows.each([&](const auto& z, std::size_t label, double weight) {
    const Peak peak = peak_of(z);
    rational = rational && !peak.near && peak.count == 1;
    others = others || peak.others;
    if (rational) total += scaled(weight) * (scaled(peak.value) - scaled(static_cast<double>(z[label])));
  });
  if (!rational) return {};
  return Rational{total, exact_weight(form.rows), -1074, others};
}
/// Where every row has k equal logits, its label's among them, and others far below at most: (Σ ln k)/number of rows.
template <class T>
std::optional<LogSum> logarithms(const MeanLossExponential<T>& form) {
  LogSum sum{{}, 0};
  bool rational = true;
  form.rows.each([&](const auto& z, std::size_t label, double) {
    const Peak peak = peak_of(z);
    rational = rational && !peak.near && static_cast<double>(z[label]) == peak.value;
    sum.add(1, Integer(peak.count));
    sum.total += 1;
  });
  return rational ? std::optional(sum) : std::nullopt;
}
/// Is the value beyond exp of that?
template <class T>
int trifle(const MeanLossExponential<T>& form) {
  bool others = false;
  form.rows.each([&](const auto& z, std::size_t, double) { others = others || peak_of(z).others; });
  return others;
}

template <class T>
SumFacts facts(const LabelGradient<T>& form) {
  return {peak_of(form.z), exact_weight(form.rows)};
}
/// w/W·(1/k − 1 or 0) at one of k largest logits, less a trifle; elsewhere the same without 1/k, and one more.
template <class T>
std::optional<Rational> exactly(const LabelGradient<T>& form, const SumFacts& known, std::size_t j) {
  const double z = static_cast<double>(form.z[j]);
  const Integer weight = scaled(form.weight), own = j == form.label ? 1 : 0;
  if (std::isinf(z)) return Rational{-weight * own, known.sum};
  if (known.peak.near) return {};
  if (z < known.peak.value) return Rational{-weight * own, known.sum, 0, 1};
  const Integer k = known.peak.count;
  return Rational{weight * (1 - k * own), known.sum * k, 0, -static_cast<int>(known.peak.others)};
}

}  // namespace gibbs::inline v0::detail
