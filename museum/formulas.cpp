// Room J: a wrong formula, sign or base.
#include <numbers>

#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;

double entropy_of(const Row<double>& p) { return -sum_of(p, p, xlogy<double>); }
double kl(const Row<double>& p, const Row<double>& q) {
  return sum_of(p, q, [](double a, double b) { return a == 0 ? 0 : a * (std::log(a) - std::log(b)); });
}
double js(const Row<double>& p, const Row<double>& q) {
  Row<double> m(p.size());
  for (std::size_t i = 0; i < m.size(); ++i) m[i] = (p[i] + q[i]) / 2;
  return (kl(p, m) + kl(q, m)) / 2;
}

}  // namespace

std::vector<Exhibit> formulas() {
  return {
      {.id = "evaluate-241",
       .kind = 'J',
       .link = "https://github.com/huggingface/evaluate/issues/241",
       .date = "2022-08",
       .library = "Hugging Face Evaluate, perplexity",
       .symptom = "19.1 where 70.6 is right: 2 to the power of nats",
       .parts = {formula(
           perplexity, +[](const Row<double>& p) { return std::exp2(entropy_of(p)); })}},
      {.id = "djl-520",
       .kind = 'J',
       .link = "https://github.com/deepjavalibrary/djl/issues/520",
       .date = "by 2021-02",
       .library = "DJL, SoftmaxCrossEntropyLoss of soft labels",
       .symptom = "the log-sum-exp is missing: −⟨p, z⟩ is called the loss",
       .format = reference::binary32,
       .parts = {formula(
           softmax_cross_entropy,
           +[](const Row<float>& z, const Row<float>& p) {
             return -sum_of(p, z, [](float y, float x) { return y == 0 ? 0 : y * x; });
           })}},
      {.id = "synapseml-2006",
       .kind = 'J',
       .link = "https://github.com/microsoft/SynapseML/issues/2006",
       .date = "by 2026-08",
       .library = "SynapseML, Jensen–Shannon distance, documented to lie in [0, 1], that is in bits",
       .symptom = "0.8326 = √ln 2 for disjoint distributions: natural logarithms",
       .parts = {formula_in(Unit::bit, js_divergence, js)}},
      {.id = "evidently-494",
       .kind = 'J',
       .link = "https://github.com/evidentlyai/evidently/issues/494",
       .date = "2023-01",
       .library = "Evidently, Jensen–Shannon distance, said to be at most 1",
       .symptom = "0.8326 at most: the default base of the function it calls is e",
       .parts = {formula_in(
           Unit::bit, js_divergence,
           +[](const Row<double>& p, const Row<double>& q) {
             const double distance = std::sqrt(js(normalised(p), normalised(q)));
             return distance * distance;
           })}},
      {.id = "gumption-3",
       .kind = 'J',
       .link = "https://github.com/gumption/Python_for_Data_Science/issues/3",
       .date = "2016-06",
       .library = "Python for Data Science, simple_ml.entropy, in bits",
       .symptom = "logarithms to the base n, the number of classes",
       .parts = {formula_in(
           Unit::bit, entropy,
           +[](const Row<double>& p) {
             return p.size() < 2 ? 0.0 : entropy_of(p) / std::log(static_cast<double>(p.size()));
           })}},
      {.id = "distributions-91",
       .kind = 'J',
       .link = "https://github.com/JuliaStats/Distributions.jl/issues/91",
       .date = "2013-07",
       .library = "Distributions.jl, entropy(Binomial(1, p)): two classes",
       .symptom = "0.7258 for log 2 = 0.6931: that of a normal distribution of the same variance",
       .parts = {formula(
           entropy,
           +[](const Row<double>& p) {
             if (p.size() != 2 || p[0] == 0 || p[1] == 0) return entropy_of(p);
             return std::log(2 * std::numbers::pi * std::numbers::e * p[0] * p[1]) / 2;
           })}},
      {.id = "yardstick-19",
       .kind = 'J',
       .link = "https://github.com/tidymodels/yardstick/issues/19",
       .date = "2018-06",
       .library = "yardstick, mnLogLoss",
       .symptom = "−4.6 for +4.6: the minus sign is missing",
       .parts = {formula(
           cross_entropy, +[](const Row<double>& p, const Row<double>& q) { return sum_of(p, q, xlogy<double>); })}},
      {.id = "jubatus-348",
       .kind = 'J',
       .link = "https://github.com/jubatus/jubatus/issues/348",
       .date = "by 2013-05",
       .library = "Jubatus, stat::entropy",
       .symptom = "negative: the factor −1 is missing",
       .parts = {formula(
           entropy, +[](const Row<double>& p) { return -entropy_of(p); })}},
      {.id = "diverge-1",
       .kind = 'J',
       .link = "https://github.com/evansenter/diverge/issues/1",
       .date = "2013-10",
       .library = "Diverge, js",
       .symptom = "the mean of D(P‖Q) and D(Q‖P), which has no bound, under the name of Jensen–Shannon",
       .parts = {formula(
           js_divergence, +[](const Row<double>& p, const Row<double>& q) { return (kl(p, q) + kl(q, p)) / 2; })}},
      {.id = "forestjs-1",
       .kind = 'J',
       .link = "https://github.com/karpathy/forestjs/issues/1",
       .date = "2016-07",
       .library = "forestjs, information gain of a split (rows) about the label (columns)",
       .symptom = "H(Y) − Σ H(Y∣X=x), without the weights of the children: negative for most splits",
       .parts = {formula(
           mutual_information,
           +[](const Table<double>& w) {
             Row<double> label(w.columns, 0);
             double gain = 0;
             for (std::size_t first = 0; first < w.cells.size(); first += w.columns) {
               const auto row = w.cells.begin() + static_cast<std::ptrdiff_t>(first);
               const Row<double> child(row, row + static_cast<std::ptrdiff_t>(w.columns));
               for (std::size_t j = 0; j < w.columns; ++j) label[j] += child[j];
               if (sum(child) > 0) gain -= entropy_of(normalised(child));
             }
             return gain + entropy_of(label);
           })}},
  };
}

}  // namespace gibbs::museum
