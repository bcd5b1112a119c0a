// The sums of the kernels, on every dispatch target, are within the errors that they state themselves.
#include <gibbs/gibbs.hpp>

#include "lib/kernels/bounds.hpp"
#include "lib/kernels/kernels.hpp"
#include "tests/lib/inputs.hpp"
#include "tests/lib/kernels.hpp"

namespace gibbs::test {
namespace {

using namespace detail::kernels;

template <class T>
class KernelSums : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(KernelSums, Formats);

template <class T>
std::span<const T> view(const std::vector<T>& x) {
  return x;
}
template <class T>
Exact total(const std::vector<T>& x) {
  Exact sum = 0;
  for (const T value : x) sum += value;
  return sum;
}
/// Σ p·ln(a/b), terms with p = 0 left out.
template <class T, class A, class B>
Exact weighted_logs(const std::vector<T>& p, const std::vector<A>& a, const std::vector<B>& b) {
  Exact sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i] > 0) sum += p[i] * log(Exact(a[i]) / b[i]);
  return sum;
}
/// The same weights in another scale, zeros as −0.
template <class T>
std::vector<T> times(std::vector<T> x, double factor) {
  for (T& value : x) value = value == 0 ? -T{0} : static_cast<T>(static_cast<double>(value) * factor);
  return x;
}
std::size_t length(Inputs& inputs, int i) { return inputs.length(i % 40 == 0 ? 3000 : 40); }

/// Collects what `see` shows, per kind of sum.
struct Verdict {
  std::map<std::string, Worst> worst;
  int usable = 0, all = 0;

  void see(const std::string& what, const Sum& sum, const Exact& exact) {
    worst[what].see(exact - sum.hi - sum.lo, sum.error, exact.convert_to<double>());
  }
  bool count(bool is_usable) { return ++all, usable += is_usable, is_usable; }
  /// … and enough was seen.
  void expect_within_bounds(const std::string& target) const {
    for (const auto& [what, w] : worst) w.expect_within_bound(what + "_" + target);
    EXPECT_GE(2 * usable, all) << target;
  }
};

TYPED_TEST(KernelSums, OfDistributions) {
  using T = TypeParam;
  struct Case {
    std::vector<T> p, q, heavy_p, light_q;
    Exact p_mass, q_mass, entropy, cross, divergence, p_mean, q_mean;
  };
  std::vector<Case> cases;
  Inputs inputs(11);
  for (int i = 0; i < 160; ++i) {
    Case c;
    c.p = inputs.distribution<T>(length(inputs, i));
    c.q = inputs.partner(c.p);
    c.heavy_p = times(c.p, 0x1p50);
    c.light_q = times(c.q, 0x1p-10);
    std::vector<Exact> mean;
    for (std::size_t k = 0; k < c.p.size(); ++k) mean.push_back((Exact(c.p[k]) + c.q[k]) / 2);
    c.p_mass = total(c.p);
    c.q_mass = total(c.q);
    c.entropy = weighted_logs(c.p, c.p, std::vector<T>(c.p.size(), 1));
    c.cross = weighted_logs(c.p, c.q, std::vector<T>(c.p.size(), 1));
    c.divergence = weighted_logs(c.p, c.p, c.q);
    c.p_mean = weighted_logs(c.p, c.p, mean);
    c.q_mean = weighted_logs(c.q, c.q, mean);
    cases.push_back(c);
  }
  on_every_target([&](const std::string& target) {
    Verdict verdict;
    for (const Case& c : cases)
      for (const Purpose purpose : {Purpose::value, Purpose::precision}) {
        const std::string how = purpose == Purpose::value ? "_roughly" : "";
        const auto see_of = [&](Terms terms, const Weights<T>& p, const Weights<T>& q, const std::string& name,
                                const Exact& logs) {
          const auto sums = weighted_logs(terms, p.values, q.values, purpose, p.scale, q.scale);
          if (!verdict.count(sums.has_value())) return sums;
          verdict.see("mass", sums->p, c.p_mass);
          verdict.see(name + how, sums->logs, logs);
          return sums;
        };
        const auto see = [&](Terms terms, const char* name, const Exact& logs) {
          const bool loses =
              std::ranges::any_of(c.light_q, [](T x) { return x != 0 && std::fabs(x) < static_cast<T>(0x1p-80); });
          if (terms != Terms::jensen_shannon && !loses)
            see_of(terms, {view(c.heavy_p), 0x1p-50}, {view(c.light_q), 0x1p10}, name + std::string("_scaled"), logs);
          return see_of(terms, {view(c.p)}, {view(c.q)}, name, logs);
        };
        see(Terms::entropy, "entropy", c.entropy);
        see(Terms::cross_entropy, "cross_entropy", c.cross);
        see(Terms::divergence, "divergence", c.divergence);
        const auto both = see(Terms::jensen_shannon, "jensen_shannon", c.p_mean);
        if (!both) continue;
        verdict.see("jensen_shannon_other" + how, both->other, c.q_mean);
        verdict.see("mass_q", both->q, c.q_mass);
      }
    verdict.expect_within_bounds(target);
  });
}

TYPED_TEST(KernelSums, OfLogits) {
  using T = TypeParam;
  struct Case {
    std::vector<T> z, p;
    Exact peak, rest, total, log_total, mass, product;
  };
  std::vector<Case> cases;
  Inputs inputs(12);
  const auto add = [&](const std::vector<T>& z, std::vector<T> p = {}) {
    if (p.empty()) p = inputs.target(z);
    Case c{z, p, 0, 0, 0, 0, 0, 0};
    const auto first = std::ranges::max_element(z);  // left out, not subtracted: the rest may be below 2⁻⁴⁰⁰
    const T peak = *first;
    c.peak = peak;
    for (std::size_t k = 0; k < z.size(); ++k) {
      if (std::isinf(z[k])) continue;
      if (&z[k] != &*first) c.rest += exp(Exact(z[k]) - peak);
      if (c.p[k] > 0) c.product += Exact(c.p[k]) * z[k];
    }
    c.total = (c.rest + 1) * exp(Exact(peak));
    c.log_total = log1p(c.rest);
    c.mass = total(c.p);
    cases.push_back(c);
  };
  for (int i = 0; i < 200; ++i) add(inputs.logits<T>(length(inputs, i)));
  for (int i = 0; i < 100; ++i) {  // dominated: the rest is as small as can be; and just where ln(1 + T) changes form
    const double peak = i % 3 ? inputs.between(-500, 500) : 0;
    const double below = i % 2 ? inputs.between(0, 599) : inputs.between(18, 20);
    add({static_cast<T>(peak), static_cast<T>(peak - below), -std::numeric_limits<T>::infinity()});
  }
  // One label, certain: its gap is as exact as its logit only where that is the largest.
  add({static_cast<T>(0x1.fffffffffffffp-46), static_cast<T>(-0x1.0000000000007p+8)}, {0, 1});
  add({static_cast<T>(0x1.fffffffffffffp-46), static_cast<T>(-0x1.0000000000007p+8)}, {1, 0});
  on_every_target([&](const std::string& target) {
    Verdict verdict;
    Kept kept;
    for (const Case& c : cases)
      for (const Purpose purpose : {Purpose::value, Purpose::logs, Purpose::shares, Purpose::precision}) {
        const auto see = [&](const auto& sums, const char* name) {
          if (!verdict.count(sums.has_value())) return false;
          const std::string what = name + std::to_string(static_cast<int>(purpose));
          EXPECT_EQ(sums->origin(), sums->rest ? static_cast<double>(c.peak) : 0);
          if (sums->rest) verdict.see("rest" + what, *sums->rest, c.rest);
          verdict.see("total" + what, sums->total, ldexp(c.total, -sums->shift()));
          verdict.see("log_total" + what, sums->log_total, sums->rest ? c.log_total : c.log_total + c.peak);
          return true;
        };
        see(logit_sums(view(c.z), purpose, kept), "");
        const auto sums = loss_sums(view(c.z), view(c.p), purpose, kept);
        if (!see(sums, "_loss")) continue;
        verdict.see("loss_mass", sums->mass, c.mass);
        const Exact whole = sums->rest ? c.peak * c.mass : Exact(0);
        if (sums->gap)
          verdict.see("loss_gap" + std::to_string(static_cast<int>(purpose)), *sums->gap, whole - c.product);
      }
    verdict.expect_within_bounds(target);
  });
}

TYPED_TEST(KernelSums, OfSquaredErrors) {
  using T = TypeParam;
  struct Case {
    std::vector<T> x, y;
    Exact sum = 0;
  };
  std::vector<Case> cases;
  Inputs inputs(13);
  for (int i = 0; i < 400; ++i) {
    Case c{inputs.numbers<T>(length(inputs, i)), {}};
    c.y = inputs.below(2) ? inputs.numbers<T>(c.x.size()) : times(c.x, 1 + inputs.sized(-23, -3));
    for (std::size_t k = 0; k < c.x.size(); ++k) c.sum += (Exact(c.x[k]) - c.y[k]) * (Exact(c.x[k]) - c.y[k]);
    cases.push_back(c);
  }
  on_every_target([&](const std::string& target) {
    Verdict verdict;
    for (const Case& c : cases)
      for (const Purpose purpose : {Purpose::value, Purpose::precision}) {
        const auto sum = squared_errors(view(c.x), view(c.y), purpose);
        if (verdict.count(sum.has_value())) verdict.see(purpose == Purpose::value ? "roughly" : "squares", *sum, c.sum);
      }
    verdict.expect_within_bounds(target);
  });
}

TYPED_TEST(KernelSums, LeaveAClassWithoutProbabilityInQToTheCheckHoweverSmallItsP) {
  using T = TypeParam;
  const T least = std::numeric_limits<T>::denorm_min();
  on_every_target([&](const std::string& target) {
    for (const T tiny : {least, 3 * least, std::numeric_limits<T>::min(), static_cast<T>(0x1p-40)}) {
      for (const std::size_t n : {2u, 7u, 8u, 9u, 33u}) {
        std::vector<T> p(n, 0), q(n, 0);
        p.front() = q.front() = 1;
        p.back() = tiny;
        EXPECT_EQ(cross_entropy(p, q), std::numeric_limits<T>::infinity()) << target << ' ' << tiny << ' ' << n;
        EXPECT_EQ(kl_divergence(p, q), std::numeric_limits<T>::infinity()) << target << ' ' << tiny << ' ' << n;
        if (n == 2) continue;
        q[0] = q[1] = 0.5;  // ln 2 otherwise
        EXPECT_EQ(kl_divergence(p, q), std::numeric_limits<T>::infinity()) << target << ' ' << tiny << ' ' << n;
        p.front() = static_cast<T>(0x1p100);
        EXPECT_EQ(kl_divergence(counts(p), q), std::numeric_limits<T>::infinity()) << target << ' ' << tiny << ' ' << n;
      }
    }
  });
}

}  // namespace
}  // namespace gibbs::test
