#include <gibbs/logits.hpp>

#include "lib/detail/fast.hpp"
#include "lib/detail/resolve.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

constexpr auto log_sum_exp_of = []<class T>(const Argument<T>& z) {
  T result;
  if (fast::log_sum_exp(z, result)) return result;
  return resolve<T>(LogSumExp<T>{z.checked()});
};

constexpr auto softmax_into = []<class T>(const Argument<T>& z, std::span<T> out) {
  const kernels::LogitSums sums = fast::logit_sums(z, fast::Purpose::shares);
  if (!sums.usable) return resolve_each(Softmax<T>{z.checked()}, out);
  auto open = fast::softmax(z, sums, out);
  fast::resolve_open(Softmax<T>{z.values}, sums, open, out);
  resolve_each(Softmax<T>{z.values}, std::move(open), out);
};
constexpr auto log_softmax_into = []<class T>(const Argument<T>& z, std::span<T> out) {
  const kernels::LogitSums sums = fast::logit_sums(z, fast::Purpose::logs);
  if (!sums.usable) return resolve_each(LogSoftmax<T>{z.checked()}, out);
  auto open = fast::log_softmax(z, sums, out);
  fast::resolve_open(LogSoftmax<T>{z.values}, sums, open, out);
  resolve_each(LogSoftmax<T>{z.values}, std::move(open), out);
};

template <class T, class F>
void one(const Logits<T>& z, std::span<T> out, F into) {
  if (out.size() != z.values().size()) check_length("out", out.size(), z.checked().values().size());
  into(argument(z), out);
}

template <class T, class F>
void each(const Rows<T>& z, std::span<T> out, F into) {
  each_row(logits(z), out.size(), true,
           [&](std::size_t i, const Argument<T>& row) { into(row, out.subspan(i * z.columns(), z.columns())); });
}

template <class T>
void log_sum_exp_each(const Rows<T>& z, std::span<T> out) {
  each_row(logits(z), out.size(), false, [&](std::size_t i, const Argument<T>& row) { out[i] = log_sum_exp_of(row); });
}

}  // namespace

double log_sum_exp(const Logits<double>& z) { return log_sum_exp_of(argument(z)); }
float log_sum_exp(const Logits<float>& z) { return log_sum_exp_of(argument(z)); }
void log_sum_exp(const Rows<double>& z, std::span<double> out) { log_sum_exp_each(z, out); }
void log_sum_exp(const Rows<float>& z, std::span<float> out) { log_sum_exp_each(z, out); }

void softmax(const Logits<double>& z, std::span<double> out) { one(z, out, softmax_into); }
void softmax(const Logits<float>& z, std::span<float> out) { one(z, out, softmax_into); }
void softmax(const Rows<double>& z, std::span<double> out) { each(z, out, softmax_into); }
void softmax(const Rows<float>& z, std::span<float> out) { each(z, out, softmax_into); }

void log_softmax(const Logits<double>& z, std::span<double> out) { one(z, out, log_softmax_into); }
void log_softmax(const Logits<float>& z, std::span<float> out) { one(z, out, log_softmax_into); }
void log_softmax(const Rows<double>& z, std::span<double> out) { each(z, out, log_softmax_into); }
void log_softmax(const Rows<float>& z, std::span<float> out) { each(z, out, log_softmax_into); }

}  // namespace gibbs::inline v0
