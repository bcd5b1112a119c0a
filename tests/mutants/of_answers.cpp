// Faults in what becomes of the answer: its values, its last bits, what is remembered of it.
#include <memory>
#include <set>
#include <stdexcept>

#include "operators.hpp"
#include "subjects/library.hpp"

namespace gibbs::tests {
namespace {}  // namespace

std::vector<Operator> of_answers() {
  const auto scalar = [](const MetricInfo& m) { return !m.vectorial(); };
  const auto infinite = [](const MetricInfo& m) {
    return std::set{self_information, cross_entropy,         kl_divergence,
                    log_softmax,      softmax_cross_entropy, sigmoid_cross_entropy,
                    mean_softmax_cross_entropy, sequence_perplexity}
        .contains(m.metric);
  };
  return {
      {"sign", "negated", any, each_number([](double x) { return -x; })},
      {"absolute", "without its sign",
       [](const MetricInfo& m) {
         return std::set{log_sum_exp, log_softmax, softmax_cross_entropy_gradient, sigmoid_cross_entropy_gradient,
                         softmax_mean_squared_error_gradient, mean_softmax_cross_entropy_gradient, softmax_vjp, log_softmax_vjp}
             .contains(m.metric);
       },
       each_number([](double x) { return std::abs(x); })},
      {"not-below-0", "clamped at 0 from below", scalar, each_number([](double x) { return std::max(x, 0.0); })},
      {"twice", "a factor 2 too many", any, each_number([](double x) { return 2 * x; })},
      {"half", "a factor 2 too few", any, each_number([](double x) { return x / 2; })},
      {"mean", "divided by the number of classes", has(vectors), on_answer([](Vector& a, const Question& q) {
         for (double& x : a) x /= static_cast<double>(q.arguments[0].values.size());
       })},
      {"capped", "at most 0.3", any, each_number([](double x) { return std::min(x, 0.3); })},
      {"offset", "10⁻⁹ too much", any, each_number([](double x) { return x + 1e-9; })},
      {"relative", "a billionth part too much", any, each_number([](double x) { return x * (1 + 1e-9); })},
      {"float-result", "returned through binary32", any,
       each_number([](double x) { return static_cast<double>(static_cast<float>(x)); })},
      {"finite", "±∞ replaced by the largest number", infinite,
       each_number([](double x) { return std::clamp(x, -0x1.fffffffffffffp1023, 0x1.fffffffffffffp1023); })},
      {"nan", "NaN for ±∞", infinite, each_number([](double x) { return std::isinf(x) ? std::nan("") : x; })},
      {"zero-nan", "NaN where a probability is 0", has(masses), on_answer([](Vector& a, const Question& q) {
         for (std::size_t i = 0; i < q.arguments.size(); ++i) {
           if (masses(parameters(q)[i].domain) && std::ranges::count(q.arguments[i].values, 0.0))
             std::ranges::fill(a, std::nan(""));
         }
       })},
      {"mask-nan", "NaN where a logit is −∞", has(logits), on_answer([](Vector& a, const Question& q) {
         if (std::ranges::count(q.arguments[0].values, -infinity)) std::ranges::fill(a, std::nan(""));
       })},
      {"first-component", "the first component a millionth part too large", vectorial,
       on_answer([](Vector& a, const Question&) { a[0] *= 1 + 1e-6; })},
      {"last-component", "the last component a millionth part too large", vectorial,
       on_answer([](Vector& a, const Question&) { a.back() *= 1 + 1e-6; })},
      {"components-swapped", "first and last component swapped", vectorial,
       on_answer([](Vector& a, const Question&) { std::swap(a[0], a.back()); })},
      {"broadcast", "the first component for all", vectorial,
       on_answer([](Vector& a, const Question&) { std::ranges::fill(a, a[0]); })},
      {"refuses-one-class", "a single class refused", has(vectors), on_answer([](Vector&, const Question& q) {
         if (q.arguments[0].values.size() == 1) throw std::domain_error("one class");
       })},
  };
}

std::vector<Operator> of_memory() {
  return {
      {"stale", "each fifth answer is that to the question before", any,
       [](Metric) {
         return Function([calls = 0, last = Vector{}](const Question& q) mutable {
           Vector now = carefully(q);
           if (++calls % 5 == 0 && last.size() == now.size()) return last;
           return last = now;
         });
       }},
      {"cache-by-first", "answers remembered by the first argument alone",
       [](const MetricInfo& m) { return m.parameters.size() == 2; },
       [](Metric) {
         return Function([last = Question{}, kept = Vector{}](const Question& q) mutable {
           Vector now = carefully(q);
           if (!last.arguments.empty() && last.arguments[0] == q.arguments[0] && last.unit == q.unit) return kept;
           last = q;
           return kept = now;
         });
       }},
      {"cache-without-unit", "answers remembered without their unit", [](const MetricInfo& m) { return m.has_unit; },
       [](Metric) {
         return Function([last = Question{}, kept = Vector{}](const Question& q) mutable {
           Vector now = carefully(q);
           if (last.arguments == q.arguments) return kept;
           last = q;
           return kept = now;
         });
       }},
  };
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
        for (double& x : answer.values)
          if (!last || &x == &answer.values.back()) x = std::nextafter(x, towards);
        return answer.values;
      });
    };
  };
  return {
      {"ulp-up", "one ulp too large", any, off(infinity, false), correct},
      {"ulp-down", "one ulp too small", any, off(-infinity, false), correct},
      {"ulp-last", "the last component one ulp too large", vectorial, off(infinity, true), correct},
      {"textbook", "plain double said to be correctly rounded", any, [](Metric) { return Function(carefully); },
       correct, "numbers of many bits: on few, some formulas are free of error"},
  };
}

}  // namespace gibbs::tests
