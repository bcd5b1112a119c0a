// The balls of the fast stage hold the value meant, for masses up to the edge of what it answers for; on every target.
#include "lib/detail/fast.hpp"

#include <gibbs/gibbs.hpp>

#include "tests/lib/inputs.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

using namespace detail;

template <class T>
class FastStage : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(FastStage, Formats);

/// The worst error seen of each kind of ball, in units of the bound that rounding reckons with (round.hpp).
struct Widths {
  std::map<std::string, Worst> worst;
  int answered = 0, asked = 0;

  void see(const std::string& what, const Ball& ball, const Exact& exact) {
    ++asked;
    if (std::isinf(ball.err)) return;
    ++answered;
    worst[what].see(exact - ball.v.hi - ball.v.lo, 2 * Exact(ball.err), exact.convert_to<double>());
  }
  void expect_held(const std::string& target) const {
    for (const auto& [what, w] : worst) w.expect_within_bound(what + "_" + target);
    EXPECT_GE(3 * answered, asked) << target;
  }
};

/// Each element times 1 + δ, |δ| up to all that the fast stage takes.
template <class T>
std::vector<T> stretched(Inputs& inputs, std::vector<T> p) {
  const double edge = sizeof(T) == sizeof(float) ? 0x1.fp-13 : 0x1.fp-28;
  const double by = inputs.below(4) ? (inputs.below(2) ? edge : -edge) : inputs.between(-edge, edge);
  for (T& x : p) x = static_cast<T>(std::min(1.0, static_cast<double>(x) * (1 + by)));
  return p;
}

/// Counts and other weights, of any mass.
template <class T>
std::vector<T> of_any_mass(Inputs& inputs, std::vector<T> p) {
  const double by = inputs.sized(-30, 60);
  for (T& x : p)
    x = static_cast<T>(inputs.below(2) ? std::nearbyint(static_cast<double>(x) * 1e4) : static_cast<double>(x) * by);
  return p;
}

/// Σ w·ln(a/b)/Σ w − ln Σ a + ln Σ b, without terms whose w is 0.
template <class T>
Exact divergence(const std::vector<T>& w, const std::vector<Exact>& a, const std::vector<Exact>& b) {
  Exact sum = 0, mass = 0, a_mass = 0, b_mass = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    mass += w[i];
    a_mass += a[i];
    b_mass += b[i];
    if (w[i] > 0) sum += w[i] * log(a[i] / b[i]);
  }
  return sum / mass - log(a_mass / b_mass);
}

TYPED_TEST(FastStage, BallsOfDistributionsHoldTheirValues) {
  using T = TypeParam;
  struct Case {
    std::vector<T> p, q;
    Mass p_mass, q_mass;
    Exact entropy, cross, kl, js;
  };
  std::vector<Case> cases;
  Inputs inputs(21);
  while (cases.size() < 600) {
    Case c;
    const auto p = inputs.distribution<T>(inputs.length(30)), q = inputs.partner(p);
    c.p_mass = cases.size() % 4 < 2 ? Mass::one : Mass::any;
    c.q_mass = cases.size() % 2 == 0 ? Mass::one : Mass::any;
    c.p = c.p_mass == Mass::one ? stretched(inputs, p) : of_any_mass(inputs, p);
    c.q = c.q_mass == Mass::one ? stretched(inputs, q) : of_any_mass(inputs, q);
    const std::vector<Exact> a(c.p.begin(), c.p.end()), b(c.q.begin(), c.q.end()), ones(a.size(), Exact(1));
    bool escapes = false;
    Exact a_mass = 0, b_mass = 0;
    for (std::size_t i = 0; i < a.size(); ++i) escapes |= a[i] > 0 && b[i] == 0, a_mass += a[i], b_mass += b[i];
    if (escapes || a_mass == 0 || b_mass == 0) continue;
    std::vector<Exact> mean;
    for (std::size_t i = 0; i < a.size(); ++i) mean.push_back((a[i] / a_mass + b[i] / b_mass) / 2);
    const Exact count = log(Exact(a.size()));  // ln Σ 1
    c.entropy = count - divergence(c.p, a, ones);
    c.cross = count - divergence(c.p, b, ones);
    c.kl = divergence(c.p, a, b);
    c.js = (divergence(c.p, a, mean) + divergence(c.q, b, mean)) / 2;
    cases.push_back(c);
  }
  on_every_target([&](const std::string& target) {
    Widths widths;
    for (const Case& c : cases)
      for (const Purpose purpose : {Purpose::value, Purpose::precision}) {
        const auto p = argument(Distribution<T>(c.p, c.p_mass), "p"), q = argument(Distribution<T>(c.q, c.q_mass), "q");
        const bool has_any = c.p_mass == Mass::any || c.q_mass == Mass::any;
        const std::string how =
            std::string(has_any ? "_of_any_mass" : "") + (purpose == Purpose::value ? "_roughly" : "");
        widths.see("entropy" + how, fast::entropy(purpose, p), c.entropy);
        widths.see("cross_entropy" + how, fast::cross_entropy(purpose, p, q), c.cross);
        widths.see("kl_divergence" + how, fast::kl_divergence(purpose, p, q), c.kl);
        if (!has_any) widths.see("js_divergence" + how, fast::js_divergence(purpose, p, q), c.js);
      }
    widths.expect_held(target);
  });
}

TYPED_TEST(FastStage, BallsOfTablesHoldTheirValues) {
  using T = TypeParam;
  struct Case {
    std::vector<T> w;
    std::size_t columns;
    Mass mass;
    Exact conditional = 0, mutual = 0;
  };
  std::vector<Case> cases;
  Inputs inputs(23);
  while (cases.size() < 600) {
    const std::size_t most = cases.size() % 20 == 0 ? 60 : 5;
    const std::size_t rows = inputs.length(most), columns = inputs.length(most), n = rows * columns;
    const auto p = inputs.distribution<T>(n);
    Case c{inputs.below(2) ? stretched(inputs, p) : p, columns, cases.size() % 2 ? Mass::any : Mass::one};
    if (inputs.below(3) == 0) {  // nearly independent
      const auto r = inputs.distribution<T>(rows), s = inputs.distribution<T>(columns);
      for (std::size_t k = 0; k < n; ++k) c.w[k] = r[k / columns] * s[k % columns];
    }
    if (c.mass == Mass::any) c.w = of_any_mass(inputs, c.w);
    std::vector<Exact> row(rows), column(columns);
    Exact mass = 0;
    for (std::size_t k = 0; k < n; ++k) row[k / columns] += c.w[k], column[k % columns] += c.w[k], mass += c.w[k];
    if (mass == 0) continue;
    for (std::size_t k = 0; k < n; ++k) {
      if (c.w[k] == 0) continue;
      c.conditional -= c.w[k] * log(c.w[k] / row[k / columns]) / mass;
      c.mutual += c.w[k] * log(c.w[k] * mass / (row[k / columns] * column[k % columns])) / mass;
    }
    cases.push_back(c);
  }
  on_every_target([&](const std::string& target) {
    Widths widths;
    for (const Case& c : cases)
      for (const Purpose purpose : {Purpose::value, Purpose::precision}) {
        Argument<T> w = argument(Distribution<T>(c.w, c.mass), "w");
        w.site.columns = c.columns;
        const std::string how = purpose == Purpose::value ? "_roughly" : "";
        widths.see("conditional_entropy" + how, fast::information(false, purpose, w), c.conditional);
        widths.see("mutual_information" + how, fast::information(true, purpose, w), c.mutual);
      }
    widths.expect_held(target);
  });
}

TYPED_TEST(FastStage, BallsOfLogitsHoldTheirValues) {
  using T = TypeParam;
  struct Case {
    std::vector<T> z, p;
    Exact rest, log_sum, loss;
  };
  std::vector<Case> cases;
  Inputs inputs(22);
  while (cases.size() < 300) {
    Case c{inputs.logits<T>(inputs.length(30)), {}, 0, 0, 0};
    c.p = stretched(inputs, inputs.target(c.z));
    const auto top = std::ranges::max_element(c.z);
    Exact gap = 0, mass = 0;
    bool escapes = false;
    for (std::size_t i = 0; i < c.z.size(); ++i) {
      const bool masked = std::isinf(c.z[i]);
      escapes |= masked && c.p[i] > 0;
      if (!masked && &c.z[i] != &*top) c.rest += exp(Exact(c.z[i]) - *top);
      if (!masked) gap += c.p[i] * (Exact(*top) - c.z[i]);
      mass += c.p[i];
    }
    if (escapes) continue;
    c.log_sum = *top + log1p(c.rest);
    c.loss = gap / mass + log1p(c.rest);
    cases.push_back(c);
  }
  on_every_target([&](const std::string& target) {
    Widths widths;
    for (const Case& c : cases) {
      const auto z = argument(Logits<T>(c.z)), p = argument(Distribution<T>(c.p), "p");
      for (const Purpose purpose : {Purpose::value, Purpose::logs, Purpose::shares, Purpose::precision}) {
        const std::string how = "_" + std::to_string(static_cast<int>(purpose));
        widths.see("log_sum_exp" + how, fast::log_sum_exp(purpose, z), c.log_sum);
        widths.see("loss" + how, fast::loss(purpose, z, p), c.loss);
        const auto sums = fast::logit_sums(z, purpose, fast::room());
        if (!sums) continue;
        const auto state = fast::state(Softmax<T>{z.values}, *sums, {});
        widths.see("rest" + how, state.rest, c.rest);
        widths.see("log1p_rest" + how, log1p(state.rest), log1p(c.rest));
      }
    }
    widths.expect_held(target);
  });
}

}  // namespace
}  // namespace gibbs::test
