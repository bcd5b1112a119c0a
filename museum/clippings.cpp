// Rooms G and H: clipping and epsilons, masked logits.
#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;

template <class T>
T clip(T x, T epsilon) {
  return std::clamp(x, epsilon, 1 - epsilon);
}
/// −(y·log p + (1−y)·log(1−p))
float binary_cross_entropy(float p, float y) { return -(y * std::log(p) + (1 - y) * std::log(1 - p)); }
/// torch: (1−y)·z + m + log(exp(−m) + exp(−z−m)), m = max(−z, 0)
float with_logits(float z, float y) {
  const float top = std::max(-z, 0.0f);
  return (1 - y) * z + top + std::log(std::exp(-top) + std::exp(-z - top));
}

std::vector<Exhibit> clipped() {
  return {
      {.id = "sklearn-24315",
       .kind = 'G',
       .link = "https://github.com/scikit-learn/scikit-learn/issues/24315",
       .date = "2022-09",
       .library = "scikit-learn, log_loss of two classes, from the probability of the second",
       .symptom = {"NaN in float: 1 − 10⁻¹⁵ is 1, so the clip does not keep 1 − p from 0",
                   "float에서 NaN입니다. 1 − 10⁻¹⁵이 1로 반올림되므로, 잘라 내도 1 − p가 0이 되는 것을 막지 못합니다"},
       .format = reference::binary32,
       .parts = {formula(
           cross_entropy,
           +[](const Row<float>& p, const Row<float>& q) {
             Row<float> guess = each(q, [](float x) { return clip(x, 1e-15f); });
             if (guess.size() == 2) guess[0] = 1 - guess[1];
             return -sum_of(p, normalised(guess), [](float y, float x) { return y * std::log(x); });
           })}},
      {.id = "keras-377",
       .kind = 'G',
       .link = "https://github.com/keras-team/keras/issues/377",
       .date = "2015-07",
       .library = "Keras on Theano, binary_crossentropy after a sigmoid",
       .symptom = {"NaN in float: clipping at 1 − 10⁻⁹ is clipping at 1",
                   "float에서 NaN입니다. 1 − 10⁻⁹에서 자르는 것은 1에서 자르는 것과 같습니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy, +[](float z, float y) { return binary_cross_entropy(clip(sigmoid(z), 1e-9f), y); })}},
      {.id = "keras-15249",
       .kind = 'G',
       .link = "https://github.com/keras-team/keras/issues/15249",
       .date = "2021-08",
       .library = "Keras on TensorFlow, binary_crossentropy after a sigmoid",
       .symptom = {"two epsilons of 10⁻⁷: 15.33 where 15.94 is right, and −0 for a good prediction",
                   "10⁻⁷인 엡실론이 두 번 들어갑니다. 옳은 값이 15.94인 곳에서 15.33을 내고, 좋은 예측에서는 −0을 냅니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy,
           +[](float z, float y) {
             const float epsilon = 1e-7f, p = clip(sigmoid(z), epsilon);
             return -(y * std::log(p + epsilon) + (1 - y) * std::log(1 - p + epsilon));
           })}},
      {.id = "keras-17634",
       .kind = 'G',
       .link = "https://github.com/keras-team/keras/issues/17634",
       .date = "2023-03",
       .library = "Keras, CategoricalCrossentropy after a softmax",
       .symptom = {"16.118 for logits [14.4, 50.1, 3.5] and label 0, whose loss is 35.7: clipped at 10⁻⁷",
                   "로짓이 [14.4, 50.1, 3.5]이고 레이블이 0이면 손실이 35.7인데 16.118을 냅니다. 확률을 10⁻⁷에서 자릅니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy,
           +[](const Row<float>& z, const Row<float>& p) {
             return -sum_of(p, softmax_of(z), [](float y, float q) { return y * std::log(clip(q, 1e-7f)); });
           })}},
      {.id = "dynet-404",
       .kind = 'G',
       .link = "https://github.com/clab/dynet/issues/404",
       .date = "2017-03",
       .library = "DyNet, binary_log_loss after a sigmoid",
       .symptom = {"1.2·10⁻³⁸ for a prediction of 1 where 0 is true, 87 the other way round: the smallest normal number "
                   "stands in for each logarithm of 0",
                   "0이 참인데 1로 예측하면 1.2·10⁻³⁸, 그 반대이면 87입니다. 0의 로그 대신 가장 작은 정규 수를 씁니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy,
           +[](float z, float y) {
             constexpr float tiny = std::numeric_limits<float>::min();
             const float p = sigmoid(z);
             return p == 1 ? tiny : -(y * std::log(std::max(p, tiny)) + (1 - y) * std::log(1 - p));
           })}},
      {.id = "dlib-938",
       .kind = 'G',
       .link = "https://github.com/davisking/dlib/pull/938",
       .date = "2017-11",
       .library = "dlib, loss_multiclass_log as mended",
       .symptom = {"the loss saturates at 23.03 = −log 10⁻¹⁰: max(q, 10⁻¹⁰) for q, lest it be infinite",
                   "손실이 23.03 = −log 10⁻¹⁰을 넘지 못합니다. 무한대를 피하려고 q 대신 max(q, 10⁻¹⁰)을 씁니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy,
           +[](const Row<float>& z, const Row<float>& p) {
             return sum_of(p, softmax_of(z), [](float y, float q) { return y * -std::log(std::max(q, 1e-10f)); });
           })}},
      {.id = "philentropy-26",
       .kind = 'G',
       .link = "https://github.com/drostlab/philentropy/issues/26",
       .date = "2021-07",
       .library = "philentropy, KL",
       .symptom = {"negative instead of infinite: zeros of Q are replaced by 10⁻⁵",
                   "무한대여야 할 값이 음수입니다. Q의 0을 10⁻⁵으로 바꿉니다"},
       .parts = {formula(
           kl_divergence,
           +[](const Row<double>& p, const Row<double>& q, Unit unit) {
             const auto term = [](double a, double b) { return a == 0 ? 0 : a * std::log(a / (b == 0 ? 0.00001 : b)); };
             return in_unit(sum_of(p, q, term), unit);
           })}},
      {.id = "torch-4867",
       .kind = 'G',
       .link = "https://github.com/pytorch/pytorch/issues/4867",
       .date = "2018-01",
       .library = "PyTorch, BCELoss after a sigmoid",
       .symptom = {"27.631 at most, where the loss is infinite or huge: 10⁻¹² is added inside the logarithm",
                   "손실이 무한하거나 매우 큰 곳에서도 27.631을 넘지 못합니다. 로그 안에 10⁻¹²을 더합니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy,
           +[](float z, float y) {
             const float epsilon = 1e-12f, p = sigmoid(z);
             return -(y * std::log(p + epsilon) + (1 - y) * std::log(1 - p + epsilon));
           })}},
  };
}

std::vector<Exhibit> masked() {
  return {
      {.id = "torch-49844",
       .kind = 'H',
       .link = "https://github.com/pytorch/pytorch/issues/49844",
       .date = "2020-12",
       .library = "PyTorch, BCEWithLogitsLoss",
       .symptom = {"NaN for logit −∞ and label 0: −∞ + ∞",
                   "로짓이 −∞이고 레이블이 0이면 NaN입니다. −∞ + ∞를 계산합니다"},
       .format = reference::binary32,
       .parts = {formula(sigmoid_cross_entropy, with_logits)}},
      {.id = "stan-646",
       .kind = 'H',
       .link = "https://github.com/stan-dev/math/issues/646",
       .date = "2017-10",
       .library = "Stan, log_sum_exp of two, folded over the classes",
       .symptom = {"log_sum_exp(−∞, −∞) is NaN: −∞ − (−∞)",
                   "log_sum_exp(−∞, −∞)가 NaN입니다. −∞ − (−∞)를 계산합니다"},
       .parts = {formula(
           log_sum_exp,
           +[](const Row<double>& z) {
             return std::accumulate(z.begin() + 1, z.end(), z[0], [](double a, double b) {
               return a > b ? a + std::log1p(std::exp(b - a)) : b + std::log1p(std::exp(a - b));
             });
           })}},
      {.id = "burn-315",
       .kind = 'H',
       .link = "https://github.com/tracel-ai/burn/issues/315",
       .date = "2023-04",
       .library = "Burn, log_softmax",
       .symptom = {"−∞ for finite logits: the logarithm of a softmax that underflowed, without a shift",
                   "로짓이 유한한데 −∞를 냅니다. 최댓값을 빼지 않아 언더플로된 소프트맥스에 로그를 취합니다"},
       .format = reference::binary32,
       .parts = {formula(
           log_softmax,
           +[](const Row<float>& z) {
             const float log_sum = std::log(sum(each(z, [](float x) { return std::exp(x); })));
             return each(z, [log_sum](float x) { return x - log_sum; });
           })}},
  };
}

}  // namespace

std::vector<Exhibit> clippings() {
  std::vector<Exhibit> all = clipped();
  std::ranges::move(masked(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::museum
