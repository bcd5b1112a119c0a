// Rooms D to F: exponentials that overflow, shifts that absorb the result, tails lost.
#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;
constexpr Accuracy few_digits{Accuracy::Level::ulp, 4};

template <class T>
T log_sum_exp_of(const Row<T>& z) {
  const T top = largest(z);
  return top + std::log(sum(each(z, [top](T x) { return std::exp(x - top); })));
}
/// Σ pᵢ·(LSE − zᵢ) with all the size of the logits in both terms.
float loss_from_sizes(const Row<float>& z, const Row<float>& p) {
  return log_sum_exp_of(z) - sum_of(p, z, [](float label, float logit) { return label * logit; });
}

std::vector<Exhibit> overflows() {
  return {
      {.id = "scipy-4702",
       .kind = 'D',
       .link = "https://github.com/scipy/scipy/issues/4702",
       .date = "2015-04",
       .library = "SciPy, logsumexp with weights (a masked class has weight 0)",
       .symptom = {"−∞ for logsumexp([−1000, 0], b=[1, 0]): the shift is the largest logit, even of weight 0",
                   "logsumexp([−1000, 0], b=[1, 0])이 −∞입니다. 가중치가 0인 로짓까지 포함한 최댓값을 뺍니다"},
       .parts = {formula(
           log_sum_exp,
           +[](const Row<double>& z) {
             const Row<double> a = each(z, [](double x) { return std::isinf(x) ? 0 : x; });
             const double top = largest(a);
             return std::log(sum_of(
                        a, z, [top](double x, double mask) { return std::isinf(mask) ? 0 : std::exp(x - top); })) +
                    top;
           })}},
      {.id = "torch-13773",
       .kind = 'D',
       .link = "https://github.com/pytorch/pytorch/issues/13773",
       .date = "2018-11",
       .library = "PyTorch, binary_cross_entropy_with_logits with pos_weight",
       .symptom = {"NaN at logit −120: with a weight given, the exponential is not shifted",
                   "로짓이 −120이면 NaN입니다. 가중치를 주면 지수에서 최댓값을 빼지 않습니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy,
           +[](float z, float y) {
             const float log_weight = 1 + (1.0f - 1) * y;
             const float top = std::max(-z, 0.0f);
             return z - z * y + log_weight * (top + std::log(std::exp(-top) + std::exp(-z) / std::exp(top)));
           })}},
      {.id = "torch-2221",
       .kind = 'D',
       .link = "https://github.com/pytorch/pytorch/pull/2221",
       .date = "2017-07",
       .library = "PyTorch, binary_cross_entropy_with_logits",
       .symptom = {"infinite at logit −100: max(z, 0) for max(−z, 0)",
                   "로짓이 −100이면 무한대입니다. max(−z, 0)이 있어야 할 곳에 max(z, 0)이 있습니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy,
           +[](float z, float y) {
             const float top = std::max(z, 0.0f);
             return z - z * y + top + std::log(std::exp(-top) + std::exp(-z - top));
           })}},
      {.id = "mlnet-3648",
       .kind = 'D',
       .link = "https://github.com/dotnet/machinelearning/issues/3648",
       .date = "2019-05",
       .library = "ML.NET, softmax of OneVersusAll",
       .symptom = {"NaN for scores of 90: exponentials in float, not shifted",
                   "점수가 90이면 NaN입니다. float로 지수함수를 계산하면서 최댓값을 빼지 않습니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax, +[](const Row<float>& z) { return normalised(each(z, [](float x) { return std::exp(x); })); })}},
      {.id = "tsdate-171",
       .kind = 'D',
       .link = "https://github.com/tskit-dev/tsdate/pull/171",
       .date = "2021-03",
       .library = "tsdate, logsumexp",
       .symptom = {"terms below e⁻⁷⁴⁵ vanish: the exponentials are summed as they are",
                   "e⁻⁷⁴⁵보다 작은 항이 사라집니다. 지수함수의 값을 그대로 더합니다"},
       .parts = {formula(
           log_sum_exp,
           +[](const Row<double>& z) { return std::log(sum(each(z, [](double x) { return std::exp(x); }))); })}},
      {.id = "caffe-3411",
       .kind = 'D',
       .link = "https://github.com/BVLC/caffe/pull/3411",
       .date = "2015-12",
       .library = "Caffe, sigmoid layer",
       .symptom = {"exp(−z) overflows below z = −88 and the sigmoid is 0. The overflow stays inside what `stable` allows to "
                   "be flushed; its users believed in a few ulps",
                   "z가 −88보다 작으면 exp(−z)가 오버플로되어 시그모이드가 0이 됩니다. 이만한 값을 0으로 만드는 것은 "
                   "`stable`이 허용하지만, 사용자들은 오차가 몇 ulp라고 믿었습니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy_gradient, +[](float z, float y) { return sigmoid(z) - y; })},
       .accuracy = few_digits},
  };
}

std::vector<Exhibit> absorptions() {
  return {
      {.id = "torch-11752",
       .kind = 'E',
       .link = "https://github.com/pytorch/pytorch/issues/11752",
       .date = "2018-09",
       .library = "PyTorch, CrossEntropyLoss",
       .symptom = {"0 instead of log 2 for two logits of 10⁸: z − (max + log Σ) absorbs the logarithm",
                   "로짓 둘이 모두 10⁸이면 log 2가 아니라 0입니다. z − (max + log Σ)에서 로그가 묻혀 버립니다"},
       .format = reference::binary32,
       .parts = {formula(
                     log_softmax,
                     +[](const Row<float>& z) {
                       return each(z, [lse = log_sum_exp_of(z)](float x) { return x - lse; });
                     }),
                 formula(
                     softmax_cross_entropy,
                     +[](const Row<float>& z, const Row<float>& p) {
                       const float lse = log_sum_exp_of(z);
                       return sum_of(p, z, [lse](float label, float x) { return label == 0 ? 0 : label * (lse - x); });
                     })}},
      {.id = "jaxopt-243",
       .kind = 'E',
       .link = "https://github.com/google/jaxopt/issues/243",
       .date = "2022-06",
       .library = "JAXopt, multiclass_logistic_loss",
       .symptom = {"0 instead of log 2 for two logits of 10⁹, NaN for a masked one: LSE(z) − ⟨p, z⟩",
                   "로짓 둘이 모두 10⁹이면 log 2가 아니라 0이고, 마스킹된 클래스가 있으면 NaN입니다. LSE(z) − ⟨p, z⟩로 "
                   "계산합니다"},
       .format = reference::binary32,
       .parts = {formula(softmax_cross_entropy, loss_from_sizes)}},
  };
}

std::vector<Exhibit> tails() {
  return {
      {.id = "scipy-18295",
       .kind = 'F',
       .link = "https://github.com/scipy/scipy/issues/18295",
       .date = "2023-04",
       .library = "SciPy, logsumexp",
       .symptom = {"logsumexp([0, −40]) is 0: log(1 + e) for log1p(e). Inside `stable`; its users believed in a few ulps",
                   "logsumexp([0, −40])이 0입니다. log1p(e) 대신 log(1 + e)를 씁니다. `stable` 안에 들지만, 사용자들은 "
                   "오차가 몇 ulp라고 믿었습니다"},
       .parts = {formula(log_sum_exp, log_sum_exp_of<double>)},
       .accuracy = few_digits},
      {.id = "torch-113708",
       .kind = 'F',
       .link = "https://github.com/pytorch/pytorch/issues/113708",
       .date = "by 2023-11",
       .library = "PyTorch, log_softmax",
       .symptom = {"exactly 0 for the confident class of [17, 0]. Inside `stable`; its users believed in a few ulps",
                   "[17, 0]에서 확신하는 클래스의 값이 정확히 0입니다. `stable` 안에 들지만, 사용자들은 오차가 몇 ulp라고 "
                   "믿었습니다"},
       .format = reference::binary32,
       .parts = {formula(log_softmax, log_softmax_of<float>)},
       .accuracy = few_digits},
      {.id = "onednn-1452",
       .kind = 'F',
       .link = "https://github.com/uxlfoundation/oneDNN/pull/1452",
       .date = "2022-09",
       .library = "oneDNN on Arm, soft_relu",
       .symptom = {"log(1 + exp z) cancels for negative z: log1p is needed. Inside `stable`; its users believed in a few ulps",
                   "z가 음수이면 log(1 + exp z)에서 자릿수가 상쇄됩니다. log1p를 써야 합니다. `stable` 안에 들지만, "
                   "사용자들은 오차가 몇 ulp라고 믿었습니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy,
           +[](float z, float y) {
             return (z > 0 ? z + std::log(1 + std::exp(-z)) : std::log(1 + std::exp(z))) - (y == 0 ? 0 : y * z);
           })},
       .accuracy = few_digits},
  };
}

}  // namespace

std::vector<Exhibit> exponentials() {
  std::vector<Exhibit> all;
  for (auto* room : {overflows, absorptions, tails}) std::ranges::move(room(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::museum
