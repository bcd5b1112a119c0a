#include <gibbs/squared_error.hpp>

#include "lib/detail/check.hpp"
#include "lib/detail/resolve.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

template <class T>
T mean_squared_error_of(std::span<const T> x, std::span<const T> y) {
  return resolve<T>(MeanSquaredError<T>{x, y});
}

template <class T>
T one(std::span<const T> x, std::span<const T> y) {
  check_numbers(x, {"x"});
  check_numbers(y, {"y"});
  check_length("y", y.size(), x.size());
  return mean_squared_error_of(x, y);
}

template <class T>
void each(const Rows<T>& x, const Rows<T>& y, std::span<T> out) {
  each_row(numbers(x, "x"), numbers(y, "y"), out.size(), false,
           [&](std::size_t i, const Argument<T>& a, const Argument<T>& b) {
             out[i] = mean_squared_error_of(a.checked(), b.checked());
           });
}

template <class T>
void gradient_into(std::span<const T> z, std::span<const T> y, std::span<T> out) {
  resolve_each(SoftmaxMeanSquaredErrorGradient<T>{z, y}, out);
}

template <class T>
void gradient_one(const Logits<T>& z, std::span<const T> y, std::span<T> out) {
  const auto a = z.checked().values();
  check_numbers(y, {"y"});
  check_length("y", y.size(), a.size());
  check_length("out", out.size(), a.size());
  gradient_into(a, y, out);
}

template <class T>
void gradient_each(const Rows<T>& z, const Rows<T>& y, std::span<T> out) {
  each_row(logits(z), numbers(y, "y"), out.size(), true,
           [&](std::size_t i, const Argument<T>& a, const Argument<T>& b) {
             gradient_into(a.checked(), b.checked(), out.subspan(i * z.columns(), z.columns()));
           });
}

}  // namespace

double mean_squared_error(std::span<const double> x, std::span<const double> y) { return one(x, y); }
float mean_squared_error(std::span<const float> x, std::span<const float> y) { return one(x, y); }
void mean_squared_error(const Rows<double>& x, const Rows<double>& y, std::span<double> out) { each(x, y, out); }
void mean_squared_error(const Rows<float>& x, const Rows<float>& y, std::span<float> out) { each(x, y, out); }

void softmax_mean_squared_error_gradient(const Logits<double>& z, std::span<const double> y, std::span<double> out) {
  gradient_one(z, y, out);
}
void softmax_mean_squared_error_gradient(const Logits<float>& z, std::span<const float> y, std::span<float> out) {
  gradient_one(z, y, out);
}
void softmax_mean_squared_error_gradient(const Rows<double>& z, const Rows<double>& y, std::span<double> out) {
  gradient_each(z, y, out);
}
void softmax_mean_squared_error_gradient(const Rows<float>& z, const Rows<float>& y, std::span<float> out) {
  gradient_each(z, y, out);
}

}  // namespace gibbs::inline v0
