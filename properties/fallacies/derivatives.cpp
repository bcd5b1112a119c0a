// What is believed of means over a text, and of the way back through softmax.
#include "properties/fallacies/fallacy.hpp"
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// A model's logits for the two words of a text, of which both times the same class comes.
Inputs two_words() {
  return takes(logits("a"), logits("b"), natural("y")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return std::tuple{generate::short_logits(source, n), generate::short_logits(source, n), static_cast<int>(source.below(n))};
  });
}

Inputs logits_and_signal() {
  return takes(logits("z"), numbers("u")).from([](Source& source) {
    const std::size_t n = generate::number_of_classes(source);
    return std::tuple{generate::short_logits(source, n), generate::short_logits(source, n)};
  });
}

}  // namespace

std::vector<Fallacy> derivative_fallacies() {
  return {
      {.id = "perplexities-average",
       .metrics = {Metric::sequence_perplexity},
       .inputs = two_words(),
       .law = LAW(const Vector& a, const Vector& b, int y) {
         assume(static_cast<std::size_t>(y) < a.size());
         const auto label = static_cast<double>(y);
         Table text{a, a.size()};
         text.values.insert(text.values.end(), b.begin(), b.end());
         const Quantity A = called("A", sequence_perplexity({a, a.size()}, {label}));
         const Quantity B = called("B", sequence_perplexity({b, b.size()}, {label}));
         const Quantity whole = called("the perplexity of the whole", sequence_perplexity(text, {label, label}));
         claim(whole == sqrt(A * B));
         claim(whole == (A + B) / 2);
       }},
      {.id = "softmax-jacobian-is-diagonal",
       .metrics = {Metric::softmax_vjp, Metric::softmax},
       .inputs = logits_and_signal(),
       .law = LAW(const Vector& z, const Vector& u) {
         const std::vector<Quantity> q = softmax(z), back = softmax_vjp(z, u);
         std::vector<Quantity> terms;
         for (std::size_t i = 0; i < z.size(); ++i) terms.push_back(q[i] * u[i]);
         const Quantity mean = called("Σ qⱼuⱼ", sum(terms));
         for (std::size_t i = 0; i < z.size(); ++i) claim(back[i] == q[i] * (u[i] - mean));
         for (std::size_t i = 0; i < z.size(); ++i) claim(back[i] == q[i] * (1 - q[i]) * u[i]);
       }},
  };
}

}  // namespace gibbs::properties
