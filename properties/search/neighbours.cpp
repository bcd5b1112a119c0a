#include "properties/search/neighbours.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "properties/inputs/generate.hpp"
#include "properties/inputs/portable.hpp"
#include "properties/shrink/simple_values.hpp"

namespace gibbs::properties {
namespace {

using reference::Format;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t most_classes = 4096;  // as generators draw
constexpr std::size_t most_lines = 40;      // of a table

/// Below it a mass leaves no trace in a sum near 1.
double tiny(const Format& format) { return std::ldexp(1.0, -format.precision); }

/// One walk from a case to its neighbour.
class Step {
 public:
  Step(Case& c, Source& source) : case_(c), source_(source), format_(source.format()) {}

  void take() {
    if (source_.units().size() > 1 && source_.one_in(12)) {
      case_.unit = source_.units()[source_.below(source_.units().size())];
      return;
    }
    if (source_.one_in(6)) return change_classes();
    if (case_.inputs.size() == 2 && source_.one_in(6)) return meet();
    Input& input = case_.inputs[source_.below(case_.inputs.size())];
    if (input.values.empty()) return;  // weights that are left out
    if (input.role == Role::labels) return move_label(input);
    if (is_mass(input.role)) {
      move_mass(input);
    } else if (input.role == Role::probability) {
      move_probability(input.values[0]);
    } else if (input.values.size() > 1 && source_.one_in(4)) {
      shift(input);
    } else {
      move_number(input);
    }
    for (double& x : input.values) x = reference::round_to(x, format_);
  }

 private:
  std::size_t place(const Input& input) { return source_.below(input.values.size()); }
  bool coin() { return source_.one_in(2); }

  /// ±1 or ±2^k places; seldom more than half the digits.
  std::int64_t places() {
    const int most = source_.one_in(3) ? format_.precision + 1 : source_.one_in(2) ? format_.precision / 2 : 2;
    const std::int64_t n = std::int64_t{1} << source_.between(0, most);
    return coin() ? n : -n;
  }
  double power() { return std::ldexp(1.0, source_.between(-6, 6)); }

  void move_number(Input& input) {
    double& x = input.values[place(input)];
    if (std::isinf(x)) {
      x = input.values[place(input)];
      return;
    }
    switch (source_.between(0, 9)) {
      case 0: x *= power(); break;
      case 1: x = -x; break;
      case 2: x = coin() ? 0 : std::nearbyint(x); break;
      case 3: x = fewer_bits(x, source_.between(1, 12)); break;
      case 4: x = is_logit(input.role) ? generate::logit(source_) : x * power(); break;
      case 5: x = input.values[place(input)]; break;
      case 6: x += std::ldexp(coin() ? 1.0 : -1.0, source_.between(-format_.precision, 10)); break;
      default: x = stepped(x, places(), format_); break;
    }
    if (is_logit(input.role) && input.values.size() > 1 && source_.one_in(40)) x = -infinity;
    if (input.role == Role::weights) x = std::abs(x);
  }

  void move_label(Input& input) {
    const std::size_t classes = case_.inputs[0].columns;
    input.values[place(input)] = source_.one_in(4) ? -1 : static_cast<double>(source_.below(classes));
  }

  void move_probability(double& x) {
    switch (source_.between(0, 4)) {
      case 0: x *= power(); break;
      case 1: x = 1 - x; break;
      case 2: x = generate::probability(source_); break;
      default: x = stepped(x, places(), format_); break;
    }
  }

  /// All at once: by a power of two, so that one of them is 0, or so that Σ exp is 1 up to rounding.
  void shift(Input& input) {
    Vector& z = input.values;
    double by = z[place(input)];
    if (coin()) by = std::ldexp(coin() ? 1.0 : -1.0, source_.between(-format_.precision, 20));
    if (input.role == Role::logits && source_.one_in(3)) {
      const double largest = *std::ranges::max_element(z);
      double sum = 0;
      for (const double x : z) sum += generate::exponential(x - largest);
      by = largest + generate::logarithm(sum);
    }
    if (std::isfinite(by)) {
      for (double& x : z) x -= by;
    }
  }

  /// From one class to another, Σ kept where no bit is lost.
  void transfer(Vector& v, std::size_t from, std::size_t to, double mass) {
    v[from] -= mass;
    v[to] += mass;
  }
  void move_mass(Input& input) {
    Vector& v = input.values;
    const std::size_t i = place(input), j = place(input);
    switch (source_.between(0, 9)) {
      case 0: std::swap(v[i], v[j]); break;
      case 1: transfer(v, i, j, coin() ? v[i] : v[i] / 2); break;
      case 2: v[i] = stepped(v[i], coin() ? 1 : -1, format_); break;
      case 3: {
        const double both = v[i] + v[j], part = source_.fraction();
        if (i != j) v[i] = reference::round_to(both * part, format_), v[j] = both - v[i];
        break;
      }
      case 4: v = on_grid(v, source_.between(1, std::min(format_.precision, 52))); break;
      case 5: scale_rest(v); break;
      case 6: {  // a mass too small for the sum, or another size for one
        const double size = std::ldexp(1 + source_.fraction(), source_.between(format_.min_exponent - 10, -format_.precision - 3));
        v[i] = v[i] > 0 && v[i] < tiny(format_) ? v[i] * power() : v[i] == 0 ? size : v[i];
        break;
      }
      default: {
        if (v[i] == 0) return transfer(v, j, i, v[j] / 2);
        int exponent;
        std::frexp(v[i], &exponent);
        const int lowest = std::max(exponent - format_.precision, coin() ? -format_.precision : -2 * format_.precision);
        transfer(v, i, j, std::ldexp(1.0, source_.between(std::min(lowest, exponent - 1), exponent - 1)));
      }
    }
  }
  /// All but the largest by a power of two; the largest takes the difference.
  void scale_rest(Vector& v) {
    double& largest = *std::ranges::max_element(v);
    const double factor = power();
    double rest = 0;
    for (double& x : v) {
      if (&x != &largest) rest += x = reference::round_to(x * factor, format_);
    }
    largest = 1 - rest;
  }

  /// The second input becomes what the first one says, where the result is small: the same numbers, a class or all of
  /// them; the label that softmax gives, up to rounding.
  void meet() {
    Input &a = case_.inputs[0], &b = case_.inputs[1];
    if (a.role == b.role) {
      const std::size_t i = place(a);
      if (coin()) {
        a.values = b.values;
      } else if (is_mass(a.role)) {
        transfer(b.values, i, place(b), b.values[i] - a.values[i]);
      } else {
        b.values[i] = stepped(a.values[i], places(), format_);
      }
    } else if (a.role == Role::logit && b.role == Role::probability) {
      b.values[0] = reference::round_to(1 / (1 + generate::exponential(-a.values[0])), format_);
    } else if (a.role == Role::logits && b.role == Role::distribution) {
      for (std::size_t i = 0; i < a.values.size(); ++i) {
        const double p = b.values[i];
        a.values[i] = p > 0 ? reference::round_to(generate::logarithm(p), format_) : -infinity;
      }
    }
  }

  void change_classes() {
    if (case_.inputs[0].role == Role::joint) return change_lines(case_.inputs[0]);
    if (case_.inputs[0].role == Role::logit_rows) return change_rows();
    std::size_t n = 0;
    for (const Input& input : case_.inputs) n = has_classes(input.role) ? input.values.size() : n;
    if (n == 0) return;
    const int kind = source_.between(0, 4);
    const std::size_t i = source_.below(n), j = source_.below(n), copies = std::size_t{1} << source_.between(0, 6);
    for (Input& input : case_.inputs) {
      Vector& v = input.values;
      if (!has_classes(input.role)) continue;
      if (kind == 0) std::swap(v[i], v[j]);
      if (kind == 1 && i != j) {
        if (is_mass(input.role)) v[j] += v[i];
        v.erase(v.begin() + static_cast<std::ptrdiff_t>(i));
      }
      if (kind == 2 && n < most_classes) {
        if (is_mass(input.role)) v[i] /= 2;
        v.push_back(v[i]);
      }
      if (kind == 3 && 2 * n <= most_classes) {
        for (double& x : v) x = is_mass(input.role) ? x / 2 : x;
        const Vector again = v;
        v.insert(v.end(), again.begin(), again.end());
      }
      if (kind == 4 && n + copies <= most_classes) repeat(input, i, copies);
    }
  }

  /// A row of logits goes, or comes again at the end, with its label and its weight; or all weights go.
  void change_rows() {
    const std::size_t rows = case_.inputs[0].values.size() / case_.inputs[0].columns, row = source_.below(rows);
    const int kind = source_.between(0, 2);
    for (Input& input : case_.inputs) {
      Vector& v = input.values;
      if (kind == 2 && input.role == Role::weights) v.clear();
      if (v.empty() || kind == 2 || (kind == 0 ? rows == 1 : rows >= most_lines)) continue;
      const std::size_t length = v.size() / rows;
      const auto begin = v.begin() + static_cast<std::ptrdiff_t>(row * length), end = begin + static_cast<std::ptrdiff_t>(length);
      const Vector again(begin, end);
      if (kind == 0) v.erase(begin, end);
      else v.insert(v.end(), again.begin(), again.end());
    }
  }

  /// One class again and again: what is rounded of it is rounded alike each time. Of masses the largest pays for it.
  void repeat(Input& input, std::size_t i, std::size_t copies) {
    Vector& v = input.values;
    double x = v[i];
    if (is_mass(input.role)) {
      double& largest = *std::ranges::max_element(v);
      const double many = static_cast<double>(copies);
      while (many * x > largest / 2) x /= 2;
      if (x > tiny(format_)) x = std::nearbyint(std::ldexp(x, format_.precision)) * tiny(format_);  // nothing is lost of the sum
      largest -= many * x;
    }
    v.insert(v.end(), copies, x);
  }

  /// A line of a table is added to its neighbour, or is halved into two.
  void change_lines(Input& w) {
    if (coin()) {
      const std::vector<Rows> fewer = without_a_line({w.values, w.columns});
      if (!fewer.empty()) {
        const Rows& table = source_.pick(fewer);
        w.values = table.values, w.columns = table.columns;
      }
      return;
    }
    const std::size_t columns = w.columns, rows = w.values.size() / columns;
    const bool row = coin();
    if ((row ? rows : columns) >= most_lines) return;
    const std::size_t split = source_.below(row ? rows : columns);
    Vector more;
    for (std::size_t i = 0; i < rows; ++i) {
      const auto begin = w.values.begin() + static_cast<std::ptrdiff_t>(i * columns);
      for (std::size_t j = 0; j < columns; ++j) {
        const bool halved = (row ? i : j) == split;
        const double x = begin[static_cast<std::ptrdiff_t>(j)];
        more.push_back(halved ? x / 2 : x);
        if (halved && !row) more.push_back(x / 2);
      }
      if (row && i == split) {
        const Vector again(more.end() - static_cast<std::ptrdiff_t>(columns), more.end());
        more.insert(more.end(), again.begin(), again.end());
      }
    }
    w.values = std::move(more);
    w.columns = row ? columns : columns + 1;
  }

  Case& case_;
  Source& source_;
  const Format& format_;
};

}  // namespace

double stepped(double x, std::int64_t n, const Format& format) {
  const auto ordinal = [](double v) {
    const auto bits = std::bit_cast<std::int64_t>(v);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
  };
  if (n == 1 || n == -1) x = n > 0 ? reference::next_up(x, format) : reference::next_down(x, format);
  else {
    const std::int64_t top = ordinal(reference::max_finite(format));
    const std::int64_t place = std::clamp(ordinal(x) + n * (std::int64_t{1} << (53 - format.precision)), -top, top);
    const auto bits = place < 0 ? std::numeric_limits<std::int64_t>::min() - place : place;
    x = reference::round_to(std::bit_cast<double>(bits), format);
  }
  const double most = reference::max_finite(format);
  return std::clamp(x, -most, most);
}

Case beyond(const Case& before, const Case& at, const Format& format) {
  Case c = at;
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    const Vector &from = before.inputs[i].values, &to = at.inputs[i].values;
    if (from.size() != to.size()) return at;
    for (std::size_t k = 0; k < to.size(); ++k) {
      if (std::isfinite(from[k]) && from[k] != to[k]) c.inputs[i].values[k] = reference::round_to(to[k] + 2 * (to[k] - from[k]), format);
    }
  }
  return c;
}

Case neighbour(Case c, Source& source) {
  for (int steps = source.one_in(3) ? source.between(2, 4) : 1; steps > 0; --steps) Step(c, source).take();
  return c;
}

}  // namespace gibbs::properties
