// Every metric against the reference on thousands of inputs of many kinds, in both formats; on GIBBS_EVIDENCE times as
// many, and others, if that is set:
//     GIBBS_EVIDENCE=1000 build/default/tests/lib/lib_test --gtest_filter='CorrectRounding*'
#include <cstdlib>
#include <string>

#include "tests/lib/inputs.hpp"
#include "tests/lib/judge.hpp"

namespace gibbs::test {
namespace {

constexpr Unit units[] = {Unit::nat, Unit::bit, Unit::hartley};

reference::Unit judged(Unit unit) { return static_cast<reference::Unit>(unit); }

template <class T>
std::span<const T> view(const std::vector<T>& x) {
  return x;
}

/// May the squared error's gradient be a tie but for exponentials that no floating-point format of the judge holds?
/// Then nobody can tell to which side it is to be rounded (reference.hpp).
template <class T>
bool has_undecidable_gradient(const std::vector<T>& z) {
  const double most = static_cast<double>(std::ranges::max(z));
  return std::ranges::any_of(z, [&](T x) { return std::isfinite(x) && most - static_cast<double>(x) > 7e8; });
}

/// The values of a metric that has one, or one per class.
template <class T>
void expect_value(Metric metric, std::vector<reference::Argument> arguments, T value, Unit unit = Unit::nat) {
  const std::vector<T> observed{value};
  expect_correct<T>({metric, std::move(arguments), judged(unit)}, observed);
}

template <class T>
class CorrectRounding : public testing::Test {
 protected:
  int times() const { return times_; }
  /// Of the inputs, for the test of this number.
  unsigned seed(unsigned test) const { return times_ == 1 ? test : 100 * static_cast<unsigned>(times_) + test; }
  /// Longest vector: mostly short ones, a long one every now and then.
  std::size_t most(int i) const { return i % 100 == 0 ? 5000 : 12; }

 private:
  static int asked() {
    const char* text = std::getenv("GIBBS_EVIDENCE");
    return text ? std::stoi(text) : 1;
  }
  const int times_ = asked();
};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(CorrectRounding, Formats);

TYPED_TEST(CorrectRounding, OfInformationAndEntropy) {
  using T = TypeParam;
  Inputs inputs(this->seed(1));
  for (int i = 0; i < 600 * this->times(); ++i) {
    const auto p = inputs.distribution<T>(inputs.length(this->most(i)));
    const auto c = inputs.weights<T>(p.size());
    const Unit unit = units[inputs.below(3)];
    expect_value<T>(Metric::entropy, {argument(view(p))}, entropy(p, unit), unit);
    expect_value<T>(Metric::entropy, {argument(view(c))}, entropy(counts(c), unit), unit);
    expect_value<T>(Metric::perplexity, {argument(view(p))}, perplexity(p));
    expect_value<T>(Metric::perplexity, {argument(view(c))}, perplexity(counts(c)));
    const T one = p[inputs.below(p.size())];
    expect_value<T>(Metric::self_information, {{{static_cast<double>(one)}, 0}}, self_information(one, unit), unit);
  }
}

TYPED_TEST(CorrectRounding, OfDivergences) {
  using T = TypeParam;
  Inputs inputs(this->seed(2));
  for (int i = 0; i < 800 * this->times(); ++i) {
    const bool counted = inputs.below(4) == 0;
    const std::size_t n = inputs.length(this->most(i));
    const auto p = counted ? inputs.weights<T>(n) : inputs.distribution<T>(n);
    const auto q = inputs.partner(p);
    const Distribution<T> a = counted ? counts(p) : Distribution<T>(p), b = counts(q);
    const Unit unit = units[inputs.below(3)];
    const std::vector<reference::Argument> arguments{argument(view(p)), argument(view(q))};
    expect_value<T>(Metric::cross_entropy, arguments, cross_entropy(a, b, unit), unit);
    expect_value<T>(Metric::kl_divergence, arguments, kl_divergence(a, b, unit), unit);
    expect_value<T>(Metric::js_divergence, arguments, js_divergence(a, b, unit), unit);
  }
}

TYPED_TEST(CorrectRounding, OfJointTables) {
  using T = TypeParam;
  Inputs inputs(this->seed(3));
  for (int i = 0; i < 500 * this->times(); ++i) {
    const std::size_t rows = inputs.length(i % 50 == 0 ? 40 : 4), columns = inputs.length(i % 50 == 0 ? 40 : 4);
    std::vector<T> w = inputs.weights<T>(rows * columns);
    if (inputs.below(3) == 0) {  // independent, nearly or exactly
      const auto r = inputs.distribution<T>(rows), c = inputs.distribution<T>(columns);
      for (std::size_t k = 0; k < w.size(); ++k) w[k] = r[k / columns] * c[k % columns];
      if (std::ranges::all_of(w, [](T x) { return x == 0; })) w[0] = 1;
    }
    const Unit unit = units[inputs.below(3)];
    const auto table = counts(Joint(w, columns));
    expect_value<T>(Metric::conditional_entropy, {argument(view(w), columns)}, conditional_entropy(table, unit), unit);
    expect_value<T>(Metric::mutual_information, {argument(view(w), columns)}, mutual_information(table, unit), unit);
  }
}

TYPED_TEST(CorrectRounding, OfLogitsAndLosses) {
  using T = TypeParam;
  Inputs inputs(this->seed(4));
  for (int i = 0; i < 1000 * this->times(); ++i) {
    const auto z = inputs.logits<T>(inputs.length(i % 200 == 0 ? 2000 : 8));
    const auto p = inputs.target(z);
    const auto y = inputs.below(2) ? p : inputs.numbers<T>(z.size());
    const std::vector<reference::Argument> just_z{argument(view(z))}, with_p{argument(view(z)), argument(view(p))},
        with_y{argument(view(z)), argument(view(y))};
    std::vector<T> out(z.size());
    expect_value<T>(Metric::log_sum_exp, just_z, log_sum_exp(z));
    softmax(z, out);
    expect_correct<T>({Metric::softmax, just_z}, out);
    log_softmax(z, out);
    expect_correct<T>({Metric::log_softmax, just_z}, out);
    expect_value<T>(Metric::softmax_cross_entropy, with_p, softmax_cross_entropy(z, p));
    softmax_cross_entropy_gradient(z, p, out);
    expect_correct<T>({Metric::softmax_cross_entropy_gradient, with_p}, out);
    if (!has_undecidable_gradient(z)) {
      softmax_mean_squared_error_gradient(z, y, out);
      expect_correct<T>({Metric::softmax_mean_squared_error_gradient, with_y}, out);
    }
  }
}

TYPED_TEST(CorrectRounding, OfSigmoids) {
  using T = TypeParam;
  Inputs inputs(this->seed(5));
  constexpr double labels[] = {0, 1, 0.5, 0x1p-60, 0.1};
  for (int i = 0; i < 3000 * this->times(); ++i) {
    const T z = inputs.logits<T>(3)[inputs.below(3)];
    const T y = static_cast<T>(inputs.below(2)   ? labels[inputs.below(5)]
                               : inputs.below(2) ? inputs.between(0, 1)
                                                 : 1 / (1 + std::exp(-static_cast<double>(z))));
    const std::vector<reference::Argument> arguments{{{static_cast<double>(z)}, 0}, {{static_cast<double>(y)}, 0}};
    expect_value<T>(Metric::sigmoid_cross_entropy, arguments, sigmoid_cross_entropy(z, y));
    expect_value<T>(Metric::sigmoid_cross_entropy_gradient, arguments, sigmoid_cross_entropy_gradient(z, y));
  }
}

TYPED_TEST(CorrectRounding, OfSquaredErrors) {
  using T = TypeParam;
  Inputs inputs(this->seed(6));
  for (int i = 0; i < 3000 * this->times(); ++i) {
    const auto x = inputs.numbers<T>(inputs.length(this->most(i)));
    const auto y = inputs.below(3) ? inputs.numbers<T>(x.size()) : std::vector<T>(x.size(), 0);
    expect_value<T>(Metric::mean_squared_error, {argument(view(x)), argument(view(y))}, mean_squared_error(x, y));
  }
}

}  // namespace
}  // namespace gibbs::test
