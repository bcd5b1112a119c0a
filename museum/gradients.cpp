// Room I: gradients.
#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;
constexpr Accuracy few_digits{Accuracy::Level::ulp, 4};

template <class T>
Row<T> minus(Row<T> a, const Row<T>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

/// Back through the softmax from ∂/∂q = −p/q: gᵢ = qᵢ·(∂ᵢ − Σ qⱼ∂ⱼ); `again` is q computed a second time.
template <class T>
Row<T> by_chain_rule(const Row<T>& q, const Row<T>& again, const Row<T>& p) {
  const Row<T> slopes = [&] {
    Row<T> slope = p;
    for (std::size_t i = 0; i < p.size(); ++i) slope[i] = -p[i] / q[i];
    return slope;
  }();
  const T mean = sum_of(slopes, again, [](T slope, T share) { return slope * share; });
  Row<T> g = again;
  for (std::size_t i = 0; i < g.size(); ++i) g[i] *= slopes[i] - mean;
  return g;
}

}  // namespace

std::vector<Exhibit> gradients() {
  return {
      {.id = "sklearn-28046",
       .kind = 'I',
       .link = "https://github.com/scikit-learn/scikit-learn/issues/28046",
       .date = "2024-01",
       .library = "scikit-learn, HalfBinomialLoss.gradient",
       .symptom = {"NaN below logit −710: exp(−z) overflows in the gradient alone",
                   "로짓이 −710보다 작으면 NaN입니다. 기울기를 구할 때에만 exp(−z)가 오버플로됩니다"},
       .parts = {formula(
           sigmoid_cross_entropy_gradient,
           +[](double z, double y) {
             const double e = std::exp(-z);
             return ((1 - y) - y * e) / (1 + e);
           })}},
      {.id = "torch-1792",
       .kind = 'I',
       .link = "https://github.com/pytorch/pytorch/pull/1792",
       .date = "2017-07",
       .library = "PyTorch, gradient of BCEWithLogitsLoss",
       .symptom = {"0 instead of ½ at logit 0: the derivative of max(z, 0) − zy + log(1 + exp(−∣z∣)), with 0 for that of ∣z∣",
                   "로짓이 0이면 ½이 아니라 0입니다. max(z, 0) − zy + log(1 + exp(−∣z∣))를 미분하면서 ∣z∣의 미분을 0으로 "
                   "둡니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy_gradient,
           +[](float z, float y) {
             const float e = std::exp(-std::abs(z)), sign = z > 0 ? 1.0f : z < 0 ? -1.0f : 0.0f;
             return (z > 0 ? 1.0f : 0.0f) - y - sign * e / (1 + e);
           })}},
      {.id = "keras-9664",
       .kind = 'I',
       .link = "https://github.com/keras-team/keras/issues/9664",
       .date = "2018-03",
       .library = "Keras, gradient of binary_crossentropy after a sigmoid",
       .symptom = {"0 where the sigmoid saturates: a clip passes no gradient",
                   "시그모이드가 포화된 곳에서 0입니다. 잘라 낸 값은 기울기를 전달하지 않습니다"},
       .format = reference::binary32,
       .parts = {formula(
           sigmoid_cross_entropy_gradient,
           +[](float z, float y) {
             const float p = sigmoid(z), epsilon = 1e-7f;
             return p < epsilon || p > 1 - epsilon ? 0 : p - y;
           })}},
      {.id = "tf-126525",
       .kind = 'I',
       .link = "https://github.com/tensorflow/tensorflow/issues/126525",
       .date = "2026-09",
       .library = "TensorFlow, gradient of the softmax cross-entropy",
       .symptom = {"[0, 4.2·10⁻¹⁸] at [40, 0]: q − 1 loses the small component, and the sum is not 0. Inside `stable`; its "
                   "users believed in a few ulps",
                   "[40, 0]에서 [0, 4.2·10⁻¹⁸]을 냅니다. q − 1에서 작은 성분이 사라져 합이 0이 아닙니다. `stable` 안에 "
                   "들지만, 사용자들은 오차가 몇 ulp라고 믿었습니다"},
       .parts = {formula(
           softmax_cross_entropy_gradient,
           +[](const Row<double>& z, const Row<double>& p) { return minus(softmax_of(z), p); })},
       .accuracy = few_digits},
      {.id = "tf-60314",
       .kind = 'I',
       .link = "https://github.com/tensorflow/tensorflow/issues/60314",
       .date = "2023-04",
       .library = "TensorFlow, gradient of the softmax cross-entropy",
       .symptom = {"q for a label of zeros: q − p assumes that p sums to 1, and nothing sees to it",
                   "레이블이 모두 0이면 q를 냅니다. q − p는 p의 합이 1이라고 가정하는데, 아무도 그것을 확인하지 않습니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy_gradient,
           +[](const Row<float>& z, const Row<float>& p) {
             valid(p, false);
             same_length(z, p);
             if (!(largest(z) < infinity<float> && largest(z) > -infinity<float>))
               throw std::domain_error("not logits");
             if (std::ranges::any_of(z, [](float x) { return std::isnan(x); })) throw std::domain_error("not logits");
             return minus(softmax_of(z), p);
           })},
       .validates = true},
      {.id = "theano-3162",
       .kind = 'I',
       .link = "https://github.com/Theano/Theano/issues/3162",
       .date = "2015-07",
       .library = "Theano, gradient of categorical_crossentropy after a softmax",
       .symptom = {"NaN where the softmax saturates: p/q of an underflown q",
                   "소프트맥스가 포화된 곳에서 NaN입니다. 언더플로된 q로 p/q를 계산합니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy_gradient,
           +[](const Row<float>& z, const Row<float>& p) { return by_chain_rule(softmax_of(z), softmax_of(z), p); })}},
      {.id = "nnlib-68",
       .kind = 'I',
       .link = "https://github.com/FluxML/NNlib.jl/issues/68",
       .date = "2018-09",
       .library = "NNlib.jl, gradient of logsoftmax",
       .symptom = {"overflow at [−431, 279, 427]: ∇softmax(Δ/softmax(z)) with exponentials that are not shifted",
                   "[−431, 279, 427]에서 오버플로됩니다. ∇softmax(Δ/softmax(z))에서 최댓값을 빼지 않고 지수함수를 "
                   "계산합니다"},
       .parts = {formula(
           softmax_cross_entropy_gradient,
           +[](const Row<double>& z, const Row<double>& p) {
             return by_chain_rule(softmax_of(z), normalised(each(z, [](double x) { return std::exp(x); })), p);
           })}},
      {.id = "libnd4j-440",
       .kind = 'I',
       .link = "https://github.com/deeplearning4j/libnd4j/issues/440",
       .date = "2017-08",
       .library = "libnd4j, SoftMaxDerivative",
       .symptom = {"the diagonal of the Jacobian alone: q(1 − q)u, class by class",
                   "야코비 행렬의 대각 성분만 씁니다. 클래스마다 q(1 − q)u를 냅니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_vjp,
           +[](const Row<float>& z, const Row<float>& u) {
             Row<float> g = softmax_of(z);
             for (std::size_t i = 0; i < g.size(); ++i) g[i] *= (1 - g[i]) * u[i];
             return g;
           })}},
      {.id = "mlpack-2364",
       .kind = 'I',
       .link = "https://github.com/mlpack/mlpack/pull/2364",
       .date = "2020-04",
       .library = "mlpack, LogSoftMax::Backward",
       .symptom = {"u + q: right only where the u sum to −1, as those of a label do",
                   "u + q를 냅니다. 레이블에서처럼 u의 합이 −1일 때에만 맞습니다"},
       .parts = {formula(
           log_softmax_vjp,
           +[](const Row<double>& z, const Row<double>& u) {
             Row<double> g = u;
             const Row<double> l = log_softmax_of(z);
             for (std::size_t i = 0; i < g.size(); ++i) g[i] += std::exp(l[i]);
             return g;
           })}},
      {.id = "xgboost-5769",
       .kind = 'I',
       .link = "https://github.com/dmlc/xgboost/issues/5769",
       .date = "2020-06",
       .library = "XGBoost, second derivative of the softmax loss",
       .symptom = {"twice what it is: 2q(1 − q)",
                   "올바른 값의 두 배인 2q(1 − q)를 냅니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy_hessian_diagonal,
           +[](const Row<float>& z) { return each(softmax_of(z), [](float q) { return std::max(2 * q * (1 - q), 1e-16f); }); })}},
  };
}

}  // namespace gibbs::museum
