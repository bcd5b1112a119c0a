#include <gibbs/loss.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto fast_loss = [](const auto&... of) { return fast::loss(of...); };
using Loss = MetricOf<SoftmaxCrossEntropy, fast_loss>;
constexpr auto loss_of = []<class T>(const Argument<T>& z, const Argument<T>& p) { return evaluate<T>(Loss{}, z, p); };

/// The gradient, and what of the loss its sums tell.
template <class T>
Ball gradient_and_loss(std::span<T> out, const Argument<T>& z, const Argument<T>& p) {
  fast::Kept& kept = fast::room();
  const auto sums = fast::loss_sums_in_domain(Purpose::shares, z, p, kept);
  if (!sums) check_all(z, p);
  evaluate_components(SoftmaxCrossEntropyGradient<T>{z.values, p.values}, sums, kept, z.is_parallel || p.is_parallel,
                      out);
  return sums ? fast::loss(*sums) : Ball::lost();
}
constexpr auto gradient_into = []<class T>(std::span<T> out, const Argument<T>& z, const Argument<T>& p) {
  gradient_and_loss(out, z, p);
};
constexpr auto both_into = []<class T>(std::span<T> gradient, const Argument<T>& z, const Argument<T>& p) {
  const auto loss = rounded<T>(gradient_and_loss(gradient, z, p));
  return loss ? *loss : evaluate_carefully<T>(Loss{}, z, p);
};

template <class T>
void both_of_rows(const Rows<T>& z, const Rows<T>& p, std::span<T> loss, std::span<T> gradient) {
  const auto a = logits(z), b = weights(p, "p");
  check_shape(z, "z");
  check_same_shape(a, b);
  for (const Output<T>& out : {Output<T>{loss, "loss", true}, {gradient, "gradient", false}}) {
    check_output(out, a);
    check_output(out, b);
  }
  check_apart<T>("gradient", gradient, "loss", loss, false);
  const std::size_t n = z.columns();
  each_row([&](std::size_t i, const auto&... rows) { loss[i] = into(gradient.subspan(i * n, n), both_into, rows...); },
           a, b);
}

constexpr auto put_sigmoid_cross_entropy = [](const auto& z, const auto& y, const auto& out, auto& open) {
  kernels::sigmoid_loss(z, y, out, open);
};
constexpr auto put_sigmoid_cross_entropy_gradient = [](const auto& z, const auto& y, const auto& out, auto& open) {
  kernels::sigmoid_slope(z, y, out, open);
};
constexpr auto sigmoid_cross_entropy_of = []<class T>(std::size_t i, T z, T y) {
  check_logit(z, {"z"}, i);
  check_probability(y, {"y"}, i);
  if (std::isinf(z) && y == 0) return T{0};
  return resolve<T>(SigmoidCrossEntropy<T>{static_cast<double>(z), static_cast<double>(y)});
};
constexpr auto sigmoid_cross_entropy_gradient_of = []<class T>(std::size_t i, T z, T y) {
  check_logit(z, {"z"}, i);
  check_probability(y, {"y"}, i);
  if (std::isinf(z)) return T{0} - y;
  return resolve<T>(SigmoidCrossEntropyGradient<T>{static_cast<double>(z), static_cast<double>(y)});
};

}  // namespace

#define GIBBS_DEFINE_SIGMOID(T, metric)                                                        \
  T metric(T z, T y) { return metric##_of(DomainError::whole, z, y); }                         \
  void metric(std::span<const T> z, std::span<const T> y, std::span<T> out) {                  \
    values_of_numbers(out, put_##metric, metric##_of, Numbers<T>{z, "z"}, Numbers<T>{y, "y"}); \
  }
#define GIBBS_DEFINE(T)                                                                                                \
  T softmax_cross_entropy(const In<Logits<T>>& z, const In<Distribution<T>>& p) {                                      \
    return loss_of(argument(z), argument(p, "p"));                                                                     \
  }                                                                                                                    \
  void softmax_cross_entropy(const Rows<T>& z, const Rows<T>& p, std::span<T> out) {                                   \
    values_of_rows(out, loss_of, logits(z), weights(p, "p"));                                                          \
  }                                                                                                                    \
  void softmax_cross_entropy_gradient(const In<Logits<T>>& z, const In<Distribution<T>>& p, std::span<T> out) {        \
    check_length("out", out.size(), z.values().size());                                                                \
    into(out, gradient_into, argument(z), argument(p, "p"));                                                           \
  }                                                                                                                    \
  void softmax_cross_entropy_gradient(const Rows<T>& z, const Rows<T>& p, std::span<T> out) {                          \
    vectors_of_rows(out, gradient_into, logits(z), weights(p, "p"));                                                   \
  }                                                                                                                    \
  T softmax_cross_entropy_with_gradient(const In<Logits<T>>& z, const In<Distribution<T>>& p, std::span<T> gradient) { \
    check_length("gradient", gradient.size(), z.values().size());                                                      \
    return into(gradient, both_into, argument(z), argument(p, "p"));                                                   \
  }                                                                                                                    \
  void softmax_cross_entropy_with_gradient(const Rows<T>& z, const Rows<T>& p, std::span<T> loss,                      \
                                           std::span<T> gradient) {                                                    \
    both_of_rows(z, p, loss, gradient);                                                                                \
  }                                                                                                                    \
  GIBBS_DEFINE_SIGMOID(T, sigmoid_cross_entropy)                                                                       \
  GIBBS_DEFINE_SIGMOID(T, sigmoid_cross_entropy_gradient)
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE
#undef GIBBS_DEFINE_SIGMOID

}  // namespace gibbs::inline v0
