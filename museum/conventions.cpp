// Rooms K to N: normalisation and reduction, narrow accumulators, approximate exponentials, invalid input let through.
#include <cstdint>

#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;

/// Looks for what is wrong, and finds nothing wrong with NaN.
void seemingly_valid(const Row<double>& p, const Row<double>& q) {
  same_length(p, q);
  for (const auto* row : {&p, &q}) {
    const bool outside = std::ranges::any_of(*row, [](double x) { return x < 0 || x > 1; });
    if (row->empty() || outside || std::abs(sum(*row) - 1) > 0.001) throw std::domain_error("no distribution");
  }
}

/// if (aᵢ > 0), and otherwise nothing
double guarded(double a, double b) { return a > 0 ? a * (std::log(a) - std::log(b)) : 0; }

double distances_js(const Row<double>& p, const Row<double>& q) {
  const auto half = [](double a, double b) { return guarded(a, (a + b) / 2); };
  return (sum_of(p, q, half) + sum_of(q, p, half)) / 2;
}

std::vector<Exhibit> reductions() {
  return {
      {.id = "sklearn-24515",
       .kind = 'K',
       .link = "https://github.com/scikit-learn/scikit-learn/issues/24515",
       .date = "2022-09",
       .library = "scikit-learn, log_loss",
       .symptom = {"predictions that sum to anything are divided by their sum without a word, which lowers the loss",
                   "합이 얼마이든 예측을 말없이 그 합으로 나누어 손실이 작아집니다"},
       .parts = {formula(
           cross_entropy,
           +[](const Row<double>& p, const Row<double>& q) {
             valid(p);
             valid(q, false);
             same_length(p, q);
             return -sum_of(p, normalised(q), xlogy<double>);
           })},
       .validates = true},
      {.id = "mxnet-18506",
       .kind = 'K',
       .link = "https://github.com/apache/mxnet/issues/18506",
       .date = "2020-06",
       .library = "MXNet, KLDivLoss",
       .symptom = {"the mean over the classes instead of the sum",
                   "클래스에 대해 합하지 않고 평균합니다"},
       .format = reference::binary32,
       .parts = {formula(
           kl_divergence,
           +[](const Row<float>& p, const Row<float>& q) {
             const auto term = [](float a, float b) { return a == 0 ? 0 : a * (std::log(a) - std::log(b)); };
             return sum_of(p, q, term) / static_cast<float>(p.size());
           })}},
      {.id = "opencv-27516",
       .kind = 'K',
       .link = "https://github.com/opencv/opencv/pull/27516",
       .date = "2025-07",
       .library = "OpenCV, compareHist(HISTCMP_KL_DIV): float histograms, sums in double",
       .symptom = {"10.8 for infinity: an empty bin of the second histogram counts as 10⁻¹⁰; nothing is normalised",
                   "무한대여야 할 값이 10.8입니다. 둘째 히스토그램의 빈 구간을 10⁻¹⁰으로 치고, 아무것도 정규화하지 "
                   "않습니다"},
       .format = reference::binary32,
       .parts = {formula(
           kl_divergence,
           +[](const Row<float>& p, const Row<float>& q) {
             constexpr double epsilon = std::numeric_limits<double>::epsilon();
             double total = 0;
             for (std::size_t i = 0; i < p.size(); ++i) {
               const double a = p[i], b = std::abs(q[i]) <= epsilon ? 1e-10 : q[i];
               if (std::abs(a) > epsilon) total += a * std::log(a / b);
             }
             return static_cast<float>(total);
           })}},
      {.id = "distances-170",
       .kind = 'K',
       .link = "https://github.com/JuliaStats/Distances.jl/issues/170",
       .date = "2020-07",
       .library = "Distances.jl, js_divergence",
       .symptom = {"negative for vectors that do not sum to 1, which it takes as they are",
                   "합이 1이 아닌 벡터를 그대로 받아 음수를 냅니다"},
       .parts = {formula(
           js_divergence,
           +[](const Row<double>& p, const Row<double>& q) {
             valid(p, false);
             valid(q, false);
             same_length(p, q);
             return distances_js(p, q);
           })},
       .validates = true},
  };
}

/// Counts of a table in 2ᵏ, for the smallest k ≤ 20 that makes them whole; 0 if there is none.
std::int32_t scale_of(const Row<double>& cells) {
  for (int k = 0; k <= 20; ++k) {
    const auto whole = [k](double x) { return std::ldexp(x, k) == std::floor(std::ldexp(x, k)); };
    if (std::ranges::all_of(cells, whole)) return std::int32_t{1} << k;
  }
  return 0;
}

/// Σ wᵢⱼ·(log wᵢⱼ − log(rᵢcⱼ)) of counts, the products in 32 bits that wrap around, as NumPy's on Windows.
double contingency(const Table<double>& w) {
  const std::int32_t n = scale_of(w.cells);
  const double scale = n == 0 ? 1 : n;
  Row<double> r(w.cells.size() / w.columns), c(w.columns);
  for (std::size_t k = 0; k < w.cells.size(); ++k)
    r[k / w.columns] += w.cells[k] * scale, c[k % w.columns] += w.cells[k] * scale;
  double total = 0;
  for (std::size_t k = 0; k < w.cells.size(); ++k) {
    if (w.cells[k] == 0) continue;
    const double row = r[k / w.columns], column = c[k % w.columns];
    double log_outer = std::log(row) + std::log(column);
    if (n != 0) {
      const auto wide = static_cast<std::uint64_t>(row) * static_cast<std::uint64_t>(column);
      log_outer = std::log(static_cast<double>(static_cast<std::int32_t>(static_cast<std::uint32_t>(wide))));
    }
    total += w.cells[k] * (std::log(w.cells[k]) + 2 * std::log(scale) - log_outer);
  }
  return total;
}

float half(float x) { return static_cast<float>(reference::round_to(x, reference::binary16)); }

std::vector<Exhibit> accumulators() {
  return {
      {.id = "sklearn-9772",
       .kind = 'L',
       .link = "https://github.com/scikit-learn/scikit-learn/issues/9772",
       .date = "2017-09",
       .library = "scikit-learn on Windows, mutual_info_score of counts",
       .symptom = {"NaN for 75278 observations: the product of a row's and a column's total overflows 32 bits",
                   "관측값이 75278개이면 NaN입니다. 행의 합과 열의 합의 곱이 32비트를 넘칩니다"},
       .parts = {formula(mutual_information, contingency)}},
      {.id = "candle-3727",
       .kind = 'L',
       .link = "https://github.com/huggingface/candle/issues/3727",
       .date = "2026-07",
       .library = "Candle, softmax of f16",
       .symptom = {"rows of 4096 sum to 2: a running sum in f16 stalls at 2048. `stable` says nothing of so many classes in "
                   "so few bits; its users believed in a few ulps",
                   "4096개짜리 행의 합이 2가 됩니다. f16으로 차례로 더하면 합이 2048에서 멈춥니다. 이렇게 적은 비트로 "
                   "이렇게 많은 클래스를 더하는 일에 대해 `stable`은 아무 말도 하지 않지만, 사용자들은 오차가 몇 ulp라고 "
                   "믿었습니다"},
       .format = reference::binary16,
       .parts = {formula(
           softmax,
           +[](const Row<float>& z) {
             const float top = largest(z);
             const Row<float> e = each(z, [top](float x) { return half(std::exp(half(x - top))); });
             const float total =
                 std::accumulate(e.begin(), e.end(), 0.0f, [](float a, float b) { return half(a + b); });
             return each(e, [total](float x) { return half(x / total); });
           })},
       .accuracy = {Accuracy::Level::ulp, 16}},
  };
}

/// Torch's THExpMinusApprox, exp(−x) for x ≥ 0: the eighth power of a short series, and 0 from 13 on.
double exp_minus_approx(double x) {
  if (x >= 13) return 0;
  double y = 1 + x * (0.125 + x * (0.0078125 + x * (0.00032552083 + x * 1.0172526e-5)));
  y *= y, y *= y, y *= y;
  return 1 / y;
}

std::vector<Exhibit> approximations() {
  return {
      {.id = "torch-nn-804",
       .kind = 'M',
       .link = "https://github.com/torch/nn/issues/804",
       .date = "2016-05",
       .library = "Torch, nn.SoftMax",
       .symptom = {"exactly [0, 1] for [−5.2, 7.8]: an approximate exponential that gives up at −13",
                   "[−5.2, 7.8]에서 정확히 [0, 1]을 냅니다. 지수함수의 근사식이 −13에서 포기합니다"},
       .parts = {formula(
           softmax,
           +[](const Row<double>& z) {
             return normalised(each(z, [top = largest(z)](double x) { return exp_minus_approx(top - x); }));
           })}},
      {.id = "nnpack-174",
       .kind = 'M',
       .link = "https://github.com/Maratyszcza/NNPACK/issues/174",
       .date = "2019-11",
       .library = "NNPACK on AVX2, softmax",
       .symptom = {"all ratios are powers of two: the exponent is rounded and the rest forgotten",
                   "모든 비가 2의 거듭제곱입니다. 지수를 반올림하고 나머지는 버립니다"},
       .format = reference::binary32,
       .parts = {formula(
           softmax,
           +[](const Row<float>& z) {
             const auto power = [top = largest(z)](float x) {
               return std::exp2(std::nearbyint((x - top) * 1.442695f));
             };
             return normalised(each(z, power));
           })}},
  };
}

std::vector<Exhibit> let_through() {
  return {
      {.id = "distances-259",
       .kind = 'N',
       .link = "https://github.com/JuliaStats/Distances.jl/issues/259",
       .date = "2023-11",
       .library = "Distances.jl, kl_divergence and js_divergence",
       .symptom = {"a negative number for NaN among the probabilities: aᵢ > 0 passes over it",
                   "확률에 NaN이 섞여 있으면 음수를 냅니다. aᵢ > 0이라는 조건이 NaN을 지나칩니다"},
       .parts = {formula(
                     kl_divergence,
                     +[](const Row<double>& p, const Row<double>& q) {
                       seemingly_valid(p, q);
                       return sum_of(p, q, guarded);
                     }),
                 formula(
                     js_divergence,
                     +[](const Row<double>& p, const Row<double>& q) {
                       seemingly_valid(p, q);
                       return distances_js(p, q);
                     })},
       .validates = true},
      {.id = "torch-69230",
       .kind = 'N',
       .link = "https://github.com/pytorch/pytorch/issues/69230",
       .date = "2021-12",
       .library = "PyTorch, nn.functional.kl_div",
       .symptom = {"0 for a negative probability: it is passed over",
                   "음수인 확률을 지나쳐 0을 냅니다"},
       .format = reference::binary32,
       .parts = {formula(
           kl_divergence,
           +[](const Row<float>& p, const Row<float>& q) {
             same_length(p, q);
             valid(q);
             return sum_of(p, q, [](float target, float x) {
               return target > 0 ? target * (std::log(target) - std::log(x)) : 0;
             });
           })},
       .validates = true},
  };
}

}  // namespace

std::vector<Exhibit> conventions() {
  std::vector<Exhibit> all;
  for (auto* room : {reductions, accumulators, approximations, let_through})
    std::ranges::move(room(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::museum
