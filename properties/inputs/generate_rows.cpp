// Batches: rows of arguments of one metric, and rows of logits with their labels and weights.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/inputs/generate.hpp"

namespace gibbs::properties::generate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// So that a batch has some thousand numbers at most.
std::size_t classes_of(Source& source, std::size_t rows) {
  const std::size_t most = source.large() == Large::no ? (rows > 40 ? 6 : rows > 8 ? 40 : 200) : 4100;
  return std::min(number_of_classes(source), most);
}

/// The same logits as far away as training lets them drift, and further.
Values drifted(Source& source, Values z) {
  const reference::Format& f = source.format();
  const double most = most_logit(f);
  const double far = source.pick({-1e6, -2e4, -1e4, 0.0, 1e4, 2e4, 1e6, 1e9, 1e30});
  for (double& x : z) x = std::isinf(x) ? x : reference::round_to(std::clamp(x + far, -most, most), f);
  return z;
}

Values masked_like(const Values& mask, Values z) {
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (std::isinf(mask[i])) z[i] = -infinity;
    else if (std::isinf(z[i])) z[i] = 0;
  }
  return z;
}

/// How the rows of one batch are to each other.
enum class Kinship { none, alike, alike_but_one, far_apart, equal_masks, different_masks };
Kinship kinship(Source& source) { return static_cast<Kinship>(source.between(0, 5)); }

/// Logits of row i beside those of the first.
Values beside(Source& source, Kinship kinship, const Values& first) {
  const std::size_t n = first.size();
  switch (kinship) {
    case Kinship::far_apart: return drifted(source, logits(source, n));
    case Kinship::equal_masks: return masked_like(first, logits(source, n));
    case Kinship::different_masks: return n > 1 ? masked_logits(source, n) : logits(source, n);
    default: return logits(source, n);
  }
}

Values within(Values z, double most) {
  for (double& x : z) x = std::isinf(x) ? x : std::clamp(x, -most, most);
  return z;
}

/// One row in eight is ignored, and then holds anything, as padding does.
void ignore_some(Source& source, LabelledRows& rows) {
  for (std::size_t i = 1; i < rows.y.size(); ++i) {
    if (!source.one_in(8)) continue;
    rows.y[i] = -1;
    if (source.one_in(2)) continue;
    const double padding = source.pick({0.0, std::nan(""), infinity, -infinity});
    std::fill_n(rows.z.values.begin() + static_cast<std::ptrdiff_t>(i * rows.z.columns), rows.z.columns, padding);
  }
}

/// Mostly a class that is possible.
double some_label(Source& source, const Values& z) {
  std::size_t label = source.below(z.size());
  const bool any = source.one_in(16);
  while (!any && std::isinf(z[label])) label = (label + 1) % z.size();
  return static_cast<double>(label);
}

/// None, or one per row; never 0 for the first.
Values weights(Source& source, std::size_t rows) {
  if (source.one_in(3)) return {};
  Values w(rows);
  const bool plain = source.one_in(2);
  for (double& x : w) x = plain || source.one_in(3) ? source.pick({0.0, 1.0, 2.0, 0.5, 3.0}) : probability(source);
  if (w[0] == 0) w[0] = 1;
  return w;
}

}  // namespace

std::size_t number_of_rows(Source& source) {
  if (source.size() < 4 || source.large() != Large::no) return static_cast<std::size_t>(source.between(1, 3));
  const std::uint64_t kind = source.below(100);
  if (kind < 3) return source.one_in(2) ? source.pick<std::size_t>({127, 128, 129}) : static_cast<std::size_t>(source.between(100, 300));
  if (kind < 15) return source.pick<std::size_t>({7, 8, 9, 31, 32, 33});
  if (kind < 30) return static_cast<std::size_t>(source.between(1, 16));
  return static_cast<std::size_t>(source.between(1, 4));
}

Metric some_metric_of_rows(Source& source) {
  for (;;) {
    const auto& info = reference::metrics()[source.below(reference::metrics().size())];
    if (info.parameters[0].domain != reference::Domain::logit_rows) return info.metric;
  }
}

std::vector<std::vector<Table>> batch(Source& source, Metric metric) {
  const std::size_t rows = number_of_rows(source), n = classes_of(source, rows);
  const std::size_t columns = std::min<std::size_t>(classes_of(source, rows), 20);
  const bool of_logits = reference::info(metric).parameters[0].domain == reference::Domain::logits;
  const Kinship kin = kinship(source);
  std::vector<std::vector<Table>> all{arguments(source, metric, n, columns)};
  if (of_logits && n > 1 && (kin == Kinship::equal_masks || kin == Kinship::different_masks)) {
    all[0] = arguments(source, metric, n, columns, masked_logits(source, n));
  }
  const std::size_t other = source.below(rows);
  while (all.size() < rows) {
    const bool alike = kin == Kinship::alike || (kin == Kinship::alike_but_one && all.size() != other);
    if (alike) all.push_back(all[0]);
    else if (of_logits) all.push_back(arguments(source, metric, n, columns, beside(source, kin, all[0][0].values)));
    else all.push_back(arguments(source, metric, n, columns));
  }
  return all;
}

double most_logit_of_rows(const reference::Format& format) {
  return std::ldexp(1.0, std::min(format.max_exponent - 1, reference::arithmetic_of(format).max_exponent - 17));
}

LabelledRows labelled_rows(Source& source) {
  const double most = most_logit_of_rows(source.format());
  const std::size_t count = number_of_rows(source), n = classes_of(source, count);
  const Kinship kin = kinship(source);
  LabelledRows rows{{{}, n}, {}, {}};
  const bool masks = n > 1 && (kin == Kinship::equal_masks || kin == Kinship::different_masks);
  const Values first = masks ? masked_logits(source, n) : logits(source, n);
  const std::size_t other = source.below(count);
  // A text whose words were all equally likely: its perplexity is n.
  const bool equal = source.one_in(8);
  for (std::size_t i = 0; i < count; ++i) {
    const bool alike = i == 0 || kin == Kinship::alike || (kin == Kinship::alike_but_one && i != other);
    const Values z = equal ? Values(n, source.between(-30, 30) / 8.0) : within(alike ? first : beside(source, kin, first), most);
    std::ranges::copy(z, std::back_inserter(rows.z.values));
    rows.y.push_back(some_label(source, z));
  }
  rows.w = weights(source, count);
  ignore_some(source, rows);
  return rows;
}

}  // namespace gibbs::properties::generate
