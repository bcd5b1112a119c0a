#include <gibbs/loss.hpp>
#include <limits>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

/// Is a class of positive probability masked?
template <class T>
bool impossible(std::span<const T> z, std::span<const T> p) {
  for (std::size_t i = 0; i < z.size(); ++i)
    if (std::isinf(z[i]) && p[i] > 0) return true;
  return false;
}

/// The accurate stages of whatever the fast stage left open.
template <class T>
void resolve_loss(std::span<const T> z, std::span<const T> p, T& loss) {
  loss = impossible(z, p) ? std::numeric_limits<T>::infinity() : resolve<T>(SoftmaxCrossEntropy<T>{z, p});
}

/// Stores the loss at `loss` and the gradient in `gradient`, either unless null.
template <class T>
void evaluate(const Argument<T>& logits, const Argument<T>& label, T* loss, const std::span<T>* gradient) {
  const auto &z = logits.values, &p = label.values;
  const auto sums = fast::loss_sums(logits, label, gradient != nullptr ? fast::Purpose::shares : fast::Purpose::value);
  if (!sums.usable) {
    logits.checked();
    label.checked();
    check_length("p", p.size(), z.size());
    if (gradient != nullptr) resolve_each(SoftmaxCrossEntropyGradient<T>{z, p}, *gradient);
    if (loss != nullptr) resolve_loss(z, p, *loss);
    return;
  }
  if (gradient != nullptr) {
    const SoftmaxCrossEntropyGradient<T> form{z, p};
    auto open = fast::gradient(logits, label, sums, *gradient);
    fast::resolve_open(form, sums, open, *gradient);
    resolve_each(form, std::move(open), *gradient);
  }
  if (loss != nullptr && !fast::loss(logits, label, sums, *loss)) resolve_loss(z, p, *loss);
}

constexpr auto loss_of = []<class T>(const Argument<T>& z, const Argument<T>& p) {
  T loss{};
  evaluate<T>(z, p, &loss, nullptr);
  return loss;
};
constexpr auto gradient_into = []<class T>(std::span<T> out, const Argument<T>& z, const Argument<T>& p) {
  evaluate<T>(z, p, nullptr, &out);
};
constexpr auto both_into = []<class T>(std::span<T> gradient, const Argument<T>& z, const Argument<T>& p) {
  T loss{};
  evaluate<T>(z, p, &loss, &gradient);
  return loss;
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

constexpr auto sigmoid_cross_entropy_of = []<class T>(std::size_t i, T z, T y) {
  check_logit(z, {"z"}, i);
  check_probability(y, {"y"}, i);
  if (std::isinf(z)) return y > 0 ? std::numeric_limits<T>::infinity() : T{0};
  return resolve<T>(SigmoidCrossEntropy<T>{static_cast<double>(z), static_cast<double>(y)});
};
constexpr auto sigmoid_cross_entropy_gradient_of = []<class T>(std::size_t i, T z, T y) {
  check_logit(z, {"z"}, i);
  check_probability(y, {"y"}, i);
  if (std::isinf(z)) return T{0} - y;
  return resolve<T>(SigmoidCrossEntropyGradient<T>{static_cast<double>(z), static_cast<double>(y)});
};

}  // namespace

#define GIBBS_DEFINE_SIGMOID(T, metric)                                          \
  T metric(T z, T y) { return metric##_of(DomainError::whole, z, y); }           \
  void metric(std::span<const T> z, std::span<const T> y, std::span<T> out) {    \
    values_of_numbers(out, metric##_of, Numbers<T>{z, "z"}, Numbers<T>{y, "y"}); \
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
