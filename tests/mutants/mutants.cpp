#include "mutants.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>

#include "styles.hpp"
#include "subjects/library.hpp"

namespace gibbs::tests {
namespace {

using reference::Domain;
using reference::MetricInfo;
using reference::Unit;
using enum Metric;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Plain double without a look at its input: faults in the input go through it.
const Functions& plain() {
  static const Functions subject = styled<double>({.name = "plain", .divide = false}, reference::binary64);
  return subject;
}
const Functions& careful() {
  static const Functions subject = textbook();
  return subject;
}
Vector carefully(const Question& q) { return careful().function(q.metric)(q); }

/// A fault, stated as what it makes of a question or of an honest answer to it.
struct Operator {
  std::string_view id, fault;
  std::function<bool(const MetricInfo&)> applies;
  std::function<Function(Metric)> build;
  Accuracy claim = {};
};

const std::vector<reference::Parameter>& parameters(const Question& q) { return reference::info(q.metric).parameters; }
bool masses(Domain d) { return d == Domain::distribution || d == Domain::joint; }
bool vectors(Domain d) { return masses(d) || d == Domain::logits || d == Domain::numbers; }
auto has(bool (*kind)(Domain)) {
  return [kind](const MetricInfo& m) { return std::ranges::any_of(m.parameters, kind, &reference::Parameter::domain); };
}
bool logits(Domain d) { return d == Domain::logits || d == Domain::logit; }
bool any(const MetricInfo&) { return true; }
bool vectorial(const MetricInfo& m) { return m.vectorial; }
bool pairs(const MetricInfo& m) { return m.parameters.size() == 2 && vectors(m.parameters[0].domain); }
bool joints(const MetricInfo& m) { return m.parameters[0].domain == Domain::joint; }

/// What is asked is not what is computed. Invalid input is refused first, as it should be.
template <class Change>
auto on_question(Change change) {
  return [change](Metric) {
    return Function([change](Question q) {
      const Vector honest = carefully(q);
      const Question before = q;
      change(q);
      return q == before ? honest : plain().function(q.metric)(q);
    });
  };
}
/// What is computed is not what is returned.
template <class Change>
auto on_answer(Change change) {
  return [change](Metric) {
    return Function([change](const Question& q) {
      Vector answer = carefully(q);
      change(answer, q);
      return answer;
    });
  };
}
template <class F>
auto each_number(F f) {
  return on_answer([f](Vector& answer, const Question&) { std::ranges::transform(answer, answer.begin(), f); });
}
template <class F>
auto each_input(bool (*kind)(Domain), F f) {
  return on_question([kind, f](Question& q) {
    for (std::size_t i = 0; i < q.arguments.size(); ++i) {
      if (kind(parameters(q)[i].domain)) std::ranges::transform(q.arguments[i].values, q.arguments[i].values.begin(), f);
    }
  });
}
/// Classes left out of all sums.
template <class Lost>
auto without(Lost lost) {
  return on_question([lost](Question& q) {
    const Question before = q;
    for (std::size_t a = 0; a < q.arguments.size(); ++a) {
      for (std::size_t i = 0; i < q.arguments[a].values.size(); ++i) {
        const Domain d = parameters(q)[a].domain;
        if (vectors(d) && lost(before, i)) q.arguments[a].values[i] = d == Domain::logits ? -infinity : 0;
      }
    }
  });
}
auto tail(std::size_t width) {
  return without([width](const Question& q, std::size_t i) {
    const std::size_t n = q.arguments[0].values.size();
    return n >= width && i >= n / width * width;
  });
}
bool repeated(const Question& q, std::size_t i) {
  const auto& x = q.arguments[0].values;
  return std::find(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(i), x[i]) != x.begin() + static_cast<std::ptrdiff_t>(i);
}

std::vector<Operator> of_inputs() {
  return {
      {"tail-4", "the last n mod 4 classes lost", has(vectors), tail(4)},
      {"tail-8", "the last n mod 8 classes lost", has(vectors), tail(8)},
      {"tail-16", "the last n mod 16 classes lost", has(vectors), tail(16)},
      {"first-class", "the first of several classes forgotten", has(vectors),
       without([](const Question& q, std::size_t i) { return i == 0 && q.arguments[0].values.size() > 1; })},
      {"last-class", "the last of several classes forgotten", has(vectors),
       without([](const Question& q, std::size_t i) { return i > 0 && i + 1 == q.arguments[0].values.size(); })},
      {"ties", "equal values counted once", has(vectors), without(repeated)},
      {"clip-7", "probabilities clipped to [1e-7, 1 − 1e-7]", has(masses),
       each_input(masses, [](double p) { return std::clamp(p, 1e-7, 1 - 1e-7); })},
      {"clip-12", "probabilities clipped to at least 1e-12", has(masses),
       each_input(masses, [](double p) { return std::max(p, 1e-12); })},
      {"epsilon", "1e-10 added to every probability", has(masses), each_input(masses, [](double p) { return p + 1e-10; })},
      {"flush", "subnormal inputs flushed to zero",
       [](const MetricInfo& m) { return m.metric == cross_entropy || m.metric == kl_divergence; },
       each_input(masses, [](double p) { return p < 0x1p-1022 ? 0 : p; })},
      {"skip-zero-q", "classes with q = 0 skipped",
       [](const MetricInfo& m) { return m.metric == cross_entropy || m.metric == kl_divergence; },
       without([](const Question& q, std::size_t i) { return q.arguments[1].values[i] == 0; })},
      {"mask-0", "−∞ taken for 0", has(logits), each_input(logits, [](double z) { return z == -infinity ? 0 : z; })},
      {"mask-1e4", "−∞ taken for −10⁴", has(logits), each_input(logits, [](double z) { return z == -infinity ? -1e4 : z; })},
      {"clip-logits", "logits clipped to ±30", has(logits), each_input(logits, [](double z) { return std::clamp(z, -30.0, 30.0); })},
      {"order", "arguments swapped", pairs, on_question([](Question& q) { std::swap(q.arguments[0].values, q.arguments[1].values); })},
      {"axis", "the table transposed", joints, on_question([](Question& q) {
         auto& [cells, columns] = q.arguments[0];
         const Vector before = cells;
         const std::size_t rows = cells.size() / columns;
         for (std::size_t k = 0; k < cells.size(); ++k) cells[k % columns * rows + k / columns] = before[k];
         columns = rows;
       })},
      {"stride", "rows as long as the table has rows", joints,
       on_question([](Question& q) { q.arguments[0].columns = q.arguments[0].values.size() / q.arguments[0].columns; })},
      {"float-inputs", "inputs taken through binary32", any, each_input([](Domain) { return true; }, [](double x) {
         return static_cast<double>(static_cast<float>(x));
       })},
      {"float-inside", "everything computed in binary32", any, [](Metric) {
         return Function([](const Question& q) {
           static const Functions narrow = styled<float>({.name = "float"}, reference::binary64);
           carefully(q);
           return narrow.function(q.metric)(q);
         });
       }},
      {"sorted", "each argument sorted on its own", has(vectors), on_question([](Question& q) {
         for (auto& argument : q.arguments) std::ranges::sort(argument.values);
       })},
      {"unit", "nats whatever the unit", [](const MetricInfo& m) { return m.has_unit; }, on_question([](Question& q) { q.unit = Unit::nat; })},
      {"base", "bits for nats", [](const MetricInfo& m) { return m.has_unit; },
       on_question([](Question& q) { q.unit = q.unit == Unit::nat ? Unit::bit : q.unit; })},
      {"softmax-again", "probabilities taken for logits", has([](Domain d) { return d == Domain::distribution; }),
       on_question([](Question& q) {
         for (std::size_t i = 0; i < q.arguments.size(); ++i) {
           auto& x = q.arguments[i].values;
           if (parameters(q)[i].domain == Domain::distribution) x = plain().function(softmax)({softmax, {{x}}, Unit::nat});
         }
       })},
      {"no-normalisation", "the sum trusted to be 1", has(masses), [](Metric) {
         return Function([](const Question& q) { return carefully(q), plain().function(q.metric)(q); });
       }},
      {"half-mass", "probabilities halved before use", has(masses), each_input(masses, [](double p) { return p / 2; })},
  };
}

std::vector<Operator> of_answers() {
  const auto scalar = [](const MetricInfo& m) { return !m.vectorial; };
  const auto infinite = [](const MetricInfo& m) {
    return std::set{self_information, cross_entropy, kl_divergence, log_softmax, softmax_cross_entropy, sigmoid_cross_entropy}.contains(m.metric);
  };
  return {
      {"sign", "negated", any, each_number([](double x) { return -x; })},
      {"absolute", "without its sign", [](const MetricInfo& m) {
         return std::set{log_sum_exp, log_softmax, softmax_cross_entropy_gradient, sigmoid_cross_entropy_gradient, softmax_mean_squared_error_gradient}
             .contains(m.metric);
       }, each_number([](double x) { return std::abs(x); })},
      {"not-below-0", "clamped at 0 from below", scalar, each_number([](double x) { return std::max(x, 0.0); })},
      {"twice", "a factor 2 too many", any, each_number([](double x) { return 2 * x; })},
      {"half", "a factor 2 too few", any, each_number([](double x) { return x / 2; })},
      {"mean", "divided by the number of classes", has(vectors),
       on_answer([](Vector& a, const Question& q) { for (double& x : a) x /= static_cast<double>(q.arguments[0].values.size()); })},
      {"capped", "at most 0.3", any, each_number([](double x) { return std::min(x, 0.3); })},
      {"offset", "10⁻⁹ too much", any, each_number([](double x) { return x + 1e-9; })},
      {"relative", "a billionth part too much", any, each_number([](double x) { return x * (1 + 1e-9); })},
      {"float-result", "returned through binary32", any, each_number([](double x) { return static_cast<double>(static_cast<float>(x)); })},
      {"finite", "±∞ replaced by the largest number", infinite, each_number([](double x) { return std::clamp(x, -0x1.fffffffffffffp1023, 0x1.fffffffffffffp1023); })},
      {"nan", "NaN for ±∞", infinite, each_number([](double x) { return std::isinf(x) ? std::nan("") : x; })},
      {"zero-nan", "NaN where a probability is 0", has(masses), on_answer([](Vector& a, const Question& q) {
         for (std::size_t i = 0; i < q.arguments.size(); ++i) {
           if (masses(parameters(q)[i].domain) && std::ranges::count(q.arguments[i].values, 0.0)) std::ranges::fill(a, std::nan(""));
         }
       })},
      {"mask-nan", "NaN where a logit is −∞", has(logits), on_answer([](Vector& a, const Question& q) {
         if (std::ranges::count(q.arguments[0].values, -infinity)) std::ranges::fill(a, std::nan(""));
       })},
      {"first-component", "the first component a millionth part too large", vectorial, on_answer([](Vector& a, const Question&) { a[0] *= 1 + 1e-6; })},
      {"last-component", "the last component a millionth part too large", vectorial, on_answer([](Vector& a, const Question&) { a.back() *= 1 + 1e-6; })},
      {"components-swapped", "first and last component swapped", vectorial, on_answer([](Vector& a, const Question&) { std::swap(a[0], a.back()); })},
      {"broadcast", "the first component for all", vectorial, on_answer([](Vector& a, const Question&) { std::ranges::fill(a, a[0]); })},
      {"refuses-one-class", "a single class refused", has(vectors), on_answer([](Vector&, const Question& q) {
         if (q.arguments[0].values.size() == 1) throw std::domain_error("one class");
       })},
  };
}

std::vector<Operator> of_memory() {
  return {
      {"stale", "each fifth answer is that to the question before", any, [](Metric) {
         return Function([calls = 0, last = Vector{}](const Question& q) mutable {
           Vector now = carefully(q);
           if (++calls % 5 == 0 && last.size() == now.size()) return last;
           return last = now;
         });
       }},
      {"cache-by-first", "answers remembered by the first argument alone", [](const MetricInfo& m) { return m.parameters.size() == 2; },
       [](Metric) {
         return Function([last = Question{}, kept = Vector{}](const Question& q) mutable {
           Vector now = carefully(q);
           if (!last.arguments.empty() && last.arguments[0] == q.arguments[0] && last.unit == q.unit) return kept;
           last = q;
           return kept = now;
         });
       }},
      {"cache-without-unit", "answers remembered without their unit", [](const MetricInfo& m) { return m.has_unit; }, [](Metric) {
         return Function([last = Question{}, kept = Vector{}](const Question& q) mutable {
           Vector now = carefully(q);
           if (last.arguments == q.arguments) return kept;
           last = q;
           return kept = now;
         });
       }},
  };
}

/// No look at the input before the formula is computed.
std::vector<Operator> of_domains() {
  return {{"no-check", "invalid input is not refused", any, [](Metric) {
             return Function([](const Question& q) {
               try {
                 return carefully(q);
               } catch (const std::domain_error&) {
                 return Vector(reference::info(q.metric).vectorial ? q.arguments[0].values.size() : 1, 0.5);
               }
             });
           }}};
}

/// Claims of `correct`: one ulp is too much.
std::vector<Operator> of_last_bits() {
  const Accuracy correct{Accuracy::Level::correct, 0};
  const auto off = [](double towards, bool last) {
    return [towards, last](Metric) {
      const std::shared_ptr<properties::Subject> library = subjects::library();
      return Function([=](const Question& q) {
        auto answer = library->answer(q);
        if (answer.kind != properties::Answer::Kind::value) throw std::domain_error(answer.message);
        for (double& x : answer.values) if (!last || &x == &answer.values.back()) x = std::nextafter(x, towards);
        return answer.values;
      });
    };
  };
  return {
      {"ulp-up", "one ulp too large", any, off(infinity, false), correct},
      {"ulp-down", "one ulp too small", any, off(-infinity, false), correct},
      {"ulp-last", "the last component one ulp too large", vectorial, off(infinity, true), correct},
      {"textbook", "plain double said to be correctly rounded", any,
       [](Metric) { return Function(carefully); }, correct},
  };
}

/// Exponentials shifted by what does not keep them in range.
std::vector<Operator> of_shifts() {
  struct Shift {
    std::string_view id, fault;
    double (*by)(const Vector&);
  };
  static constexpr Shift shifts[] = {
      {"shift-none", "exponentials not shifted", [](const Vector&) { return 0.0; }},
      {"shift-first", "shifted by the first logit", [](const Vector& z) { return z[0]; }},
      {"shift-min", "shifted by the least logit", [](const Vector& z) { return *std::ranges::min_element(z); }},
      {"shift-last", "shifted by the last logit", [](const Vector& z) { return z.back(); }},
  };
  std::vector<Operator> all;
  for (const Shift& shift : shifts) {
    all.push_back({shift.id, shift.fault, has([](Domain d) { return d == Domain::logits; }), [by = shift.by](Metric) {
      return Function([by](const Question& q) {
        carefully(q);
        const Vector& z = q.arguments[0].values;
        const double c = by(z);
        Vector e = z, out;
        double s = 0, loss = 0, inner = 0;
        for (double& x : e) s += x = std::exp(x - c);
        if (q.metric == log_sum_exp) return Vector{c + std::log(s)};
        for (std::size_t i = 0; i < z.size(); ++i) {
          const double y = q.arguments.size() > 1 ? q.arguments[1].values[i] : 0;
          if (y > 0) loss += y * (std::log(s) - (z[i] - c));
          inner += e[i] / s * (e[i] / s - y);
          out.push_back(q.metric == log_softmax ? z[i] - c - std::log(s) : e[i] / s - y);
        }
        if (q.metric == softmax_cross_entropy) return Vector{loss};
        if (q.metric == softmax_mean_squared_error_gradient) {
          for (std::size_t i = 0; i < z.size(); ++i) out[i] = 2 * e[i] / s * (out[i] - inner) / static_cast<double>(z.size());
        }
        return out;
      });
    }});
  }
  return all;
}

/// Mutants that are correct, and why.
struct Proof {
  std::string_view id, why;
};
#include "equivalents.inc"

}  // namespace

std::vector<Mutant> mutants() {
  std::vector<Mutant> all;
  for (const auto& table : {of_inputs, of_answers, of_memory, of_domains, of_last_bits, of_shifts}) {
    for (const Operator& fault : table()) {
      for (const MetricInfo& info : reference::metrics()) {
        if (!fault.applies(info)) continue;
        const std::string id = std::string(fault.id) + ":" + std::string(info.name);
        const auto proof = std::ranges::find(proofs, id, &Proof::id);
        properties::Description description = careful().description();
        description.name = id;
        description.metrics.at(info.metric).accuracy = fault.claim;
        std::map<Metric, Function> functions;
        for (const MetricInfo& other : reference::metrics()) functions[other.metric] = careful().function(other.metric);
        functions[info.metric] = fault.build(info.metric);
        all.push_back({id, info.metric, fault.fault, fault.claim, {std::move(description), std::move(functions)},
                       proof == std::end(proofs) ? std::string_view{} : proof->why});
      }
    }
  }
  return all;
}

}  // namespace gibbs::tests
