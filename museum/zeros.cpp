// Rooms A to C: zeros, ranges broken by rounding, ratios out of range.
#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;
constexpr Accuracy few_digits{Accuracy::Level::ulp, 4};

double mean_of_ratios(const Row<double>& p, const Row<double>& q) {
  const auto half = [](double a, double b) { return a * std::log(2 * a / (a + b)); };
  double total = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] != 0 || q[i] != 0) total += half(p[i], q[i]) + half(q[i], p[i]);
  }
  return total / 2;
}

/// scipy.special.rel_entr before 1.14: the ratio first.
template <class T>
T rel_entr(T x, T y) {
  if (x > 0 && y > 0) return x * std::log(x / y);
  return x == 0 && y >= 0 ? 0 : infinity<T>;
}

std::vector<Exhibit> zero_probabilities() {
  return {
      {.id = "torch-40553",
       .kind = 'A',
       .link = "https://github.com/pytorch/pytorch/issues/40553",
       .date = "2020-06",
       .library = "PyTorch, Categorical(logits=…).entropy()",
       .symptom = {"NaN for an impossible class: exp(−∞)·(−∞)",
                   "일어날 수 없는 클래스에서 NaN이 됩니다. exp(−∞)·(−∞)를 계산하기 때문입니다"},
       .format = reference::binary32,
       .parts = {formula(
           entropy,
           +[](const Row<float>& p) {
             const Row<float> logits = log_softmax_of(each(p, [](float x) { return std::log(x); }));
             return -sum_of(softmax_of(logits), logits, [](float prob, float logit) { return prob * logit; });
           })}},
      {.id = "optax-896",
       .kind = 'A',
       .link = "https://github.com/google-deepmind/optax/issues/896",
       .date = "2024-04",
       .library = "Optax, softmax_cross_entropy",
       .symptom = {"NaN for a masked class with label 0: 0·(−∞)",
                   "레이블이 0인 마스킹된 클래스에서 NaN이 됩니다. 0·(−∞)를 계산하기 때문입니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy,
           +[](const Row<float>& z, const Row<float>& p) {
             return -sum_of(p, log_softmax_of(z), [](float label, float log_q) { return label * log_q; });
           })}},
      {.id = "statsbase-468",
       .kind = 'A',
       .link = "https://github.com/JuliaStats/StatsBase.jl/pull/468",
       .date = "2019-02",
       .library = "StatsBase.jl, entropy",
       .symptom = {"entropy([1, 0]) is NaN: 0·log 0",
                   "entropy([1, 0])이 NaN입니다. 0·log 0을 그대로 계산합니다"},
       .parts = {formula(
           entropy,
           +[](const Row<double>& p, Unit unit) {
             return in_unit(-sum(each(p, [](double x) { return x * std::log(x); })), unit);
           })}},
      {.id = "flux-1166",
       .kind = 'A',
       .link = "https://github.com/FluxML/Flux.jl/pull/1166",
       .date = "2020-05",
       .library = "Flux.jl, crossentropy",
       .symptom = {"NaN where label and prediction are both 0: y·log ŷ",
                   "레이블과 예측이 모두 0인 곳에서 NaN이 됩니다. y·log ŷ을 그대로 계산합니다"},
       .parts = {formula(
           cross_entropy,
           +[](const Row<double>& p, const Row<double>& q) {
             return -sum_of(p, q, [](double y, double guess) { return y * std::log(guess); });
           })}},
      {.id = "philentropy-1",
       .kind = 'A',
       .link = "https://github.com/drostlab/philentropy/issues/1",
       .date = "2017-08",
       .library = "philentropy, JSD",
       .symptom = {"NaN where one of two probabilities is 0: only classes with both 0 are passed over",
                   "두 확률 가운데 하나만 0이면 NaN이 됩니다. 둘 다 0인 클래스만 건너뜁니다"},
       .parts = {formula(
           js_divergence, +[](const Row<double>& p, const Row<double>& q,
                              Unit unit) { return in_unit(mean_of_ratios(p, q), unit); })}},
      {.id = "jax-21192",
       .kind = 'A',
       .link = "https://github.com/jax-ml/jax/issues/21192",
       .date = "2024-05",
       .library = "JAX, rel_entr",
       .symptom = {"a class with p = 0 adds q instead of nothing",
                   "p = 0인 클래스가 아무것도 더하지 않아야 하는데 q를 더합니다"},
       .format = reference::binary32,
       .parts = {formula(
           kl_divergence,
           +[](const Row<float>& p, const Row<float>& q) {
             return sum_of(p, q, [](float a, float b) { return a == 0 && b > 0 ? b : rel_entr(a, b); });
           })}},
  };
}

std::vector<Exhibit> ranges() {
  return {
      {.id = "scipy-20083",
       .kind = 'B',
       .link = "https://github.com/scipy/scipy/issues/20083",
       .date = "2024-02",
       .library = "SciPy, spatial.distance.jensenshannon",
       .symptom = {"NaN for nearly equal distributions: the root of a sum that rounding made negative",
                   "거의 같은 두 분포에서 NaN이 됩니다. 반올림 때문에 음수가 된 합의 제곱근을 구합니다"},
       .parts = {formula(
           js_divergence,
           +[](const Row<double>& p, const Row<double>& q) {
             const Row<double> a = normalised(p), b = normalised(q);
             const auto to_middle = [](double x, double y) { return rel_entr(x, (x + y) / 2); };
             const double distance = std::sqrt((sum_of(a, b, to_middle) + sum_of(b, a, to_middle)) / 2);
             return distance * distance;
           })}},
      {.id = "torch-80488",
       .kind = 'B',
       .link = "https://github.com/pytorch/pytorch/issues/80488",
       .date = "2022-06",
       .library = "PyTorch, nn.functional.kl_div",
       .symptom = {"the divergence of a distribution from itself is negative: one logarithm comes from log_softmax, the "
                   "other from the probabilities. Its users believed in a few ulps",
                   "한 분포와 자기 자신의 발산이 음수입니다. 로그 하나는 log_softmax에서, 다른 하나는 확률에서 구합니다. "
                   "사용자들은 오차가 몇 ulp라고 믿었습니다"},
       .format = reference::binary32,
       .parts = {formula(
           kl_divergence,
           +[](const Row<float>& p, const Row<float>& q) {
             const Row<float> input = log_softmax_of(each(q, [](float x) { return std::log(x); }));
             return sum_of(p, input, [](float target, float log_q) {
               return target == 0 ? 0 : target * (std::log(target) - log_q);
             });
           })},
       .accuracy = few_digits},
  };
}

std::vector<Exhibit> ratios() {
  return {
      {.id = "scipy-20710",
       .kind = 'C',
       .link = "https://github.com/scipy/scipy/issues/20710",
       .date = "2024-05",
       .library = "SciPy, special.rel_entr",
       .symptom = {"infinite where x/y leaves the range, although x·log(x/y) is moderate",
                   "x·log(x/y)가 평범한 값이어도 x/y가 표현 범위를 벗어나면 무한대가 됩니다"},
       .parts = {formula(
           kl_divergence,
           +[](const Row<double>& p, const Row<double>& q) {
             return sum_of(normalised(p), normalised(q), rel_entr<double>);
           })}},
      {.id = "blitzgsea-15",
       .kind = 'C',
       .link = "https://github.com/MaayanLab/blitzgsea/pull/15",
       .date = "2023-05",
       .library = "blitzGSEA, kl_divergence",
       .symptom = {"overflow in p/q before the logarithm, in bits",
                   "로그를 취하기 전에 p/q가 오버플로됩니다(비트 단위)"},
       .parts = {formula_in(
           Unit::bit, kl_divergence,
           +[](const Row<double>& p, const Row<double>& q) {
             return sum_of(p, q, [](double a, double b) { return a == 0 ? 0 : a * std::log2(a / b); });
           })}},
  };
}

}  // namespace

std::vector<Exhibit> zeros() {
  std::vector<Exhibit> all;
  for (auto* room : {zero_probabilities, ranges, ratios}) std::ranges::move(room(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::museum
