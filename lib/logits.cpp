#include "lib/logits.hpp"

#include "lib/detail/check.hpp"
#include "lib/detail/resolve.hpp"

namespace gibbs {
namespace {

using namespace detail;

template <class T>
T log_sum_exp_of(std::span<const T> z) {
  return resolve<T>(LogSumExp<T>{z});
}

constexpr auto softmax_into = []<class T>(std::span<const T> z, std::span<T> out) {
  const Softmax<T> form{z};
  resolve_each(form, form.template prepare<Ball>(), out);
};
constexpr auto log_softmax_into = []<class T>(std::span<const T> z, std::span<T> out) {
  const LogSoftmax<T> form{z};
  resolve_each(form, form.template prepare<Ball>(), out);
};

template <class T, class F>
void one(const Logits<T>& z, std::span<T> out, F into) {
  const auto values = z.checked().values();
  check_length("out", out.size(), values.size());
  into(values, out);
}

template <class T, class F>
void each(const Rows<T>& z, std::span<T> out, F into) {
  each_row(logits(z), out.size(), true,
           [&](std::size_t i, std::span<const T> row) { into(row, out.subspan(i * row.size(), row.size())); });
}

template <class T>
void log_sum_exp_each(const Rows<T>& z, std::span<T> out) {
  each_row(logits(z), out.size(), false, [&](std::size_t i, std::span<const T> row) { out[i] = log_sum_exp_of(row); });
}

}  // namespace

double log_sum_exp(const Logits<double>& z) { return log_sum_exp_of(z.checked().values()); }
float log_sum_exp(const Logits<float>& z) { return log_sum_exp_of(z.checked().values()); }
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

}  // namespace gibbs
