#include <gibbs/derivatives.hpp>

#include "lib/detail/derivative_forms.hpp"
#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto put_sigmoid_hessian = [](const auto& z, const auto& out, auto& open) {
  kernels::sigmoid_curvature(z, out, open);
};
constexpr auto sigmoid_hessian_of = []<class T>(std::size_t i, T z) {
  check_logit(z, {"z"}, i);
  return resolve<T>(SigmoidHessian<T>{static_cast<double>(z)});
};
constexpr auto diagonal_into = []<class T>(std::span<T> out, const Argument<T>& z) {
  fast::Kept& kept = fast::room();
  const auto sums = fast::logit_sums(z, Purpose::shares, kept);
  if (!sums) z.checked();
  check_length("out", out.size(), z.values.size());
  evaluate_components(SoftmaxHessianDiagonal<T>{z.values}, sums, kept, z.is_parallel, out);
};
template <template <class> class Form, class T>
void product_into(std::span<T> out, const Argument<T>& z, const Argument<T>& u) {
  z.checked();
  u.checked();
  check_length("u", u.values.size(), z.values.size());
  check_length("out", out.size(), z.values.size());
  resolve_each(Form<T>{z.values, u.values}, out);
}
constexpr auto softmax_vjp_into = []<class T>(std::span<T> out, const Argument<T>& z, const Argument<T>& u) {
  product_into<SoftmaxVjp>(out, z, u);
};
constexpr auto log_softmax_vjp_into = []<class T>(std::span<T> out, const Argument<T>& z, const Argument<T>& u) {
  product_into<LogSoftmaxVjp>(out, z, u);
};

}  // namespace

#define GIBBS_DEFINE_PRODUCT(T, metric)                                         \
  void metric(const In<Logits<T>>& z, std::span<const T> u, std::span<T> out) { \
    into(out, metric##_into, argument(z), argument(u, "u"));                    \
  }                                                                             \
  void metric(const Rows<T>& z, const Rows<T>& u, std::span<T> out) {           \
    vectors_of_rows(out, metric##_into, logits(z), numbers(u, "u"));            \
  }
#define GIBBS_DEFINE(T)                                                                      \
  GIBBS_DEFINE_PRODUCT(T, softmax_vjp)                                                       \
  GIBBS_DEFINE_PRODUCT(T, log_softmax_vjp)                                                   \
  void softmax_cross_entropy_hessian_diagonal(const In<Logits<T>>& z, std::span<T> out) {    \
    into(out, diagonal_into, argument(z));                                                   \
  }                                                                                          \
  void softmax_cross_entropy_hessian_diagonal(const Rows<T>& z, std::span<T> out) {          \
    vectors_of_rows(out, diagonal_into, logits(z));                                          \
  }                                                                                          \
  T sigmoid_cross_entropy_hessian(T z) { return sigmoid_hessian_of(DomainError::whole, z); } \
  void sigmoid_cross_entropy_hessian(std::span<const T> z, std::span<T> out) {               \
    values_of_numbers(out, put_sigmoid_hessian, sigmoid_hessian_of, Numbers<T>{z, "z"});     \
  }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE
#undef GIBBS_DEFINE_PRODUCT

}  // namespace gibbs::inline v0
