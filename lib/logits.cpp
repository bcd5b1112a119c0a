#include <gibbs/logits.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto fast_log_sum_exp = [](const auto&... z) { return fast::log_sum_exp(z...); };
using LogSum = MetricOf<LogSumExp, fast_log_sum_exp>;

/// What sums cannot be made of is checked.
template <template <class> class Form, class T>
void components_into(std::span<T> out, const Argument<T>& z, Purpose purpose) {
  fast::Kept& kept = fast::room();
  const auto sums = fast::logit_sums(z, purpose, kept);
  if (!sums) z.checked();
  evaluate_components(Form<T>{z.values}, sums, kept, z.is_parallel, out);
}
constexpr auto softmax_into = []<class T>(std::span<T> out, const Argument<T>& z) {
  components_into<Softmax>(out, z, Purpose::shares);
};
constexpr auto log_softmax_into = []<class T>(std::span<T> out, const Argument<T>& z) {
  components_into<LogSoftmax>(out, z, Purpose::logs);
};

}  // namespace

#define GIBBS_DEFINE_INTO(T, metric)                      \
  void metric(const In<Logits<T>>& z, std::span<T> out) { \
    check_length("out", out.size(), z.values().size());   \
    into(out, metric##_into, argument(z));                \
  }                                                       \
  void metric(const Rows<T>& z, std::span<T> out) { vectors_of_rows(out, metric##_into, logits(z)); }
#define GIBBS_DEFINE(T)                                                                \
  T log_sum_exp(const In<Logits<T>>& z) { return evaluate<T>(LogSum{}, argument(z)); } \
  void log_sum_exp(const Rows<T>& z, std::span<T> out) {                               \
    values_of_rows(                                                                    \
        out, [](const auto& row) { return evaluate<T>(LogSum{}, row); }, logits(z));   \
  }                                                                                    \
  GIBBS_DEFINE_INTO(T, softmax)                                                        \
  GIBBS_DEFINE_INTO(T, log_softmax)
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE
#undef GIBBS_DEFINE_INTO

}  // namespace gibbs::inline v0
