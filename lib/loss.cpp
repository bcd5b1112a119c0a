#include <gibbs/loss.hpp>
#include <limits>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"

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

/// What is wanted of a row: the loss, stored at `loss` unless null, and the gradient, stored in `gradient` unless
/// empty.
template <class T>
struct Wanted {
  T* loss;
  std::span<T> gradient;
};

/// The accurate stages of whatever the fast stage left open.
template <class T>
void resolve_loss(std::span<const T> z, std::span<const T> p, T& loss) {
  loss = impossible(z, p) ? std::numeric_limits<T>::infinity() : resolve<T>(SoftmaxCrossEntropy<T>{z, p});
}

template <class T>
void evaluate(const Argument<T>& logits, const Argument<T>& label, const Wanted<T>& wanted) {
  const auto &z = logits.values, &p = label.values;
  const bool with_gradient = !wanted.gradient.empty();
  const auto sums = fast::loss_sums(logits, label, with_gradient ? fast::Purpose::shares : fast::Purpose::value);
  if (!sums.usable) {
    logits.checked();
    label.checked();
    check_length("p", p.size(), z.size());
    if (with_gradient) resolve_each(SoftmaxCrossEntropyGradient<T>{z, p}, wanted.gradient);
    if (wanted.loss != nullptr) resolve_loss(z, p, *wanted.loss);
    return;
  }
  if (with_gradient) {
    const SoftmaxCrossEntropyGradient<T> form{z, p};
    auto open = fast::gradient(logits, label, sums, wanted.gradient);
    fast::resolve_open(form, sums, open, wanted.gradient);
    resolve_each(form, std::move(open), wanted.gradient);
  }
  if (wanted.loss == nullptr) return;
  if (!fast::loss(logits, label, sums, *wanted.loss)) resolve_loss(z, p, *wanted.loss);
}

/// A gradient of the right length is written; a wrong length is an error after those of z and p.
template <class T>
void evaluate_one(const Logits<T>& z, const Distribution<T>& p, const Wanted<T>& wanted, std::string_view gradient) {
  const std::size_t n = z.values().size();
  if (p.values().size() != n || (!gradient.empty() && wanted.gradient.size() != n)) {
    z.checked();
    p.checked();
    check_length("p", p.values().size(), n);
    check_length(gradient, wanted.gradient.size(), n);
  }
  evaluate(argument(z), argument(p, "p"), wanted);
}

template <class T>
T loss_of(const Logits<T>& z, const Distribution<T>& p) {
  T loss{};
  evaluate_one(z, p, {&loss, {}}, {});
  return loss;
}

template <class T>
void gradient_of(const Logits<T>& z, const Distribution<T>& p, std::span<T> out) {
  evaluate_one(z, p, {nullptr, out}, "out");
}

template <class T>
T both_of(const Logits<T>& z, const Distribution<T>& p, std::span<T> gradient) {
  T loss{};
  evaluate_one(z, p, {&loss, gradient}, "gradient");
  return loss;
}

template <class T>
void losses_of(const Rows<T>& z, const Rows<T>& p, std::span<T> loss, std::span<T> gradient = {}) {
  each_row(logits(z), weights(p, "p"), loss.size(), false,
           [&](std::size_t i, const Argument<T>& a, const Argument<T>& b) {
             evaluate(a, b, {&loss[i], gradient.empty() ? gradient : gradient.subspan(i * z.columns(), z.columns())});
           });
}

template <class T>
void gradients_of(const Rows<T>& z, const Rows<T>& p, std::span<T> out) {
  each_row(logits(z), weights(p, "p"), out.size(), true,
           [&](std::size_t i, const Argument<T>& a, const Argument<T>& b) {
             evaluate(a, b, {nullptr, out.subspan(i * z.columns(), z.columns())});
           });
}

template <class T>
void both_of(const Rows<T>& z, const Rows<T>& p, std::span<T> loss, std::span<T> gradient) {
  check_length("gradient", gradient.size(), z.values().size());
  losses_of(z, p, loss, gradient);
}

constexpr auto sigmoid_loss = []<class T>(T z, T y) {
  if (std::isinf(z)) return y > 0 ? std::numeric_limits<T>::infinity() : T{0};
  return resolve<T>(SigmoidCrossEntropy<T>{static_cast<double>(z), static_cast<double>(y)});
};
constexpr auto sigmoid_slope = []<class T>(T z, T y) {
  if (std::isinf(z)) return T{0} - y;
  return resolve<T>(SigmoidCrossEntropyGradient<T>{static_cast<double>(z), static_cast<double>(y)});
};

template <class T, class F>
T one(T z, T y, std::size_t i, F f) {
  check_logit(z, {"z"}, i);
  check_probability(y, {"y"}, i);
  return f(z, y);
}

template <class T, class F>
void each(std::span<const T> z, std::span<const T> y, std::span<T> out, F f) {
  check_length("y", y.size(), z.size());
  check_length("out", out.size(), z.size());
  for (std::size_t i = 0; i < z.size(); ++i) out[i] = one(z[i], y[i], i, f);
}

}  // namespace

double softmax_cross_entropy(const Logits<double>& z, const Distribution<double>& p) { return loss_of(z, p); }
float softmax_cross_entropy(const Logits<float>& z, const Distribution<float>& p) { return loss_of(z, p); }
void softmax_cross_entropy(const Rows<double>& z, const Rows<double>& p, std::span<double> out) {
  losses_of(z, p, out);
}
void softmax_cross_entropy(const Rows<float>& z, const Rows<float>& p, std::span<float> out) { losses_of(z, p, out); }

void softmax_cross_entropy_gradient(const Logits<double>& z, const Distribution<double>& p, std::span<double> out) {
  gradient_of(z, p, out);
}
void softmax_cross_entropy_gradient(const Logits<float>& z, const Distribution<float>& p, std::span<float> out) {
  gradient_of(z, p, out);
}
void softmax_cross_entropy_gradient(const Rows<double>& z, const Rows<double>& p, std::span<double> out) {
  gradients_of(z, p, out);
}
void softmax_cross_entropy_gradient(const Rows<float>& z, const Rows<float>& p, std::span<float> out) {
  gradients_of(z, p, out);
}

double softmax_cross_entropy_with_gradient(const Logits<double>& z, const Distribution<double>& p,
                                           std::span<double> gradient) {
  return both_of(z, p, gradient);
}
float softmax_cross_entropy_with_gradient(const Logits<float>& z, const Distribution<float>& p,
                                          std::span<float> gradient) {
  return both_of(z, p, gradient);
}
void softmax_cross_entropy_with_gradient(const Rows<double>& z, const Rows<double>& p, std::span<double> loss,
                                         std::span<double> gradient) {
  both_of(z, p, loss, gradient);
}
void softmax_cross_entropy_with_gradient(const Rows<float>& z, const Rows<float>& p, std::span<float> loss,
                                         std::span<float> gradient) {
  both_of(z, p, loss, gradient);
}

double sigmoid_cross_entropy(double z, double y) { return one(z, y, DomainError::whole, sigmoid_loss); }
float sigmoid_cross_entropy(float z, float y) { return one(z, y, DomainError::whole, sigmoid_loss); }
void sigmoid_cross_entropy(std::span<const double> z, std::span<const double> y, std::span<double> out) {
  each(z, y, out, sigmoid_loss);
}
void sigmoid_cross_entropy(std::span<const float> z, std::span<const float> y, std::span<float> out) {
  each(z, y, out, sigmoid_loss);
}

double sigmoid_cross_entropy_gradient(double z, double y) { return one(z, y, DomainError::whole, sigmoid_slope); }
float sigmoid_cross_entropy_gradient(float z, float y) { return one(z, y, DomainError::whole, sigmoid_slope); }
void sigmoid_cross_entropy_gradient(std::span<const double> z, std::span<const double> y, std::span<double> out) {
  each(z, y, out, sigmoid_slope);
}
void sigmoid_cross_entropy_gradient(std::span<const float> z, std::span<const float> y, std::span<float> out) {
  each(z, y, out, sigmoid_slope);
}

}  // namespace gibbs::inline v0
