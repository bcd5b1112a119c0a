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
       .symptom = {"19.1 where 70.6 is right: 2 to the power of nats",
                   "옳은 값이 70.6인 곳에서 19.1을 냅니다. 나트로 잰 엔트로피만큼 2를 거듭제곱합니다"},
       .parts = {formula(
           perplexity, +[](const Row<double>& p) { return std::exp2(entropy_of(p)); })}},
      {.id = "djl-520",
       .kind = 'J',
       .link = "https://github.com/deepjavalibrary/djl/issues/520",
       .date = "by 2021-02",
       .library = "DJL, SoftmaxCrossEntropyLoss of soft labels",
       .symptom = {"the log-sum-exp is missing: −⟨p, z⟩ is called the loss",
                   "로그-합-지수가 빠져 있습니다. −⟨p, z⟩를 손실이라고 부릅니다"},
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
       .symptom = {"0.8326 = √ln 2 for disjoint distributions: natural logarithms",
                   "서로 겹치지 않는 두 분포에서 0.8326 = √ln 2를 냅니다. 자연로그를 씁니다"},
       .parts = {formula_in(Unit::bit, js_divergence, js)}},
      {.id = "evidently-494",
       .kind = 'J',
       .link = "https://github.com/evidentlyai/evidently/issues/494",
       .date = "2023-01",
       .library = "Evidently, Jensen–Shannon distance, said to be at most 1",
       .symptom = {"0.8326 at most: the default base of the function it calls is e",
                   "0.8326을 넘지 못합니다. 안에서 부르는 함수의 기본 밑이 e입니다"},
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
       .symptom = {"logarithms to the base n, the number of classes",
                   "로그의 밑이 클래스의 수 n입니다"},
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
       .symptom = {"0.7258 for log 2 = 0.6931: that of a normal distribution of the same variance",
                   "log 2 = 0.6931이어야 할 값이 0.7258입니다. 분산이 같은 정규분포의 엔트로피입니다"},
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
       .symptom = {"−4.6 for +4.6: the minus sign is missing",
                   "+4.6이어야 할 값이 −4.6입니다. 음의 부호가 빠졌습니다"},
       .parts = {formula(
           cross_entropy, +[](const Row<double>& p, const Row<double>& q) { return sum_of(p, q, xlogy<double>); })}},
      {.id = "jubatus-348",
       .kind = 'J',
       .link = "https://github.com/jubatus/jubatus/issues/348",
       .date = "by 2013-05",
       .library = "Jubatus, stat::entropy",
       .symptom = {"negative: the factor −1 is missing",
                   "음수입니다. 인수 −1이 빠졌습니다"},
       .parts = {formula(
           entropy, +[](const Row<double>& p) { return -entropy_of(p); })}},
      {.id = "diverge-1",
       .kind = 'J',
       .link = "https://github.com/evansenter/diverge/issues/1",
       .date = "2013-10",
       .library = "Diverge, js",
       .symptom = {"the mean of D(P‖Q) and D(Q‖P), which has no bound, under the name of Jensen–Shannon",
                   "젠슨–섀넌이라는 이름으로 D(P‖Q)와 D(Q‖P)의 평균을 내는데, 이 값에는 상한이 없습니다"},
       .parts = {formula(
           js_divergence, +[](const Row<double>& p, const Row<double>& q) { return (kl(p, q) + kl(q, p)) / 2; })}},
      {.id = "forestjs-1",
       .kind = 'J',
       .link = "https://github.com/karpathy/forestjs/issues/1",
       .date = "2016-07",
       .library = "forestjs, information gain of a split (rows) about the label (columns)",
       .symptom = {"H(Y) − Σ H(Y∣X=x), without the weights of the children: negative for most splits",
                   "자식 노드의 가중치 없이 H(Y) − Σ H(Y∣X=x)를 계산하여, 대부분의 분할에서 음수가 됩니다"},
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
