// Faults in what is taken for the question.
#include "operators.hpp"

namespace gibbs::tests {
namespace {

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
  return std::find(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(i), x[i]) !=
         x.begin() + static_cast<std::ptrdiff_t>(i);
}

}  // namespace

std::vector<Operator> of_inputs() {
  return {
      {"tail-4",
       "the last n mod 4 classes lost",
       has(vectors),
       tail(4),
       {},
       "as many classes as a vector has lanes, and one"},
      {"tail-8",
       "the last n mod 8 classes lost",
       has(vectors),
       tail(8),
       {},
       "as many classes as a vector has lanes, and one"},
      {"tail-16",
       "the last n mod 16 classes lost",
       has(vectors),
       tail(16),
       {},
       "as many classes as a vector has lanes, and one"},
      {"first-class", "the first of several classes forgotten", has(vectors),
       without([](const Question& q, std::size_t i) { return i == 0 && q.arguments[0].values.size() > 1; })},
      {"last-class", "the last of several classes forgotten", has(vectors),
       without([](const Question& q, std::size_t i) { return i > 0 && i + 1 == q.arguments[0].values.size(); })},
      {"ties", "equal values counted once", has(vectors), without(repeated)},
      {"clip-7", "probabilities clipped to [1e-7, 1 − 1e-7]", has(masses),
       each_input(masses, [](double p) { return std::clamp(p, 1e-7, 1 - 1e-7); })},
      {"clip-12", "probabilities clipped to at least 1e-12", has(masses),
       each_input(masses, [](double p) { return std::max(p, 1e-12); })},
      {"epsilon", "1e-10 added to every probability", has(masses),
       each_input(masses, [](double p) { return p + 1e-10; })},
      {"flush",
       "subnormal inputs flushed to zero",
       [](const MetricInfo& m) { return m.metric == cross_entropy || m.metric == kl_divergence; },
       each_input(masses, [](double p) { return p < 0x1p-1022 ? 0 : p; }),
       {},
       "a subnormal number"},
      {"skip-zero-q", "classes with q = 0 skipped",
       [](const MetricInfo& m) { return m.metric == cross_entropy || m.metric == kl_divergence; },
       without([](const Question& q, std::size_t i) { return q.arguments[1].values[i] == 0; })},
      {"mask-0", "−∞ taken for 0", has(logits), each_input(logits, [](double z) { return z == -infinity ? 0 : z; })},
      {"mask-1e4", "−∞ taken for −10⁴", has(logits),
       each_input(logits, [](double z) { return z == -infinity ? -1e4 : z; })},
      {"clip-logits", "logits clipped to ±30", has(logits),
       each_input(logits, [](double z) { return std::clamp(z, -30.0, 30.0); })},
      {"order", "arguments swapped", pairs,
       on_question([](Question& q) { std::swap(q.arguments[0].values, q.arguments[1].values); })},
      {"axis", "the table transposed", joints, on_question([](Question& q) {
         auto& [cells, columns] = q.arguments[0];
         const Vector before = cells;
         const std::size_t rows = cells.size() / columns;
         for (std::size_t k = 0; k < cells.size(); ++k) cells[k % columns * rows + k / columns] = before[k];
         columns = rows;
       })},
      {"stride", "rows as long as the table has rows", joints, on_question([](Question& q) {
         q.arguments[0].columns = q.arguments[0].values.size() / q.arguments[0].columns;
       })},
      {"float-inputs",
       "inputs taken through binary32",
       any,
       each_input([](Domain) { return true; }, [](double x) { return static_cast<double>(static_cast<float>(x)); }),
       {},
       "a number with more than 24 bits"},
      {"float-inside", "everything computed in binary32", any,
       [](Metric) {
         return Function([](const Question& q) {
           static const Functions narrow = styled<float>({.name = "float"}, reference::binary64);
           carefully(q);
           return narrow.function(q.metric)(q);
         });
       }},
      {"sorted", "each argument sorted on its own", has(vectors), on_question([](Question& q) {
         for (auto& argument : q.arguments) std::ranges::sort(argument.values);
       })},
      {"unit", "nats whatever the unit", [](const MetricInfo& m) { return m.has_unit; },
       on_question([](Question& q) { q.unit = Unit::nat; })},
      {"base", "bits for nats", [](const MetricInfo& m) { return m.has_unit; },
       on_question([](Question& q) { q.unit = q.unit == Unit::nat ? Unit::bit : q.unit; })},
      {"softmax-again", "probabilities taken for logits", has([](Domain d) { return d == Domain::distribution; }),
       on_question([](Question& q) {
         for (std::size_t i = 0; i < q.arguments.size(); ++i) {
           auto& x = q.arguments[i].values;
           if (parameters(q)[i].domain == Domain::distribution)
             x = plain().function(softmax)({softmax, {{x}}, Unit::nat});
         }
       })},
      {"no-normalisation", "the sum trusted to be 1", has(masses),
       [](Metric) { return Function([](const Question& q) { return carefully(q), plain().function(q.metric)(q); }); }},
      {"half-mass", "probabilities halved before use", has(masses), each_input(masses, [](double p) { return p / 2; })},
  };
}

}  // namespace gibbs::tests
