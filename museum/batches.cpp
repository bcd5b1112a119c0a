// Rooms O and P: rows that meet, and means over rows.
#include "museum/arithmetic.hpp"
#include "museum/exhibit.hpp"

namespace gibbs::museum {
namespace {

using enum Metric;

/// exp(zᵢ − top), divided by its sum, for each row and its own idea of a maximum.
template <class T, class Top>
Rows<T> softmax_below(const Rows<T>& z, Top top) {
  Rows<T> out;
  for (std::size_t i = 0; i < z.size(); ++i) {
    out.push_back(normalised(each(z[i], [by = top(i)](T x) { return std::exp(x - by); })));
  }
  return out;
}

template <class T>
T largest_of_all(const Rows<T>& z) {
  T top = -infinity<T>;
  for (const Row<T>& row : z) top = std::max(top, largest(row));
  return top;
}

/// ln Σ exp over tiles of two, with a running maximum.
float log_sum_exp_by_tiles(const Row<float>& z) {
  float top = -infinity<float>, total = 0;
  for (std::size_t from = 0; from < z.size(); from += 2) {
    const Row<float> tile(z.begin() + static_cast<std::ptrdiff_t>(from),
                          z.begin() + static_cast<std::ptrdiff_t>(std::min(from + 2, z.size())));
    const float next = std::max(top, largest(tile));
    total *= std::exp(top - next);  // NaN while all so far is masked: −∞ − (−∞)
    for (const float x : tile) total += std::exp(x - next);
    top = next;
  }
  return top + std::log(total);
}

std::vector<Exhibit> of_rows() {
  return {
      {.id = "nd4j-44",
       .kind = 'O',
       .link = "https://github.com/deeplearning4j/nd4j/issues/44",
       .date = "2015-03",
       .library = "ND4J, SoftMax of a matrix",
       .symptom = {"divided by the sum of all rows: two rows of zeros give ¼ for ½",
                   "모든 행의 합으로 나눕니다. 0으로 된 두 행에서 ½이 아니라 ¼이 나옵니다"},
       .format = reference::binary32,
       .parts = {formula_of_rows(
           softmax,
           +[](const Rows<float>& z) {
             const float top = largest_of_all(z);
             float total = 0;
             Rows<float> e = z;
             for (Row<float>& row : e) {
               row = each(row, [top](float x) { return std::exp(x - top); });
               total += sum(row);
             }
             for (Row<float>& row : e) row = each(row, [total](float x) { return x / total; });
             return e;
           })}},
      {.id = "delta-165",
       .kind = 'O',
       .link = "https://github.com/blackportal-ai/delta/pull/165",
       .date = "2024-12",
       .library = "delta, SoftmaxActivation",
       .symptom = {"one maximum for all rows: 0/0 in a row that lies far below another",
                   "모든 행에 하나의 최댓값을 씁니다. 다른 행보다 훨씬 작은 행에서 0/0이 됩니다"},
       .format = reference::binary32,
       .parts = {formula_of_rows(
           softmax,
           +[](const Rows<float>& z) {
             return softmax_below(z, [top = largest_of_all(z)](std::size_t) { return top; });
           })}},
      {.id = "torch-156379",
       .kind = 'O',
       .link = "https://github.com/pytorch/pytorch/pull/156379",
       .date = "2025-06",
       .library = "PyTorch, log_softmax over an outer axis in narrow formats",
       .symptom = {"the maxima of one register of rows stored for the next register, too: every other row (as wide registers "
                   "are here) is shifted by its neighbour's maximum",
                   "한 레지스터에 담긴 행들의 최댓값을 다음 레지스터에도 저장합니다. 그래서 한 행 걸러 한 행에서(여기서는 "
                   "레지스터 하나가 행 하나입니다) 이웃한 행의 최댓값을 뺍니다"},
       .format = reference::binary32,
       .parts = {formula_of_rows(
           log_softmax,
           +[](const Rows<float>& z) {
             Rows<float> out;
             for (std::size_t i = 0; i < z.size(); ++i) {
               const float top = largest(z[i - i % 2]);
               const Row<float> shifted = each(z[i], [top](float x) { return x - top; });
               const float log_sum = std::log(sum(each(shifted, [](float x) { return std::exp(x); })));
               out.push_back(each(shifted, [log_sum](float x) { return x - log_sum; }));
             }
             return out;
           })}},
      {.id = "tt-metal-53218",
       .kind = 'O',
       .link = "https://github.com/tenstorrent/tt-metal/pull/53218",
       .date = "2026-08",
       .library = "tt-train, softmax_backward",
       .symptom = {"a row count rounded down to whole tiles: the rows of a last tile that is not full stay 0",
                   "행의 수를 타일 단위로 내림합니다. 덜 찬 마지막 타일의 행들은 0으로 남습니다"},
       .format = reference::binary32,
       .parts = {formula_of_rows(
           softmax_vjp,
           +[](const Rows<float>& z, const Rows<float>& u) {
             constexpr std::size_t tile = 2;
             const std::size_t whole = z.size() == 1 ? 1 : z.size() - z.size() % tile;
             Rows<float> out;
             for (std::size_t i = 0; i < z.size(); ++i) {
               const Row<float> q = softmax_of(z[i]);
               const float mean = sum_of(q, u[i], [](float share, float x) { return share * x; });
               Row<float> g(q.size(), 0);
               for (std::size_t j = 0; j < q.size() && i < whole; ++j) g[j] = q[j] * (u[i][j] - mean);
               out.push_back(g);
             }
             return out;
           })}},
      {.id = "flashattention-1930",
       .kind = 'O',
       .link = "https://github.com/Dao-AILab/flash-attention/issues/1930",
       .date = "2025-10",
       .library = "FlashAttention, Triton kernel of the softmax",
       .symptom = {"NaN where the first tile of logits (two of them here) is masked: the running maximum is −∞ still, and −∞ − (−∞) is NaN",
                   "로짓의 첫 타일(여기서는 둘씩)이 모두 마스킹되면 NaN입니다. 그때까지의 최댓값이 아직 −∞이고, −∞ − "
                   "(−∞)는 NaN입니다"},
       .format = reference::binary32,
       .parts = {formula(
           log_sum_exp, +[](const Row<float>& z) { return log_sum_exp_by_tiles(z); })}},
  };
}

template <class T>
Row<T> row_of(const Table<T>& z, std::size_t i) {
  const auto from = z.cells.begin() + static_cast<std::ptrdiff_t>(i * z.columns);
  return {from, from + static_cast<std::ptrdiff_t>(z.columns)};
}
/// 0 for a row that is ignored.
template <class T>
Row<T> losses(const Table<T>& z, const Row<T>& y) {
  Row<T> all;
  for (std::size_t i = 0; i < y.size(); ++i) {
    all.push_back(y[i] < 0 ? 0 : -log_softmax_of(row_of(z, i))[static_cast<std::size_t>(y[i])]);
  }
  return all;
}
/// 1 where there are none, 0 for a row that is ignored.
template <class T>
Row<T> weights(const Row<T>& y, const Row<T>& w) {
  Row<T> all = w.empty() ? Row<T>(y.size(), 1) : w;
  for (std::size_t i = 0; i < y.size(); ++i) all[i] = y[i] < 0 ? 0 : all[i];
  return all;
}
/// Σ wᵢ lᵢ; a row of weight 0 counts for nothing.
template <class T>
T weighted(const Row<T>& w, const Row<T>& l) {
  return sum_of(w, l, [](T a, T b) { return a == 0 ? 0 : a * b; });
}

std::vector<Exhibit> of_means() {
  return {
      {.id = "torchtune-1875",
       .kind = 'P',
       .link = "https://github.com/meta-pytorch/torchtune/pull/1875",
       .date = "2024-10",
       .library = "torchtune, loss under gradient accumulation",
       .symptom = {"the mean of the means of its batches (of two rows here), whatever the number of rows that count in each",
                   "배치마다(여기서는 두 행씩) 세는 행의 수가 달라도 배치 평균들을 그대로 평균합니다"},
       .format = reference::binary32,
       .parts = {formula(
           mean_softmax_cross_entropy,
           +[](const Table<float>& z, const Row<float>& y, const Row<float>& w) {
             const Row<float> l = losses(z, y), v = weights(y, w);
             float means = 0, batches = 0;
             for (std::size_t from = 0; from < y.size(); from += 2) {
               float loss = 0, weight = 0;
               for (std::size_t i = from; i < std::min(from + 2, y.size()); ++i) {
                 loss += v[i] == 0 ? 0 : v[i] * l[i];
                 weight += v[i];
               }
               if (weight > 0) means += loss / weight, ++batches;
             }
             return means / batches;
           })}},
      {.id = "paddle-48663",
       .kind = 'P',
       .link = "https://github.com/PaddlePaddle/Paddle/issues/48663",
       .date = "2022-12",
       .library = "Paddle, CrossEntropyLoss with ignore_index",
       .symptom = {"the ignored rows are counted in the divisor of the mean",
                   "무시하는 행까지 세어 평균을 나눕니다"},
       .format = reference::binary32,
       .parts = {formula(
           mean_softmax_cross_entropy,
           +[](const Table<float>& z, const Row<float>& y, const Row<float>& w) {
             const Row<float> all = w.empty() ? Row<float>(y.size(), 1) : w;
             return weighted(weights(y, w), losses(z, y)) / sum(all);
           })}},
      {.id = "mmdetection-845",
       .kind = 'P',
       .link = "https://github.com/open-mmlab/mmdetection/issues/845",
       .date = "2019-06",
       .library = "MMDetection, weighted cross-entropy",
       .symptom = {"the weights are multiplied with twice: nobody notices while all are 0 or 1",
                   "가중치를 두 번 곱합니다. 가중치가 모두 0이나 1이면 아무도 알아채지 못합니다"},
       .format = reference::binary32,
       .parts = {formula(
           mean_softmax_cross_entropy,
           +[](const Table<float>& z, const Row<float>& y, const Row<float>& w) {
             const Row<float> v = weights(y, w);
             return weighted(each(v, [](float x) { return x * x; }), losses(z, y)) / sum(v);
           })}},
      {.id = "spacecutter-16",
       .kind = 'P',
       .link = "https://github.com/EthanRosenthal/spacecutter/issues/16",
       .date = "2024-08",
       .library = "spacecutter, weighted loss",
       .symptom = {"the weighted sum is divided by the number of rows, not by the weights",
                   "가중합을 가중치의 합이 아니라 행의 수로 나눕니다"},
       .format = reference::binary32,
       .parts = {formula(
           mean_softmax_cross_entropy,
           +[](const Table<float>& z, const Row<float>& y, const Row<float>& w) {
             const auto rows = std::ranges::count_if(y, [](float label) { return label >= 0; });
             return weighted(weights(y, w), losses(z, y)) / static_cast<float>(rows);
           })}},
      {.id = "magenta-239",
       .kind = 'P',
       .link = "https://github.com/magenta/magenta/pull/239",
       .date = "2016-10",
       .library = "Magenta, perplexity of an evaluation",
       .symptom = {"the exponentials of the losses averaged, in place of the exponential of their mean",
                   "손실의 평균에 지수함수를 취하지 않고, 손실마다 지수함수를 취해 평균합니다"},
       .parts = {formula(
           sequence_perplexity,
           +[](const Table<double>& z, const Row<double>& y) {
             const Row<double> l = losses(z, y);
             double total = 0, words = 0;
             for (std::size_t i = 0; i < y.size(); ++i) {
               if (y[i] >= 0) total += std::exp(l[i]), ++words;
             }
             return total / words;
           })}},
  };
}

}  // namespace

std::vector<Exhibit> batches() {
  std::vector<Exhibit> all = of_rows();
  std::ranges::move(of_means(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::museum
