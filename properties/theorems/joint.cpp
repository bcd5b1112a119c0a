// Two variables at once: conditional entropy, mutual information, and how they split what there is to know.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "properties/theorems/laws.hpp"
#include "reference/exact.hpp"

namespace gibbs::properties {
namespace {

std::size_t side(Source& source, std::size_t most) { return std::min(generate::number_of_classes(source), most); }

/// Any joint distribution of up to 24 × 24 outcomes.
Inputs some_joint() {
  return takes(joint("w")).from([](Source& source) {
    const std::size_t rows = side(source, 24), columns = side(source, 24);
    return Table{generate::joint(source, rows, columns), columns};
  });
}

/// A table whose marginals are exact: counts over 2^k, k at most `bits`; independent, dependent to the last bit,
/// deterministic, or free. Products of the marginals are exact too if `bits` is half the precision.
Table exact_table(Source& source, std::size_t rows, std::size_t columns, int bits) {
  switch (source.between(0, 4)) {
    case 0:
    case 1: {
      if (bits < 2) break;
      const Vector r = generate::exact_distribution(source, rows, source.between(1, bits / 2));
      const Vector c = generate::exact_distribution(source, columns, source.between(1, bits / 2));
      Vector w;
      for (const double a : r)
        for (const double b : c) w.push_back(a * b);
      if (rows > 1 && columns > 1 && source.one_in(2)) {  // nudged, with the same marginals
        const double bit = std::ldexp(1.0, -bits);
        const std::size_t i = source.below(rows - 1) * columns + source.below(columns - 1);
        if (w[i + 1] > 0 && w[i + columns] > 0) {
          w[i] += bit, w[i + columns + 1] += bit;
          w[i + 1] -= bit, w[i + columns] -= bit;
        }
      }
      return {std::move(w), columns};
    }
    case 2: {
      const Vector r = generate::exact_distribution(source, rows, bits);
      Vector w(rows * columns, 0.0);
      for (std::size_t i = 0; i < rows; ++i) w[i * columns + source.below(columns)] = r[i];
      return {std::move(w), columns};
    }
    default:
      break;
  }
  return {generate::exact_distribution(source, rows * columns, bits), columns};
}

/// One cell more, alone in its row and its column, so small that the product of its marginals is no number.
void add_tiny_cell(Table& w, const reference::Format& format) {
  const std::size_t columns = w.columns;
  for (std::size_t end = w.values.size(); end > 0; end -= columns)
    w.values.insert(w.values.begin() + static_cast<std::ptrdiff_t>(end), 0.0);
  w.columns = columns + 1;
  w.values.resize(w.values.size() + w.columns, 0.0);
  w.values.back() = std::ldexp(1.0, format.min_exponent / 2 - format.precision);
}

Inputs some_exact_joint() {
  return takes(joint("w")).from([](Source& source) {
    const std::size_t rows = side(source, 24);
    Table w = exact_table(source, rows, side(source, 24), source.format().precision);
    if (source.one_in(8)) add_tiny_cell(w, source.format());
    return w;
  });
}

Inputs some_short_joint() {
  return takes(joint("w")).from([](Source& source) {
    const std::size_t rows = side(source, 12);
    return exact_table(source, rows, side(source, 12), source.format().precision / 2);
  });
}

Inputs some_joint_to_merge() {
  return takes(joint("w"), natural("left")).from([](Source& source) {
    const std::size_t rows = side(source, 24), columns = std::max<std::size_t>(2, side(source, 24));
    const int left = 1 + static_cast<int>(source.below(columns));
    return std::tuple{exact_table(source, rows, columns, source.format().precision), left};
  });
}

Vector row_sums(const Table& w) {
  Vector r(w.values.size() / w.columns, 0.0);
  for (std::size_t k = 0; k < w.values.size(); ++k) r[k / w.columns] = plus(r[k / w.columns], w.values[k]);
  return r;
}

Vector column_sums(const Table& w) { return merged(w.values, w.columns); }

Table transposed(const Table& w) {
  Table t{{}, w.values.size() / w.columns};
  for (std::size_t j = 0; j < w.columns; ++j)
    for (std::size_t k = j; k < w.values.size(); k += w.columns) t.values.push_back(w.values[k]);
  return t;
}

/// Column j becomes column j mod m.
Table merged_columns(const Table& w, int m) {
  assume(m >= 1 && static_cast<std::size_t>(m) <= w.columns);
  Table few{{}, static_cast<std::size_t>(m)};
  for (auto row = w.values.begin(); row != w.values.end(); row += static_cast<std::ptrdiff_t>(w.columns)) {
    std::ranges::copy(merged(Vector(row, row + static_cast<std::ptrdiff_t>(w.columns)), few.columns),
                      std::back_inserter(few.values));
  }
  return few;
}

/// Σ |ŵᵢⱼ − r̂ᵢĉⱼ|
Quantity dependence(const Table& w) {
  const Vector r = row_sums(w), c = column_sums(w);
  const Quantity all = total(w.values);
  std::vector<Quantity> terms;
  for (std::size_t k = 0; k < w.values.size(); ++k) {
    terms.push_back(abs(w.values[k] / all - r[k / w.columns] / all * (c[k % w.columns] / all)));
  }
  return called("Σ∣w − r×c∣", sum(terms));
}

/// wᵢⱼ·W = rᵢ·cⱼ everywhere, in whole numbers?
bool independent(const Table& w) {
  using reference::Integer;
  const std::vector<Integer> cells = reference::scaled_integers(w.values);
  std::vector<Integer> r(cells.size() / w.columns), c(w.columns);
  Integer all = 0;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    r[k / w.columns] += cells[k];
    c[k % w.columns] += cells[k];
    all += cells[k];
  }
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (Integer(cells[k] * all) != Integer(r[k / w.columns] * c[k % w.columns])) return false;
  }
  return true;
}

/// Is at most one class possible in each row?
bool decided_by_the_row(const Table& w) {
  for (auto row = w.values.begin(); row != w.values.end(); row += static_cast<std::ptrdiff_t>(w.columns)) {
    if (std::count_if(row, row + static_cast<std::ptrdiff_t>(w.columns), [](double x) { return x > 0; }) > 1) return false;
  }
  return true;
}

std::vector<Theorem> entropies() {
  return {
      {.id = "entropy-subadditive",
       .metrics = {Metric::entropy},
       .inputs = some_exact_joint(),
       .law = LAW(const Table& w) { claim(entropy(w.values) <= entropy(row_sums(w)) + entropy(column_sums(w))); },
       .example = "unit=bit w=1/2,0;1/4,1/4"},
      {.id = "entropy-chain-rule",
       .metrics = {Metric::entropy, Metric::conditional_entropy},
       .inputs = some_exact_joint(),
       .law = LAW(const Table& w) { claim(entropy(w.values) == entropy(row_sums(w)) + conditional_entropy(w)); },
       .example = "unit=bit w=1/2,0;1/4,1/4"},
      {.id = "conditioning-reduces-entropy",
       .metrics = {Metric::entropy, Metric::conditional_entropy},
       .inputs = some_exact_joint(),
       .law = LAW(const Table& w) {
         claim(conditional_entropy(w) >= 0);
         claim(conditional_entropy(w) <= entropy(column_sums(w)));
       },
       .example = "unit=bit w=1/2,0;1/4,1/4"},
      {.id = "conditional-entropy-range",
       .metrics = {Metric::conditional_entropy},
       .inputs = some_joint(),
       .law = LAW(const Table& w) {
         const Quantity most = log(static_cast<double>(w.columns));
         claim(conditional_entropy(w) <= most);
         if (std::ranges::all_of(w.values, [&](double x) { return x == w.values[0]; })) claim(conditional_entropy(w) == most);
         if (decided_by_the_row(w)) claim(conditional_entropy(w) == 0);
         else claim(conditional_entropy(w) > 0);
       },
       .example = "unit=bit w=1/4,1/4;1/2,0"},
  };
}

std::vector<Theorem> information() {
  return {
      {.id = "mi-nonnegative",
       .metrics = {Metric::mutual_information},
       .inputs = some_joint(),
       .law = LAW(const Table& w) { claim(mutual_information(w) >= 0); },
       .example = "w=1/4,1/4;1/8,3/8"},
      {.id = "mi-symmetric",
       .metrics = {Metric::mutual_information},
       .inputs = some_joint(),
       .law = LAW(const Table& w) { claim(mutual_information(w) == mutual_information(transposed(w))); },
       .example = "unit=bit w=1/2,0;1/4,1/4"},
      {.id = "mi-is-kl",
       .metrics = {Metric::mutual_information, Metric::kl_divergence},
       .inputs = some_short_joint(),
       .law = LAW(const Table& w) {
         assume(exactly_normalised(w.values));
         claim(mutual_information(w) == kl_divergence(w.values, product(row_sums(w), column_sums(w))));
       },
       .example = "unit=bit w=1/2,0;1/4,1/4"},
      {.id = "mi-by-entropies",
       .metrics = {Metric::mutual_information, Metric::entropy},
       .inputs = some_exact_joint(),
       .law = LAW(const Table& w) {
         claim(mutual_information(w) == entropy(row_sums(w)) + entropy(column_sums(w)) - entropy(w.values));
       },
       .example = "unit=bit w=1/2,0;1/4,1/4"},
      {.id = "mi-bounds",
       .metrics = {Metric::mutual_information, Metric::entropy},
       .inputs = some_exact_joint(),
       .law = LAW(const Table& w) { claim(mutual_information(w) <= min(entropy(row_sums(w)), entropy(column_sums(w)))); },
       .example = "unit=bit w=1/2,0;0,1/2"},
      {.id = "mi-independent",
       .metrics = {Metric::mutual_information},
       .inputs = some_exact_joint(),
       .law = LAW(const Table& w) {
         if (independent(w)) {
           claim(mutual_information(w) == 0);
           return;
         }
         claim(mutual_information(w) > 0);
         const Quantity distance = dependence(w);
         claim(mutual_information(w) >= distance * distance / 2 * nat());
       },
       .example = "w=1/8,1/8;3/8,3/8"},
      {.id = "mi-data-processing",
       .metrics = {Metric::mutual_information},
       .inputs = some_joint_to_merge(),
       .law = LAW(const Table& w, int left) {
         claim(mutual_information(merged_columns(w, left)) <= mutual_information(w));
       },
       .example = "w=1/2,0,0;0,1/4,1/4 left=2"},
  };
}

}  // namespace

std::vector<Theorem> joint_theorems() {
  std::vector<Theorem> all = entropies();
  std::ranges::move(information(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
