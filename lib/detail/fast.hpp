// The fast stage: the sums of lib/kernels, finished to a ball. It answers only for arguments that are surely in their
// domain, so it also stands for their check; where it has no answer the ball is lost.
#pragma once

#include <array>
#include <cmath>
#include <concepts>

#include "lib/detail/derivative_forms.hpp"
#include "lib/detail/label_forms.hpp"
#include "lib/detail/sums.hpp"

namespace gibbs::inline v0::detail::fast {

/// A mass 1 + δ. Far inside the domain, where |δ| ≤ √ε, so that its own error does not matter to that.
struct Deviation {
  double delta, error;

  explicit Deviation(const Sum& mass)
      : delta((mass.hi - 1) + mass.lo), error(mass.error + std::fabs(delta) * 0x1p-52) {}
  template <class T>
  bool in_domain() const {
    return std::fabs(delta) + error <= (sizeof(T) == sizeof(float) ? 0x1p-12 : 0x1p-27);
  }
  /// x/(1 + δ) − x = −x(δ − δ² + …).
  [[gnu::always_inline]] Part divide(const Sum& x) const {
    const double d = std::fabs(delta), value = x.hi + x.lo;
    return {-value * (delta * (1 - delta)),
            std::fabs(value) * (1.01 * d * d * d + d * 0x1p-50 + 2 * error) + x.error * 2 * d};
  }
  /// sign·ln(1 + δ) = sign·(δ − δ²/2 + …).
  [[gnu::always_inline]] Part log(double sign) const {
    const double d = std::fabs(delta);
    return {sign * (delta - delta * delta / 2), d * d * d + d * 0x1p-51 + 2 * error};
  }
};

/// x + y and parts.
template <class... Parts>
[[gnu::always_inline]] inline Ball ball_of_sum(const Sum& x, const Sum& y, const Parts&... parts) {
  const DoubleDouble s = two_sum(x.hi, y.hi);
  return ball(Sum{s.hi, s.lo, x.error + y.error}, Part{x.lo}, Part{y.lo}, parts...);
}

/// A nat in another unit.
inline const Ball& nat_in(Unit unit) {
  static const std::array<Ball, 3> units{Ball(1), detail::in_unit(Ball(1), Unit::bit),
                                         detail::in_unit(Ball(1), Unit::hartley)};
  return units[unit == Unit::nat ? 0 : unit == Unit::bit ? 1 : 2];
}
/// in_unit for balls, without taking the logarithm again.
[[gnu::noinline]] inline Ball in_other_unit(const Ball& nats, Unit unit) { return nats * nat_in(unit); }
inline Ball in_unit(const Ball& nats, Unit unit) { return unit == Unit::nat ? nats : in_other_unit(nats, unit); }

/// Any other mass, from ¼ to 2 as the kernels scale it.
struct AnyMass {
  const Sum& mass;

  Ball log(double sign) const {
    const Ball log = ball(kernels::log_of_mass(mass));
    return sign < 0 ? -log : log;
  }
};
/// x/P and logarithms of masses.
template <class... Logs>
[[gnu::always_inline]] inline Ball over(const Sum& x, const Deviation& p, const Logs&... logs) {
  return ball(x, p.divide(x), logs...);
}
template <class... Logs>
Ball over(const Sum& x, const AnyMass& p, const Logs&... logs) {
  return ((ball(x) / ball(p.mass)) + ... + logs);
}

/// Out of line: short vectors of mass 1 pay for no more than they need.
template <class T, class Finish>
[[gnu::noinline]] Ball of_any_mass(const Argument<T>& p, const Argument<T>& q, const WeightedLogs& sums, const Sum& q_mass,
                                   Finish finish) {
  const auto may_be = [](const Argument<T>& a, const Sum& mass) {
    return a.mass == Mass::any || Deviation(mass).in_domain<T>();
  };
  if (!may_be(p, sums.p) || !may_be(q, q_mass)) return Ball::lost();
  return finish(sums, AnyMass{sums.p}, AnyMass{q_mass});
}
/// finish(sums, P, Q), P and Q being how a mass is, if the vectors may be taken.
template <class T, class Finish>
[[gnu::always_inline]] inline Ball of_weights(Terms terms, Purpose purpose, const Argument<T>& p, const Argument<T>& q,
                                              Finish finish) {
  if (p.values.empty() || p.values.size() != q.values.size()) return Ball::lost();
  const bool has_any = p.mass == Mass::any || q.mass == Mass::any;
  if (has_any && terms == Terms::jensen_shannon) return Ball::lost();
  const auto sums = weighted_logs(terms, p, q, purpose);
  if (!sums) return Ball::lost();
  const bool alone = &p == &q;
  if constexpr (std::invocable<Finish, const WeightedLogs&, const AnyMass&, const AnyMass&>)
    if (has_any) return of_any_mass(p, q, *sums, alone ? sums->p : sums->q, finish);
  const Deviation p_off(sums->p), q_off = alone ? p_off : Deviation(sums->q);
  if (!p_off.in_domain<T>() || (!alone && !q_off.in_domain<T>())) return Ball::lost();
  return finish(*sums, p_off, q_off);
}

/// H = −Σ p ln p/P + ln P.
template <class T>
[[gnu::always_inline]] inline Ball entropy(Purpose purpose, const Argument<T>& p) {
  return of_weights(Terms::entropy, purpose, p, p, [](const auto& sums, const auto& mass, const auto&) {
    return over(-sums.logs, mass, mass.log(1));
  });
}

/// −Σ p ln q/P + ln Q.
template <class T>
[[gnu::always_inline]] inline Ball cross_entropy(Purpose purpose, const Argument<T>& p, const Argument<T>& q) {
  return of_weights(Terms::cross_entropy, purpose, p, q, [](const auto& sums, const auto& p_mass, const auto& q_mass) {
    return over(-sums.logs, p_mass, q_mass.log(1));
  });
}

/// Σ p ln(p/q)/P − ln P + ln Q.
template <class T>
[[gnu::always_inline]] inline Ball kl_divergence(Purpose purpose, const Argument<T>& p, const Argument<T>& q) {
  return of_weights(Terms::divergence, purpose, p, q, [](const auto& sums, const auto& p_mass, const auto& q_mass) {
    return over(sums.logs, p_mass, p_mass.log(-1), q_mass.log(1));
  });
}

/// ½(A/P + B/Q), A = Σ p ln(2p/(p + q)), B = Σ q ln(2q/(p + q)). With κ = P/Q − 1 this errs by less than κ²: the terms
/// of first order in κ are −½κ Σ q(p + q)/(p + q) + ½κ Σ q = 0.
template <class T>
[[gnu::always_inline]] inline Ball js_divergence(Purpose purpose, const Argument<T>& p, const Argument<T>& q) {
  const auto finish = [](const WeightedLogs& sums, const Deviation& p_mass, const Deviation& q_mass) {
    const double kappa = std::fabs(p_mass.delta) + std::fabs(q_mass.delta);
    const Ball twice = ball_of_sum(sums.logs, sums.other, p_mass.divide(sums.logs), q_mass.divide(sums.other),
                                   Part{0, 2.02 * kappa * kappa});
    return Ball{{twice.v.hi / 2, twice.v.lo / 2}, twice.err / 2};
  };
  return of_weights(Terms::jensen_shannon, purpose, p, q, finish);
}

/// Σ (xᵢ − yᵢ)²/n.
template <class T>
Ball mean_squared_error(Purpose purpose, const Argument<T>& x, const Argument<T>& y) {
  const std::size_t n = x.values.size();
  if (n == 0 || n != y.values.size()) return Ball::lost();
  const auto sum = kernels::squared_errors(x.values, y.values, purpose);
  return sum ? ball(*sum) / Ball(static_cast<double>(n)) : Ball::lost();
}

/// The room of this thread.
inline Kept& room() {
  thread_local Kept kept;
  return kept;
}

/// Of a table Σ wᵢⱼ ln(rᵢ/wᵢⱼ)/W, rᵢ being the rows' masses; or Σ wᵢⱼ ln(wᵢⱼW/(rᵢcⱼ))/W if `mutual`.
template <class T>
Ball information(bool mutual, Purpose purpose, const Argument<T>& w) {
  if (w.values.empty()) return Ball::lost();
  const auto sums =
      kernels::table_logs(kernels::Weights<T>{w.values, scale_of(w)}, w.site.columns, mutual, purpose, room().room);
  if (!sums) return Ball::lost();
  const Sum logs = mutual ? sums->logs : -sums->logs;
  if (w.mass == Mass::any) return over(logs, AnyMass{sums->p});
  const Deviation off(sums->p);
  return off.in_domain<T>() ? over(logs, off) : Ball::lost();
}

/// o + ln Σ exp(zᵢ − o), of sums for a value or for precision.
inline Ball log_sum_exp(const LogitSums& sums) { return ball(sums.log_total) + sums.origin(); }
template <class T>
Ball log_sum_exp(Purpose purpose, const Argument<T>& z) {
  const auto sums = logit_sums(z, purpose, room());
  return sums ? log_sum_exp(*sums) : Ball::lost();
}

/// The sums of a label that is surely in the domain.
template <class T>
std::optional<LossSums> loss_sums_in_domain(Purpose purpose, const Argument<T>& z, const Argument<T>& p, Kept& kept) {
  const bool may_be = p.mass == Mass::one && !p.values.empty() && z.values.size() == p.values.size();
  auto sums = may_be ? loss_sums(z, p, purpose, kept) : std::optional<LossSums>();
  if (sums && !Deviation(sums->mass).in_domain<T>()) sums.reset();
  return sums;
}
/// Σ p(o − z)/P + ln Σ exp(zᵢ − o).
inline Ball loss(const LossSums& sums) {
  if (!sums.gap) return Ball::lost();
  return ball_of_sum(*sums.gap, sums.log_total, Deviation(sums.mass).divide(*sums.gap));
}
template <class T>
Ball loss(Purpose purpose, const Argument<T>& z, const Argument<T>& p) {
  const auto sums = loss_sums_in_domain(purpose, z, p, room());
  return sums ? loss(*sums) : Ball::lost();
}

/// The state of a form (logit_forms.hpp) from sums: what a component depends on beside its own logit and label. The
/// largest logit's place only matters if it is among those asked for, and any of several largest will do.
template <class T>
Softened<Ball> state(const Softmax<T>& form, const LogitSums& sums, const std::vector<std::size_t>& asked) {
  const Ball rest = sums.rest ? ball(*sums.rest) : ball(sums.total) * exp(Ball(-sums.peak)) + -1.0;
  const auto top = std::ranges::find_if(asked, [&](std::size_t i) { return form.z[i] == static_cast<T>(sums.peak); });
  return {top == asked.end() ? form.z.size() : *top, sums.peak, rest, rest + 1.0};
}
template <class T>
typename LogSoftmax<T>::template State<Ball> state(const LogSoftmax<T>& form, const LogitSums& sums,
                                                   const std::vector<std::size_t>& asked) {
  return {sums.peak, log1p(state(Softmax<T>{form.z}, sums, asked).rest)};
}
template <class T>
typename SoftmaxCrossEntropyGradient<T>::template State<Ball> state(const SoftmaxCrossEntropyGradient<T>& form,
                                                                    const LossSums& sums,
                                                                    const std::vector<std::size_t>& asked) {
  return {state(Softmax<T>{form.z}, sums, asked), ball(sums.mass)};
}

template <class T>
Softened<Ball> state(const SoftmaxHessianDiagonal<T>& form, const LogitSums& sums,
                     const std::vector<std::size_t>& asked) {
  return state(Softmax<T>{form.z}, sums, asked);
}
template <class T>
typename LabelGradient<T>::template State<Ball> state(const LabelGradient<T>& form, const LogitSums& sums,
                                                      const std::vector<std::size_t>& asked) {
  return {state(Softmax<T>{form.z}, sums, asked), Ball(form.weight) / form.total};
}

/// The sums that decide what others left open.
template <class Form>
auto precise_sums(const Form& form) {
  Kept none;
  if constexpr (requires { form.p; })
    return kernels::loss_sums(form.z, form.p, Purpose::precision, none);
  else
    return kernels::logit_sums(form.z, Purpose::precision, none);
}

/// What the kernels decide of n components from `begin`; the indices of the others, from there, are appended to `open`.
template <class T>
void put(const Softmax<T>& form, const LogitSums& sums, const Kept& kept, std::size_t begin, std::span<T> out,
         std::vector<std::size_t>& open) {
  kernels::softmax(form.z.subspan(begin, out.size()), sums, kept, out, open);
}
template <class T>
void put(const LogSoftmax<T>& form, const LogitSums& sums, const Kept&, std::size_t begin, std::span<T> out,
         std::vector<std::size_t>& open) {
  kernels::log_softmax(form.z.subspan(begin, out.size()), sums, out, open);
}
template <class T>
void put(const SoftmaxCrossEntropyGradient<T>& form, const LossSums& sums, const Kept& kept, std::size_t begin,
         std::span<T> out, std::vector<std::size_t>& open) {
  const std::size_t n = out.size();
  kernels::loss_gradient(form.z.subspan(begin, n), form.p.subspan(begin, n), sums, kept, out, open);
}
template <class T>
void put(const SoftmaxHessianDiagonal<T>& form, const LogitSums& sums, const Kept& kept, std::size_t begin,
         std::span<T> out, std::vector<std::size_t>& open) {
  kernels::softmax_curvature(form.z.subspan(begin, out.size()), sums, kept, out, open);
}
/// Shares of w/W are exponentials over S·W/w; the label's, less w/W, is left open.
template <class T>
void put(const LabelGradient<T>& form, LogitSums sums, const Kept& kept, std::size_t begin, std::span<T> out,
         std::vector<std::size_t>& open) {
  const std::size_t n = out.size(), label = form.label - begin;
  sums.total = sum(ball(sums.total) * (form.total / Ball(form.weight)));
  if (sums.total.hi < 0x1p860) {  // else its inverse is no normal number
    kernels::softmax(form.z.subspan(begin, n), sums, kept, out, open);
    if (label < n && std::ranges::find(open, label) == open.end()) open.push_back(label);
  } else {
    for (std::size_t i = 0; i < n; ++i) open.push_back(i);
  }
}
/// What the kernels decide of all components; the indices of the others.
template <class Form, class Sums, class T>
std::vector<std::size_t> put_all(const Form& form, const Sums& sums, const Kept& kept, bool is_parallel,
                                 std::span<T> out) {
  std::vector<std::size_t> all;
  if (!is_parallel || out.size() <= chunk) {
    put(form, sums, kept, 0, out, all);
    return all;
  }
  const auto chunks = each_chunk(out.size(), true, [&](std::size_t begin, std::size_t end) {
    std::vector<std::size_t> open;
    put(form, sums, kept, begin, out.subspan(begin, end - begin), open);
    for (std::size_t& i : open) i += begin;
    return open;
  });
  for (const auto& open : chunks) all.insert(all.end(), open.begin(), open.end());
  return all;
}

}  // namespace gibbs::inline v0::detail::fast
