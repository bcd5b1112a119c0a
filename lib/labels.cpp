#include <gibbs/labels.hpp>

#include "lib/detail/evaluate.hpp"
#include "lib/detail/rows.hpp"

namespace gibbs::inline v0 {
namespace {

using namespace detail;

/// A class of n, or −1 where `may_be_ignored`.
void check_label(std::int64_t y, std::size_t n, std::size_t i, bool may_be_ignored) {
  if ((y >= 0 && static_cast<std::uint64_t>(y) < n) || (y == -1 && may_be_ignored)) return;
  const std::string place = i == DomainError::whole ? "y" : "y[" + std::to_string(i) + "]";
  throw DomainError("y", i, static_cast<double>(y),
                    place + " = " + std::to_string(y) + " is not a class of " + std::to_string(n) +
                        (may_be_ignored ? ", nor -1" : ""));
}
template <class T>
void check_labels(const Rows<T>& z, const Labels& y) {
  check_shape(z, "z");
  check_length("y", y.size(), z.rows());
  for (std::size_t i = 0; i < y.size(); ++i) check_label(y[i], z.columns(), i, true);
}
/// And weights, null for none; some row must count.
template <class T>
LabelledRows<T> checked_rows(const Rows<T>& z, const Labels& y, const std::span<const T>* w) {
  check_labels(z, y);
  if (w != nullptr) {
    check_length("w", w->size(), z.rows());
    check_weights(*w, Mass::any, {"w"});
  }
  const LabelledRows<T> rows{z, y, w == nullptr ? std::span<const T>() : *w};
  bool any = false;
  rows.each([&](const auto&, std::size_t, double) { any = true; });
  if (!any)
    throw DomainError("y", DomainError::whole, static_cast<double>(y.size()), "y leaves no row to take a mean of");
  return rows;
}

/// ln Σ exp(zᵢ − o) + (o − z_y); lost where that is infinite.
template <class T>
Ball fast_loss(Purpose purpose, std::span<const T> z, std::size_t label) {
  const auto sums = fast::logit_sums(argument(Logits<T>(z)), purpose, fast::room());
  if (!sums || std::isinf(z[label])) return Ball::lost();
  const DoubleDouble gap = two_sum(sums->origin(), -static_cast<double>(z[label]));
  return fast::ball_of_sum(fast::Sum{gap.hi, gap.lo, 0}, sums->log_total);
}
template <class T>
Ball fast_mean(Purpose purpose, const LabelledRows<T>& rows) {
  PairwiseSum<Ball> terms;
  rows.each([&](const auto& z, std::size_t label, double weight) { terms.add(fast_loss(purpose, z, label) * weight); });
  return terms.total() / rows.template total_weight<Ball>();
}
/// Form<T>{rows}, whose fast ball is finish(fast_mean).
template <template <class> class Form, class T, class Finish>
T mean_of(const LabelledRows<T>& rows, Finish finish) {
  for (const Purpose purpose : {Purpose::value, Purpose::precision})
    if (const auto result = rounded<T>(finish(fast_mean(purpose, rows)))) return *result;
  for (std::size_t i = 0; i < rows.z.rows(); ++i)
    if (rows.weight(i) > 0) logits(rows.z).row(i).checked();
  return resolve<T>(Form<T>{rows});
}
template <class T>
T mean_loss(const Rows<T>& z, const Labels& y, const std::span<const T>* w) {
  return mean_of<MeanLoss>(checked_rows(z, y, w), [](const Ball& mean) { return mean; });
}

/// The gradient of one of `rows`, whose logits z are.
template <class T>
void gradient_of_row(std::span<T> out, const Argument<T>& z, const LabelledRows<T>& rows, std::size_t label,
                     double weight, const Ball& total) {
  fast::Kept& kept = fast::room();
  const auto sums = fast::logit_sums(z, Purpose::shares, kept);
  if (!sums) z.checked();
  evaluate_components(LabelGradient<T>{rows, z.values, label, weight, total}, sums, kept, z.is_parallel, out);
}
/// Without weights, of one row alone.
template <class T>
void gradient_of_one(std::span<T> out, const Argument<T>& z, std::size_t label) {
  const std::int64_t index = static_cast<std::int64_t>(label);
  const Rows<T> alone(z.values, z.values.size());
  const Labels labels(std::span(&index, 1));
  gradient_of_row(out, z, {alone, labels, {}}, label, 1, Ball(1));
}

template <class T>
T loss_of(const Argument<T>& z, std::int64_t y) {
  const std::size_t n = z.values.size();
  if (n == 0) z.checked();
  check_label(y, n, DomainError::whole, false);
  const Rows<T> alone(z.values, n);
  const Labels labels(std::span(&y, 1));
  const LabelledRows<T> rows{alone, labels, {}};
  for (const Purpose purpose : {Purpose::value, Purpose::precision})
    if (const auto result = rounded<T>(fast_loss(purpose, z.values, static_cast<std::size_t>(y)))) return *result;
  z.checked();
  return resolve<T>(MeanLoss<T>{rows});
}

template <class T>
void losses_of_rows(const Rows<T>& z, const Labels& y, std::span<T> out) {
  check_labels(z, y);
  check_output({out, "out", true}, logits(z));
  over_rows(z, z.is_parallel(), [&](std::size_t i) { out[i] = y[i] < 0 ? T{0} : loss_of(logits(z).row(i), y[i]); });
}
/// f(out, row, i) for each row that counts; +0 in the others.
template <class T, class Counts, class F>
void gradients_of_rows(const Rows<T>& z, std::span<T> out, Counts counts, F f) {
  check_output({out, "out", false}, logits(z));
  const std::size_t n = z.columns();
  over_rows(z, z.is_parallel(), [&](std::size_t i) {
    const std::span<T> row = out.subspan(i * n, n);
    if (!counts(i)) return void(std::ranges::fill(row, T{0}));
    into(
        row, [&](std::span<T> to, const Argument<T>& from) { f(to, from, i); }, logits(z).row(i));
  });
}
template <class T>
void gradient_of_rows(const Rows<T>& z, const Labels& y, std::span<T> out) {
  check_labels(z, y);
  gradients_of_rows(
      z, out, [&](std::size_t i) { return y[i] >= 0; },
      [&](std::span<T> to, const Argument<T>& row, std::size_t i) {
        gradient_of_one(to, row, static_cast<std::size_t>(y[i]));
      });
}
template <class T>
void mean_gradient(const Rows<T>& z, const Labels& y, const std::span<const T>* w, std::span<T> out) {
  const LabelledRows<T> rows = checked_rows(z, y, w);
  if (w != nullptr) check_apart<T>("out", out, "w", *w, false);
  const Ball total = rows.template total_weight<Ball>();
  gradients_of_rows(
      z, out, [&](std::size_t i) { return rows.weight(i) > 0; },
      [&](std::span<T> to, const Argument<T>& row, std::size_t i) {
        gradient_of_row(to, row, rows, static_cast<std::size_t>(y[i]), rows.weight(i), total);
      });
}

}  // namespace

#define GIBBS_DEFINE(T)                                                                                              \
  T softmax_cross_entropy(const In<Logits<T>>& z, std::int64_t y) { return loss_of(argument(z), y); }                \
  void softmax_cross_entropy(const Rows<T>& z, const In<Labels>& y, std::span<T> out) { losses_of_rows(z, y, out); } \
  void softmax_cross_entropy_gradient(const In<Logits<T>>& z, std::int64_t y, std::span<T> out) {                    \
    check_length("out", out.size(), z.values().size());                                                              \
    if (out.empty()) argument(z).checked();                                                                          \
    check_label(y, out.size(), DomainError::whole, false);                                                           \
    into(                                                                                                            \
        out,                                                                                                         \
        [y](std::span<T> to, const Argument<T>& from) { gradient_of_one(to, from, static_cast<std::size_t>(y)); },   \
        argument(z));                                                                                                \
  }                                                                                                                  \
  void softmax_cross_entropy_gradient(const Rows<T>& z, const In<Labels>& y, std::span<T> out) {                     \
    gradient_of_rows(z, y, out);                                                                                     \
  }                                                                                                                  \
  T mean_softmax_cross_entropy(const Rows<T>& z, const In<Labels>& y) { return mean_loss<T>(z, y, nullptr); }        \
  T mean_softmax_cross_entropy(const Rows<T>& z, const In<Labels>& y, std::span<const T> w) {                        \
    return mean_loss(z, y, &w);                                                                                      \
  }                                                                                                                  \
  void mean_softmax_cross_entropy_gradient(const Rows<T>& z, const In<Labels>& y, std::span<T> out) {                \
    mean_gradient<T>(z, y, nullptr, out);                                                                            \
  }                                                                                                                  \
  void mean_softmax_cross_entropy_gradient(const Rows<T>& z, const In<Labels>& y, std::span<const T> w,              \
                                           std::span<T> out) {                                                       \
    mean_gradient(z, y, &w, out);                                                                                    \
  }                                                                                                                  \
  T sequence_perplexity(const Rows<T>& z, const In<Labels>& y) {                                                     \
    return mean_of<MeanLossExponential>(checked_rows<T>(z, y, nullptr), [](const Ball& mean) { return exp(mean); }); \
  }
GIBBS_DEFINE(double)
GIBBS_DEFINE(float)
#undef GIBBS_DEFINE

}  // namespace gibbs::inline v0
