#include "subjects/library.hpp"

#include <concepts>
#include <cstdint>
#include <gibbs/gibbs.hpp>
#include <ranges>
#include <span>
#include <vector>

#include "subjects/adapt.hpp"

namespace gibbs::subjects {
namespace {

using properties::Accuracy;
using properties::Metric;

gibbs::Unit to_library(Unit unit) {
  switch (unit) {
    case Unit::bit:
      return gibbs::Unit::bit;
    case Unit::hartley:
      return gibbs::Unit::hartley;
    default:
      return gibbs::Unit::nat;
  }
}

// The library's functions by name, wherever they take such arguments.
#define METRIC(NAME, ...)                                    \
  template <class... X>                                      \
  auto library_##NAME(const X&... x) -> decltype(NAME(x...)) { \
    return NAME(x...);                                       \
  }
#include "reference/metrics.inc"
#undef METRIC

/// What functions of batches take: views of all rows, the span of results, a unit.
template <class X>
concept BatchArgument = std::ranges::view<X> || requires(const X& x) { x.mass(); } || std::same_as<X, Unit>;

template <class F>
struct Library {
  using number = F;
  using Vector = std::vector<F>;
  static constexpr const char* version = GIBBS_VERSION;
  static constexpr bool validates = true;
  static Accuracy accuracy(Metric) { return {Accuracy::Level::correct, 0}; }
  static constexpr bool takes_rows = true;
  Mass mass = Mass::one;

  F self_information(F p, Unit unit) const { return gibbs::self_information(p, to_library(unit)); }
  F entropy(const Vector& p, Unit unit) const { return gibbs::entropy(Distribution(p, mass), to_library(unit)); }
  F perplexity(const Vector& p) const { return gibbs::perplexity(Distribution(p, mass)); }
  F cross_entropy(const Vector& p, const Vector& q, Unit unit) const {
    return gibbs::cross_entropy(Distribution(p, mass), Distribution(q, mass), to_library(unit));
  }
  F kl_divergence(const Vector& p, const Vector& q, Unit unit) const {
    return gibbs::kl_divergence(Distribution(p, mass), Distribution(q, mass), to_library(unit));
  }
  F js_divergence(const Vector& p, const Vector& q, Unit unit) const {
    return gibbs::js_divergence(Distribution(p, mass), Distribution(q, mass), to_library(unit));
  }
  F conditional_entropy(const Vector& w, std::size_t columns, Unit unit) const {
    return gibbs::conditional_entropy(Joint(w, columns, mass), to_library(unit));
  }
  F mutual_information(const Vector& w, std::size_t columns, Unit unit) const {
    return gibbs::mutual_information(Joint(w, columns, mass), to_library(unit));
  }
  F log_sum_exp(const Vector& z) const { return gibbs::log_sum_exp(Logits(z)); }
  void softmax(const Vector& z, std::span<F> out) const { gibbs::softmax(Logits(z), out); }
  void log_softmax(const Vector& z, std::span<F> out) const { gibbs::log_softmax(Logits(z), out); }
  F softmax_cross_entropy(const Vector& z, const Vector& p) const {
    return gibbs::softmax_cross_entropy(Logits(z), Distribution(p, mass));
  }
  void softmax_cross_entropy_gradient(const Vector& z, const Vector& p, std::span<F> out) const {
    gibbs::softmax_cross_entropy_gradient(Logits(z), Distribution(p, mass), out);
  }
  F sigmoid_cross_entropy(F z, F y) const { return gibbs::sigmoid_cross_entropy(z, y); }
  F sigmoid_cross_entropy_gradient(F z, F y) const { return gibbs::sigmoid_cross_entropy_gradient(z, y); }
  F mean_squared_error(std::span<const F> x, std::span<const F> y) const { return gibbs::mean_squared_error(x, y); }
  void softmax_mean_squared_error_gradient(const Vector& z, std::span<const F> y, std::span<F> out) const {
    gibbs::softmax_mean_squared_error_gradient(Logits(z), y, out);
  }

  // Rows of logits with labels; no weights are an empty vector.
  using Labels = std::vector<std::int64_t>;
  F mean_softmax_cross_entropy(const Vector& z, std::size_t columns, const Labels& y, const Vector& w) const {
    const Rows rows(z, columns);
    return w.empty() ? gibbs::mean_softmax_cross_entropy(rows, y) : gibbs::mean_softmax_cross_entropy(rows, y, w);
  }
  void mean_softmax_cross_entropy_gradient(const Vector& z, std::size_t columns, const Labels& y, const Vector& w,
                                           std::span<F> out) const {
    const Rows rows(z, columns);
    w.empty() ? gibbs::mean_softmax_cross_entropy_gradient(rows, y, out)
              : gibbs::mean_softmax_cross_entropy_gradient(rows, y, w, out);
  }
  F sequence_perplexity(const Vector& z, std::size_t columns, const Labels& y) const {
    return gibbs::sequence_perplexity(Rows(z, columns), y);
  }

  // Batches: gibbs::entropy(p, out, unit) and so on. What is not above is asked as a batch of one.
  template <class V>
  V of_library(const V& view) const {
    if constexpr (requires { view.mass(); }) return mass == Mass::any ? counts(view) : view;
    return view;
  }
  static gibbs::Unit of_library(Unit unit) { return to_library(unit); }
#define METRIC(NAME, ...)                                                              \
  template <BatchArgument... X>                                                        \
  auto NAME(const X&... x) const -> decltype(library_##NAME(this->of_library(x)...)) { \
    return library_##NAME(of_library(x)...);                                           \
  }
#include "reference/metrics.inc"
#undef METRIC
};

}  // namespace

std::unique_ptr<properties::Subject> library(const reference::Format& format, Masses masses) {
  const Mass mass = masses == Masses::probabilities ? Mass::one : Mass::any;
  if (format == reference::binary32) {
    return std::make_unique<Adapted<Library<float>>>("gibbs-binary32", Library<float>{mass});
  }
  return std::make_unique<Adapted<Library<double>>>("gibbs", Library<double>{mass});
}

}  // namespace gibbs::subjects
