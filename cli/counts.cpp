#include "cli/counts.hpp"

#include <gibbs/gibbs.hpp>
#include <span>
#include <vector>

#include "subjects/adapt.hpp"

namespace gibbs::cli {
namespace {

template <class F>
struct Counts {
  using number = F;
  using Vector = std::vector<F>;
  static constexpr auto in(reference::Unit unit) { return static_cast<gibbs::Unit>(unit); }

  static F entropy(const Vector& p, reference::Unit unit) { return gibbs::entropy(counts(p), in(unit)); }
  static F perplexity(const Vector& p) { return gibbs::perplexity(counts(p)); }
  static F cross_entropy(const Vector& p, const Vector& q, reference::Unit unit) {
    return gibbs::cross_entropy(counts(p), counts(q), in(unit));
  }
  static F kl_divergence(const Vector& p, const Vector& q, reference::Unit unit) {
    return gibbs::kl_divergence(counts(p), counts(q), in(unit));
  }
  static F js_divergence(const Vector& p, const Vector& q, reference::Unit unit) {
    return gibbs::js_divergence(counts(p), counts(q), in(unit));
  }
  static F conditional_entropy(const Vector& w, std::size_t columns, reference::Unit unit) {
    return gibbs::conditional_entropy(counts(Joint(w, columns)), in(unit));
  }
  static F mutual_information(const Vector& w, std::size_t columns, reference::Unit unit) {
    return gibbs::mutual_information(counts(Joint(w, columns)), in(unit));
  }
  static F softmax_cross_entropy(const Vector& z, const Vector& p) {
    return gibbs::softmax_cross_entropy(Logits(z), counts(p));
  }
  static void softmax_cross_entropy_gradient(const Vector& z, const Vector& p, std::span<F> out) {
    gibbs::softmax_cross_entropy_gradient(Logits(z), counts(p), out);
  }
};

static_assert(Counts<double>::in(reference::Unit::nat) == Unit::nat &&
              Counts<double>::in(reference::Unit::bit) == Unit::bit &&
              Counts<double>::in(reference::Unit::hartley) == Unit::hartley);

}  // namespace

std::unique_ptr<properties::Subject> library_of_counts(const reference::Format& format) {
  if (format == reference::binary32) return std::make_unique<subjects::Adapted<Counts<float>>>("gibbs-binary32");
  return std::make_unique<subjects::Adapted<Counts<double>>>("gibbs");
}

}  // namespace gibbs::cli
