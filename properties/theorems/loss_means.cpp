// The mean loss over labelled rows, its gradient, and the perplexity of a text.
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// A row, one of its classes, and a positive weight.
Inputs one_row() {
  return takes(logits("z"), natural("y"), number("w")).from([](Source& source) {
    const Vector z = generate::logits(source, generate::number_of_classes(source));
    const int y = static_cast<int>(source.below(z.size()));
    return std::tuple{z, y, source.one_in(2) ? source.pick({1.0, 2.0, 0.5}) : generate::weight(source)};
  });
}

Vector row_of(const Table& z, std::size_t i) {
  const auto from = z.values.begin() + static_cast<std::ptrdiff_t>(i * z.columns);
  return {from, from + static_cast<std::ptrdiff_t>(z.columns)};
}

}  // namespace

std::vector<Theorem> mean_loss_theorems() {
  return {
      {.id = "mean-of-one",
       .metrics = {Metric::mean_softmax_cross_entropy, Metric::softmax_cross_entropy},
       .inputs = one_row(),
       .law = LAW(const Vector& z, int y, double w) {
         assume(w > 0);
         const Vector label = one_hot(z.size(), y);
         const Quantity mean = mean_softmax_cross_entropy(Table{z, z.size()}, {static_cast<double>(y)}, {w});
         claim(mean == softmax_cross_entropy(z, label));
       },
       .example = "z=2,1,0 y=1 w=3"},
      {.id = "mean-gradient-by-rows",
       .metrics = {Metric::mean_softmax_cross_entropy_gradient, Metric::softmax_cross_entropy_gradient},
       .inputs = generate::for_metric(Metric::mean_softmax_cross_entropy_gradient),
       .law = LAW(const Table& z, const Vector& y, const Vector& w) {
         const bool weighted = !w.empty();
         const auto gradient = weighted ? mean_softmax_cross_entropy_gradient(z, y, w) : mean_softmax_cross_entropy_gradient(z, y);
         const auto weight = [&](std::size_t i) { return y[i] < 0 ? 0.0 : weighted ? w[i] : 1.0; };
         Quantity all = 0.0;
         for (std::size_t i = 0; i < y.size(); ++i) all = all + weight(i);
         for (std::size_t i = 0; i < y.size(); ++i) {
           const auto of_row = weight(i) == 0 ? std::vector<Quantity>(z.columns, 0.0)
                                              : softmax_cross_entropy_gradient(row_of(z, i), one_hot(z.columns, static_cast<int>(y[i])));
           for (std::size_t j = 0; j < z.columns; ++j) claim(gradient[i * z.columns + j] == weight(i) / all * of_row[j]);
         }
       },
       .example = "z=2,0;1,1;0,3 y=0,-1,1 w=1,1,3"},
      {.id = "sequence-perplexity-range",
       .metrics = {Metric::sequence_perplexity},
       .inputs = generate::for_metric(Metric::sequence_perplexity),
       .law = LAW(const Table& z, const Vector& y) {
         const Quantity of_text = sequence_perplexity(z, y);
         claim(of_text >= 1);
         bool equal = true;
         for (std::size_t k = 0; k < z.values.size(); ++k) equal = equal && (y[k / z.columns] < 0 || z.values[k] == row_of(z, k / z.columns)[0]);
         if (equal) claim(of_text == static_cast<double>(z.columns));
       },
       .example = "z=1,1,1,1;0,0,0,0 y=2,0"},
  };
}

}  // namespace gibbs::properties
