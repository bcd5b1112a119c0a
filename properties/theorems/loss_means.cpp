// Means over labelled rows: what weights and ignored rows do, which way is down, and the perplexity of a text.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Rows of logits, their labels, and their weights: none, or one each.
struct Rows {
  Table z;
  Vector y, w;

  std::size_t count() const { return y.size(); }
  std::size_t columns() const { return z.columns; }
  bool counts(std::size_t i) const { return y[i] >= 0; }
  double weight(std::size_t i) const { return !counts(i) ? 0 : w.empty() ? 1 : w[i]; }
  Vector row(std::size_t i) const {
    const auto from = z.values.begin() + static_cast<std::ptrdiff_t>(i * z.columns);
    return {from, from + static_cast<std::ptrdiff_t>(z.columns)};
  }
  Vector label(std::size_t i) const { return one_hot(columns(), static_cast<int>(y[i])); }
  /// Σ w, of the rows that count.
  Quantity mass() const {
    Vector all;
    for (std::size_t i = 0; i < count(); ++i) all.push_back(weight(i));
    return called("Σw", total(all));
  }
  bool has_mass() const {
    for (std::size_t i = 0; i < count(); ++i) {
      if (weight(i) > 0) return true;
    }
    return false;
  }
  void spell_weights_out() {
    if (w.empty()) w.assign(count(), 1);
  }
  void add(std::size_t at, const Vector& logits, double label, double weight) {
    z.values.insert(z.values.begin() + static_cast<std::ptrdiff_t>(at * z.columns), logits.begin(), logits.end());
    y.insert(y.begin() + static_cast<std::ptrdiff_t>(at), label);
    if (!w.empty()) w.insert(w.begin() + static_cast<std::ptrdiff_t>(at), weight);
  }
  Rows without(std::size_t i) const {
    Rows left = *this;
    const auto at = static_cast<std::ptrdiff_t>(i), n = static_cast<std::ptrdiff_t>(z.columns);
    left.z.values.erase(left.z.values.begin() + at * n, left.z.values.begin() + (at + 1) * n);
    left.y.erase(left.y.begin() + at);
    if (!w.empty()) left.w.erase(left.w.begin() + at);
    return left;
  }
  Rows part(std::size_t from, std::size_t to) const {
    const auto cut = [](const Vector& v, std::size_t a, std::size_t b) {
      return Vector(v.begin() + static_cast<std::ptrdiff_t>(a), v.begin() + static_cast<std::ptrdiff_t>(b));
    };
    return {{cut(z.values, from * z.columns, to * z.columns), z.columns}, cut(y, from, to), w.empty() ? w : cut(w, from, to)};
  }
};

std::vector<Quantity> asked(Metric metric, const Rows& rows) {
  std::vector<reference::Argument> arguments{{rows.z.values, rows.z.columns}, {rows.y}};
  if (!rows.w.empty()) arguments.push_back({rows.w});
  return ask(metric, std::move(arguments));
}
Quantity mean(const Rows& rows) { return asked(Metric::mean_softmax_cross_entropy, rows)[0]; }

Inputs some_rows() { return generate::for_metric(Metric::mean_softmax_cross_entropy); }
Inputs some_text() { return generate::for_metric(Metric::sequence_perplexity); }

Inputs one_row() {
  return takes(logits("z"), natural("y"), number("w")).from([](Source& source) {
    Vector z = generate::logits(source, generate::number_of_classes(source));
    const double most = generate::most_logit_of_rows(source.format());
    for (double& x : z) x = masked(x) ? x : std::clamp(x, -most, most);
    const int y = static_cast<int>(source.below(z.size()));
    const double w = source.one_in(2) ? source.pick({1.0, 2.0, 0.5, 3.0}) : generate::probability(source);
    return std::tuple{z, y, w > 0 ? w : 1.0};
  });
}

/// And one of them, or the number of rows.
Inputs some_rows_and_one(std::size_t more = 0) {
  return takes(logit_rows("z"), labels("y"), weights("w"), row("row")).from([more](Source& source) {
    const auto [z, y, w] = generate::labelled_rows(source);
    const std::size_t places = y.size() + more;
    return std::tuple{z, y, w, static_cast<int>(source.one_in(4) ? places - 1 : source.below(places))};
  });
}

Inputs some_rows_and_scale() {
  return takes(logit_rows("z"), labels("y"), weights("w"), number("c")).from([](Source& source) {
    const auto [z, y, w] = generate::labelled_rows(source);
    const int least = source.one_in(4) ? source.format().max_exponent / 4 : 3;
    const double c = std::ldexp(1.0, source.between(-least, 3));
    return std::tuple{z, y, w, c};
  });
}

Inputs some_rows_and_filling() {
  return takes(logit_rows("z"), labels("y"), weights("w"), row("row"), natural("filling")).from([](Source& source) {
    const auto [z, y, w] = generate::labelled_rows(source);
    const int at = static_cast<int>(source.below(y.size() + 1));
    return std::tuple{z, y, w, at, source.between(0, 5)};
  });
}

/// Finite logits, others for the same rows: one step away in all of them, or in one.
Inputs some_move_of_rows() {
  return takes(logit_rows("z"), logit_rows("moved"), labels("y"), weights("w")).from([](Source& source) {
    auto [z, y, w] = generate::labelled_rows(source);
    for (double& x : z.values) x = std::isfinite(x) ? x : 0;
    Table moved = z;
    const double step = std::ldexp(1.0, -source.between(-2, 12));
    const std::size_t only = source.below(y.size());
    const bool one = source.one_in(2);
    for (std::size_t k = 0; k < z.values.size(); ++k) {
      if (!one || k / z.columns == only) moved.values[k] += source.between(-4, 4) * step;
      moved.values[k] = reference::round_to(moved.values[k], source.format());
    }
    return std::tuple{z, moved, y, w};
  });
}

/// What an ignored row may be filled with.
Vector filling(int kind, const Rows& rows) {
  const double largest = reference::max_finite(Hearing::current().format());
  switch (kind) {
    case 0: return Vector(rows.columns(), 0);
    case 1: return Vector(rows.columns(), std::nan(""));
    case 2: return Vector(rows.columns(), infinity);
    case 3: return Vector(rows.columns(), -infinity);
    case 4: return Vector(rows.columns(), largest);
    default: return rows.row(0);
  }
}

/// Row `at`, which is ignored, leaves no trace: the answer is the one without it, and a gradient is 0 there.
void claim_no_trace(Metric metric, const Rows& with_it, std::size_t at, const Rows& without_it) {
  std::vector<Quantity> with = asked(metric, with_it), without = asked(metric, without_it);
  const std::size_t extra = with.size() - without.size();
  const auto first = with.begin() + static_cast<std::ptrdiff_t>(at * extra), last = first + static_cast<std::ptrdiff_t>(extra);
  std::for_each(first, last, [](const Quantity& slope) { claim(slope == 0); });
  with.erase(first, last);
  for (std::size_t k = 0; k < without.size(); ++k) claim(with[k] == without[k]);
}

std::vector<Theorem> values() {
  return {
      {.id = "mean-of-one",
       .metrics = {Metric::mean_softmax_cross_entropy, Metric::softmax_cross_entropy},
       .inputs = one_row(),
       .law = LAW(const Vector& z, int y, double w) {
         assume(w > 0);
         const Quantity loss = softmax_cross_entropy(z, one_hot(z.size(), y));
         const Table one{z, z.size()};
         const Vector label{static_cast<double>(y)};
         claim(mean_softmax_cross_entropy(one, label) == loss);
         claim(mean_softmax_cross_entropy(one, label, {w}) == loss);
       },
       .example = "z=1,0 y=1 w=2"},
      {.id = "mean-splits",
       .metrics = {Metric::mean_softmax_cross_entropy},
       .inputs = some_rows_and_one(),
       .law = LAW(const Table& z, const Vector& y, const Vector& w, int row) {
         const Rows all{z, y, w};
         const auto cut = static_cast<std::size_t>(row);
         assume(cut >= 1 && cut < all.count());
         const Rows first = all.part(0, cut), second = all.part(cut, all.count());
         assume(first.has_mass() && second.has_mass());
         const Quantity U = called("U", first.mass()), V = called("V", second.mass());
         claim(mean(all) == (U * mean(first) + V * mean(second)) / (U + V));
       },
       .example = "z=1,0;0,0;0,1 y=0,1,0 w= row=1"},
      {.id = "weight-is-repetition",
       .metrics = {Metric::mean_softmax_cross_entropy},
       .inputs = some_rows_and_one(),
       .law = LAW(const Table& z, const Vector& y, const Vector& w, int row) {
         Rows rows{z, y, w};
         const auto which = static_cast<std::size_t>(row);
         assume(which < rows.count() && rows.counts(which));
         rows.spell_weights_out();
         Rows twice = rows, none = rows, ignored = rows;
         twice.w[which] = 2;
         rows.w[which] = 1;
         rows.add(which, rows.row(which), rows.y[which], 1);
         claim(mean(twice) == mean(rows));
         none.w[which] = 0;
         ignored.y[which] = -1;
         if (!none.has_mass()) return;  // it was the only row
         claim(mean(none) == mean(ignored));
       },
       .example = "z=1,0;0,0 y=0,1 w=1,1 row=0"},
      {.id = "weights-scale",
       .metrics = {Metric::mean_softmax_cross_entropy, Metric::mean_softmax_cross_entropy_gradient},
       .inputs = some_rows_and_scale(),
       .law = LAW(const Table& z, const Vector& y, const Vector& w, double c) {
         Rows rows{z, y, w};
         rows.spell_weights_out();
         Rows scaled = rows;
         for (double& x : scaled.w) x = times(x, c);
         assume(c > 0 && rows.has_mass() && scaled.has_mass());
         const Metric metric = Hearing::current().metric();
         equal_each(asked(metric, scaled), asked(metric, rows));
       },
       .example = "metric=mean_softmax_cross_entropy z=1,0;0,0 y=0,1 w=1,3 c=2",
       .each = each_metric},
      {.id = "ignored-rows-do-not-count",
       .metrics = {Metric::mean_softmax_cross_entropy, Metric::mean_softmax_cross_entropy_gradient,
                   Metric::sequence_perplexity},
       .inputs = some_rows_and_filling(),
       .law = LAW(const Table& z, const Vector& y, const Vector& w, int row, int filling) {
         const Metric metric = Hearing::current().metric();
         const Rows rows{z, y, metric == Metric::sequence_perplexity ? Vector{} : w};
         const auto at = static_cast<std::size_t>(row);
         assume(at <= rows.count() && filling <= 5 && rows.has_mass());
         Rows padded = rows, ignored = rows;
         padded.add(at, properties::filling(filling, rows), -1, 3);
         claim_no_trace(metric, padded, at, rows);
         if (at == rows.count()) return;
         ignored.y[at] = -1;
         if (ignored.has_mass()) claim_no_trace(metric, ignored, at, rows.without(at));
       },
       .example = "metric=mean_softmax_cross_entropy z=1,0;0,0 y=0,1 w= row=1 filling=1",
       .each = each_metric},
  };
}

std::vector<Theorem> gradients() {
  return {
      {.id = "mean-gradient-by-rows",
       .metrics = {Metric::mean_softmax_cross_entropy_gradient, Metric::softmax_cross_entropy_gradient},
       .inputs = some_rows(),
       .law = LAW(const Table& z, const Vector& y, const Vector& w) {
         const Rows rows{z, y, w};
         const std::vector<Quantity> g = asked(Metric::mean_softmax_cross_entropy_gradient, rows);
         const Quantity mass = rows.mass();
         for (std::size_t i = 0; i < rows.count(); ++i) {
           const bool none = rows.weight(i) == 0;
           const std::vector<Quantity> own =
               none ? std::vector<Quantity>(rows.columns(), 0.0) : softmax_cross_entropy_gradient(rows.row(i), rows.label(i));
           for (std::size_t j = 0; j < rows.columns(); ++j) {
             claim(g[i * rows.columns() + j] == (none ? own[j] : rows.weight(i) / mass * own[j]));
           }
         }
       },
       .example = "z=1,0;0,0 y=0,1 w=1,3"},
      {.id = "mean-gradient-is-the-slope",
       .metrics = {Metric::mean_softmax_cross_entropy, Metric::mean_softmax_cross_entropy_gradient},
       .inputs = some_move_of_rows(),
       .law = LAW(const Table& z, const Table& moved, const Vector& y, const Vector& w) {
         const auto finite = [](double x) { return std::isfinite(x); };
         assume(std::ranges::all_of(z.values, finite) && std::ranges::all_of(moved.values, finite));
         assume(z.values.size() == moved.values.size());
         const Rows here{z, y, w}, there{moved, y, w};
         const Quantity slope = along(asked(Metric::mean_softmax_cross_entropy_gradient, here), z.values, moved.values);
         claim(mean(there) >= mean(here) + slope);
       },
       .example = "z=0,0;0,0 moved=2,0;0,0 y=0,1 w="},
  };
}

std::vector<Theorem> texts() {
  return {
      {.id = "sequence-perplexity-range",
       .metrics = {Metric::sequence_perplexity},
       .inputs = some_text(),
       .law = LAW(const Table& z, const Vector& y) {
         const Rows rows{z, y, {}};
         const Quantity perplexity = sequence_perplexity(z, y);
         claim(perplexity >= 1);
         for (std::size_t i = 0; i < rows.count(); ++i) {
           const Vector logits = rows.row(i);
           const bool equal = std::ranges::all_of(logits, [&](double x) { return x == logits[0] && std::isfinite(x); });
           if (rows.counts(i) && !equal) return;
         }
         claim(perplexity == static_cast<double>(rows.columns()));
       },
       .example = "z=0,0;1,1 y=0,1"},
      {.id = "sequence-perplexity-is-exp-of-the-mean",
       .metrics = {Metric::sequence_perplexity, Metric::mean_softmax_cross_entropy},
       .inputs = some_text(),
       .law = LAW(const Table& z, const Vector& y) {
         claim(sequence_perplexity(z, y) == exp(mean_softmax_cross_entropy(z, y)));
       },
       .example = "z=1,0;0,0 y=0,1"},
  };
}

}  // namespace

std::vector<Theorem> mean_loss_theorems() {
  std::vector<Theorem> all = values();
  std::ranges::move(gradients(), std::back_inserter(all));
  std::ranges::move(texts(), std::back_inserter(all));
  return all;
}

}  // namespace gibbs::properties
