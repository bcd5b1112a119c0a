#include <gibbs/squared_error.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto fast_mean_squared_error = [](const auto&... of) { return fast::mean_squared_error(of...); };
using Mean = MetricOf<MeanSquaredError, fast_mean_squared_error>;
constexpr auto mean_squared_error_of = []<class T>(const Argument<T>& x, const Argument<T>& y) {
  return evaluate<T>(Mean{}, x, y);
};
constexpr auto gradient_into = []<class T>(std::span<T> out, const Argument<T>& a, const Argument<T>& b) {
  const auto z = a.checked(), y = b.checked();
  check_length("y", y.size(), z.size());
  check_length("out", out.size(), z.size());
  resolve_each(SoftmaxMeanSquaredErrorGradient<T>{z, y}, out);
};

}  // namespace

#define GIBBS_DEFINE(T)                                                                                      \
  T mean_squared_error(std::span<const T> x, std::span<const T> y) {                                         \
    return mean_squared_error_of(argument(x, "x"), argument(y, "y"));                                        \
  }                                                                                                          \
  void mean_squared_error(const Rows<T>& x, const Rows<T>& y, std::span<T> out) {                            \
    values_of_rows(out, mean_squared_error_of, numbers(x, "x"), numbers(y, "y"));                            \
  }                                                                                                          \
  void softmax_mean_squared_error_gradient(const In<Logits<T>>& z, std::span<const T> y, std::span<T> out) { \
    into(out, gradient_into, argument(z), argument(y, "y"));                                                 \
  }                                                                                                          \
  void softmax_mean_squared_error_gradient(const Rows<T>& z, const Rows<T>& y, std::span<T> out) {           \
    vectors_of_rows(out, gradient_into, logits(z), numbers(y, "y"));                                         \
  }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE

}  // namespace gibbs::inline v0
