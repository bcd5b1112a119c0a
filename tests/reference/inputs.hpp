// Questions to test the reference with: every metric, and input of every kind that has hurt somebody.
#pragma once

#include <algorithm>
#include <cmath>
#include <ostream>
#include <random>

#include "reference/metric.hpp"
#include "reference/reference.hpp"

namespace gibbs::reference {

inline std::ostream& operator<<(std::ostream& out, const MetricInfo& metric) { return out << metric.name; }
inline std::ostream& operator<<(std::ostream& out, const Format& format) { return out << format.name; }

inline std::ostream& operator<<(std::ostream& out, const Question& question) {
  out << info(question.metric).name << " in " << name(question.unit) << std::hexfloat;
  for (const Argument& argument : question.arguments) {
    out << " [";
    for (const double value : argument.values) out << ' ' << value;
    out << " ]";
  }
  return out << std::defaultfloat;
}

inline std::ostream& operator<<(std::ostream& out, const Rounded& r) {
  return out << std::hexfloat << r.nearest << " in [" << r.below << ", " << r.above << "] " << std::defaultfloat
             << (r.decided ? "decided" : "undecided");
}

/// A source of questions; the same seed gives the same ones everywhere.
class Inputs {
 public:
  explicit Inputs(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  double unit() { return static_cast<double>(1 + random_() / 2048) * 0x1p-53; }  // in (0, 1]
  double number(double scale) { return (2 * unit() - 1) * scale; }

  /// Masses that are not all zero: counts, uniform, spread over all magnitudes, nearly certain, each with zeros or not.
  std::vector<double> masses(std::size_t n) {
    std::vector<double> p(n);
    const std::size_t kind = below(4), zeros = below(2);
    for (double& mass : p) {
      const double values[] = {static_cast<double>(below(9)), unit(),
                               std::ldexp(unit(), -static_cast<int>(below(1070))), unit() * 0x1p-40};
      mass = zeros != 0 && below(3) == 0 ? 0 : values[kind];
    }
    p[below(n)] = kind == 0 ? 4 : 1;
    return p;
  }

  /// The same masses, or a permutation of them, or some of them an ulp or two off, or others.
  std::vector<double> relative(std::vector<double> p) {
    switch (below(4)) {
      case 0:
        return p;
      case 1:
        std::ranges::shuffle(p, random_);
        return p;
      case 2:
        for (double& mass : p) mass = below(2) == 0 ? mass : std::nextafter(mass, 1.0);
        return p;
      default:
        return masses(p.size());
    }
  }

  /// Logits that are not all −∞: small, ties, saturated, shifted, as large as they come; masked or not.
  std::vector<double> logits(std::size_t n) {
    std::vector<double> z(n);
    const std::size_t kind = below(5), mask = below(2);
    for (double& logit : z) {
      const double values[] = {number(4), static_cast<double>(below(3)), number(800), 1e8 + number(20),
                               number(1.7e308)};
      logit = mask != 0 && below(3) == 0 ? -HUGE_VAL : values[kind];
    }
    z[below(n)] = kind == 4 ? 1.7e308 : 1;
    return z;
  }

  std::vector<double> logit_rows(std::size_t rows, std::size_t columns) {
    std::vector<double> z;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::vector<double> row = below(4) == 0 ? std::vector<double>(columns, number(3)) : logits(columns);
      z.insert(z.end(), row.begin(), row.end());
    }
    return z;
  }
  /// Some rows are ignored, not all.
  std::vector<double> labels(std::size_t rows, std::size_t columns) {
    std::vector<double> y(rows);
    for (double& label : y) label = below(4) == 0 ? -1 : static_cast<double>(below(columns));
    y[below(rows)] = 0;
    return y;
  }

  std::vector<double> numbers(std::size_t n) {
    std::vector<double> x(n);
    const double scales[] = {1, 1e-160, 1e200};
    const double scale = scales[below(3)];
    for (double& value : x) value = number(scale);
    return x;
  }

  Question question(Metric metric) {
    const std::size_t n = 1 + below(6), columns = 1 + below(3);
    Question question{metric, {}, static_cast<Unit>(info(metric).has_unit ? below(3) : 0)};
    for (const Parameter& parameter : info(metric).parameters) {
      const bool second = !question.arguments.empty() && info(metric).parameters[0].domain == Domain::distribution;
      switch (parameter.domain) {
        case Domain::probability:
          question.arguments.push_back({{below(4) == 0 ? static_cast<double>(below(2)) : unit()}});
          break;
        case Domain::distribution:
          question.arguments.push_back({second ? relative(question.arguments[0].values) : masses(n)});
          break;
        case Domain::joint:
          question.arguments.push_back({masses(columns * n), columns});
          break;
        case Domain::logit:
          question.arguments.push_back({logits(1)});
          break;
        case Domain::logits:
          question.arguments.push_back({logits(n)});
          break;
        case Domain::numbers:
          question.arguments.push_back({numbers(n)});
          break;
        case Domain::logit_rows:
          question.arguments.push_back({logit_rows(n, columns), columns});
          break;
        case Domain::labels:
          question.arguments.push_back({labels(n, columns)});
          break;
        case Domain::weights:
          if (below(2) == 0) question.arguments.push_back({masses(n)});
          break;
      }
    }
    if (question.arguments.size() > 2) {  // a row that counts
      std::vector<double>& y = question.arguments[1].values;
      const std::vector<double>& w = question.arguments[2].values;
      const auto heaviest = static_cast<std::size_t>(std::ranges::max_element(w) - w.begin());
      y[heaviest] = std::max(y[heaviest], 0.0);
    }
    // One logit is always 1 above; a sigmoid deserves better.
    if (info(metric).parameters[0].domain == Domain::logit) question.arguments[0].values[0] = logits(4)[below(4)];
    return question;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace gibbs::reference
