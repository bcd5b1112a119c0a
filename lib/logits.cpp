#include <gibbs/logits.hpp>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto log_sum_exp_of = []<class T>(const Argument<T>& z) {
  T result;
  if (fast::log_sum_exp(z, result)) return result;
  return resolve<T>(LogSumExp<T>{z.checked()});
};

constexpr auto softmax_into = []<class T>(std::span<T> out, const Argument<T>& z) {
  const kernels::LogitSums sums = fast::logit_sums(z, fast::Purpose::shares);
  if (!sums.usable) return resolve_each(Softmax<T>{z.checked()}, out);
  auto open = fast::softmax(z, sums, out);
  fast::resolve_open(Softmax<T>{z.values}, sums, open, out);
  resolve_each(Softmax<T>{z.values}, std::move(open), out);
};
constexpr auto log_softmax_into = []<class T>(std::span<T> out, const Argument<T>& z) {
  const kernels::LogitSums sums = fast::logit_sums(z, fast::Purpose::logs);
  if (!sums.usable) return resolve_each(LogSoftmax<T>{z.checked()}, out);
  auto open = fast::log_softmax(z, sums, out);
  fast::resolve_open(LogSoftmax<T>{z.values}, sums, open, out);
  resolve_each(LogSoftmax<T>{z.values}, std::move(open), out);
};

}  // namespace

#define GIBBS_DEFINE_INTO(T, metric)                      \
  void metric(const In<Logits<T>>& z, std::span<T> out) { \
    check_length("out", out.size(), z.values().size());   \
    into(out, metric##_into, argument(z));                \
  }                                                       \
  void metric(const Rows<T>& z, std::span<T> out) { vectors_of_rows(out, metric##_into, logits(z)); }
#define GIBBS_DEFINE(T)                                                                                    \
  T log_sum_exp(const In<Logits<T>>& z) { return log_sum_exp_of(argument(z)); }                            \
  void log_sum_exp(const Rows<T>& z, std::span<T> out) { values_of_rows(out, log_sum_exp_of, logits(z)); } \
  GIBBS_DEFINE_INTO(T, softmax)                                                                            \
  GIBBS_DEFINE_INTO(T, log_softmax)
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE
#undef GIBBS_DEFINE_INTO

}  // namespace gibbs::inline v0
