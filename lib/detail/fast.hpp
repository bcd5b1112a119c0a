// The fast stage: the sums of lib/kernels, finished to a ball and rounded if that can be. It answers only for arguments
// that are surely in their domain, so it also stands for their check; where it is silent, the checks and the accurate
// stages follow (resolve.hpp).
#pragma once

#include <array>
#include <cmath>

#include "lib/detail/chunks.hpp"
#include "lib/detail/resolve.hpp"

namespace gibbs::inline v0::detail::fast {

/// A mass 1 + δ. Far inside the domain, where |δ| ≤ √ε, so that its own error does not matter to that.
struct Deviation {
  double delta, error;

  explicit Deviation(const kernels::Sum& mass)
      : delta((mass.hi - 1) + mass.lo), error(mass.error + std::fabs(delta) * 0x1p-52) {}
  template <class T>
  bool in_domain() const {
    return std::fabs(delta) + error <= (sizeof(T) == sizeof(float) ? 0x1p-12 : 0x1p-27);
  }
  /// x/(1 + δ) − x = −x(δ − δ² + …).
  Part divide(const kernels::Sum& x) const {
    const double d = std::fabs(delta), value = x.hi + x.lo;
    return {-value * (delta * (1 - delta)),
            std::fabs(value) * (1.01 * d * d * d + d * 0x1p-50 + 2 * error) + x.error * 2 * d};
  }
  /// sign·ln(1 + δ) = sign·(δ − δ²/2 + …).
  Part log(double sign) const {
    const double d = std::fabs(delta);
    return {sign * (delta - delta * delta / 2), d * d * d + d * 0x1p-51 + 2 * error};
  }
};

/// x + y and parts. (Inlined like all that makes a ball of sums: a call and a copy cost as much as what is computed.)
template <class... Parts>
[[gnu::always_inline]] inline Ball ball_of_sum(const kernels::Sum& x, const kernels::Sum& y, const Parts&... parts) {
  const DoubleDouble s = two_sum(x.hi, y.hi);
  return ball(kernels::Sum{s.hi, s.lo, x.error + y.error}, Part{x.lo}, Part{y.lo}, parts...);
}
inline kernels::Sum operator-(const kernels::Sum& x) { return {-x.hi, -x.lo, x.error}; }

/// in_unit for balls, without taking the logarithm again.
inline Ball in_unit(const Ball& nats, Unit unit) {
  if (unit == Unit::nat) return nats;
  static const std::array<Ball, 2> inverse{detail::in_unit(Ball(1), Unit::bit),
                                           detail::in_unit(Ball(1), Unit::hartley)};
  return nats * inverse[unit == Unit::bit ? 0 : 1];
}

template <class T>
bool is_mass_one(const Argument<T>& p) {
  return p.mass == Mass::one && !p.values.empty();
}

/// H = −Σ p ln p/P + ln P.
template <class T>
[[gnu::always_inline]] inline Ball entropy(const Argument<T>& p, bool rough) {
  if (!is_mass_one(p)) return Ball::lost();
  const auto sums = fast::sums([rough](const std::span<const T>& x) { return kernels::entropy_sums(x, rough); }, p);
  const Deviation mass(sums.p);
  if (!sums.usable || !mass.in_domain<T>()) return Ball::lost();
  return ball(-sums.logs, mass.divide(-sums.logs), mass.log(1));
}

/// The sums of two vectors and what their masses deviate by.
template <class T>
struct Two {
  kernels::WeightedLogs sums;
  Deviation p, q;
  bool usable;

  template <class Kernel>
  [[gnu::always_inline]] Two(const Argument<T>& a, const Argument<T>& b, Kernel kernel, bool rough)
      : sums(sums_of(a, b, kernel, rough)),
        p(sums.p),
        q(sums.q),
        usable(sums.usable && p.template in_domain<T>() && q.template in_domain<T>()) {}

 private:
  template <class Kernel>
  static kernels::WeightedLogs sums_of(const Argument<T>& a, const Argument<T>& b, Kernel kernel, bool rough) {
    if (!is_mass_one(a) || !is_mass_one(b) || a.values.size() != b.values.size()) return {};
    return fast::sums([=](const std::span<const T>& x, const std::span<const T>& y) { return kernel(x, y, rough); }, a,
                      b);
  }
};

/// −Σ p ln q/P + ln Q.
template <class T>
[[gnu::always_inline]] inline Ball cross_entropy(const Argument<T>& p, const Argument<T>& q, bool rough) {
  const Two<T> two(p, q, kernels::cross_entropy_sums<T>, rough);
  if (!two.usable) return Ball::lost();
  return ball(-two.sums.logs, two.p.divide(-two.sums.logs), two.q.log(1));
}

/// Σ p ln(p/q)/P − ln P + ln Q.
template <class T>
[[gnu::always_inline]] inline Ball kl_divergence(const Argument<T>& p, const Argument<T>& q, bool rough) {
  const Two<T> two(p, q, kernels::divergence_sums<T>, rough);
  if (!two.usable) return Ball::lost();
  return ball(two.sums.logs, two.p.divide(two.sums.logs), two.p.log(-1), two.q.log(1));
}

/// ½(A/P + B/Q), A = Σ p ln(2p/(p + q)), B = Σ q ln(2q/(p + q)). With κ = P/Q − 1 this errs by less than κ²: the terms
/// of first order in κ are −½κ Σ q(p + q)/(p + q) + ½κ Σ q = 0.
template <class T>
[[gnu::always_inline]] inline Ball js_divergence(const Argument<T>& p, const Argument<T>& q, bool rough) {
  const Two<T> two(p, q, kernels::jensen_shannon_sums<T>, rough);
  if (!two.usable) return Ball::lost();
  const double kappa = std::fabs(two.p.delta) + std::fabs(two.q.delta);
  const Ball twice = ball_of_sum(two.sums.logs, two.sums.other, two.p.divide(two.sums.logs),
                                 two.q.divide(two.sums.other), Part{0, 2.02 * kappa * kappa});
  return {{twice.v.hi / 2, twice.v.lo / 2}, twice.err / 2};
}

/// Is x decided? Then it is the result. (Copies of what was just written by parts stall the processor for as long as a
/// logarithm takes: neither numbers are returned as optional here, nor balls by value for nothing.)
template <class T>
[[gnu::always_inline]] inline bool decided(const Ball& x, T& result) {
  const auto value = rounded<T>(x);
  if (value) result = *value;
  return value.has_value();
}
/// Apart, so that the way nearly all results take is compiled into one function.
template <class Nats>
[[gnu::noinline, gnu::cold]] Ball precisely(Nats nats) {
  return nats(false);
}
/// The value of a metric, `finish(nats(rough))`, if a ball of it can be rounded: a rough one, or one from more bits.
template <class T, class Nats, class Finish>
bool decided(Nats nats, Finish finish, T& result) {
  Ball value = nats(true);
  if (decided(finish(value), result)) return true;
  if (std::isinf(value.err)) return false;
  value = precisely(nats);
  return decided(finish(value), result);
}
template <class T, class Nats>
bool decided(Nats nats, Unit unit, T& result) {
  if (unit == Unit::nat)
    return decided(
        nats, [](const Ball& value) -> const Ball& { return value; }, result);
  return decided(
      nats, [unit](const Ball& value) { return in_unit(value, unit); }, result);
}

/// Room for exponentials, one per thread.
inline std::vector<double>& kept() {
  thread_local std::vector<double> room;
  return room;
}

using kernels::Purpose;

/// sums(purpose), of chunks those for values: threads do not see each other's exponentials, and other sums are put
/// together around the largest logit.
template <class Sums>
kernels::LogitSums of_chunks(Purpose purpose, bool is_parallel, Sums sums) {
  if (!is_parallel) return sums(purpose);
  if (purpose == Purpose::value) {
    const kernels::LogitSums totals = sums(purpose);
    if (totals.usable) return totals;
  }
  return sums(Purpose::precision);
}
template <class T>
kernels::LogitSums logit_sums(const Argument<T>& z, Purpose purpose) {
  return of_chunks(purpose, z.is_parallel, [&](Purpose each) {
    return sums([each](const std::span<const T>& x) { return kernels::logit_sums(x, each, &kept()); }, z);
  });
}
template <class T>
kernels::LogitSums sums_of_one_length(const Argument<T>& z, const Argument<T>& p, Purpose purpose) {
  kernels::LogitSums result = of_chunks(purpose, z.is_parallel || p.is_parallel, [&](Purpose each) {
    return sums([each](const std::span<const T>& x,
                       const std::span<const T>& y) { return kernels::loss_sums(x, y, each, &kept()); },
                z, p);
  });
  result.usable = result.usable && Deviation(result.mass).in_domain<T>();
  return result;
}
template <class T>
kernels::LogitSums loss_sums(const Argument<T>& z, const Argument<T>& p, Purpose purpose) {
  if (!is_mass_one(p) || z.values.size() != p.values.size()) return {};
  return sums_of_one_length(z, p, purpose);
}

/// o + ln Σ exp(zᵢ − o).
inline Ball log_sum_exp(const kernels::LogitSums& sums) { return ball(sums.log_total) + sums.origin; }
/// Σ p(o − z)/P + ln Σ exp(zᵢ − o).
inline Ball loss(const kernels::LogitSums& sums) {
  return ball_of_sum(sums.gap, sums.log_total, Deviation(sums.mass).divide(sums.gap));
}

/// Is value(sums) decided, or that of precise sums, `again()`?
template <class T, class Value, class Again>
bool decided(const kernels::LogitSums& sums, Value value, Again again, T& result) {
  if (!sums.usable) return false;
  if (decided(value(sums), result)) return true;
  if (sums.precise) return false;
  const kernels::LogitSums precise = again();
  return precise.usable && decided(value(precise), result);
}
template <class T>
bool log_sum_exp(const Argument<T>& z, T& result) {
  return decided(
      logit_sums(z, Purpose::value), [](const auto& sums) { return log_sum_exp(sums); },
      [&] { return logit_sums(z, Purpose::precision); }, result);
}
template <class T>
bool loss(const Argument<T>& z, const Argument<T>& p, const kernels::LogitSums& sums, T& result) {
  return decided(
      sums, [](const auto& s) { return loss(s); }, [&] { return loss_sums(z, p, Purpose::precision); }, result);
}

/// The state of a form (logit_forms.hpp) from sums: what a component depends on beside its own logit and label. The
/// largest logit's place only matters if it is among those asked for, and any of several largest will do.
template <class T>
Softened<Ball> state(const Softmax<T>& form, const kernels::LogitSums& sums, const std::vector<std::size_t>& asked) {
  const Ball rest = sums.precise ? ball(sums.rest) : ball(sums.total) * exp(Ball(-sums.peak)) + -1.0;
  const auto top = std::ranges::find_if(asked, [&](std::size_t i) { return form.z[i] == static_cast<T>(sums.peak); });
  return {top == asked.end() ? form.z.size() : *top, sums.peak, rest, rest + 1.0};
}
template <class T>
typename LogSoftmax<T>::template State<Ball> state(const LogSoftmax<T>& form, const kernels::LogitSums& sums,
                                                   const std::vector<std::size_t>& asked) {
  return {sums.peak, log1p(state(Softmax<T>{form.z}, sums, asked).rest)};
}
template <class T>
typename SoftmaxCrossEntropyGradient<T>::template State<Ball> state(const SoftmaxCrossEntropyGradient<T>& form,
                                                                    const kernels::LogitSums& sums,
                                                                    const std::vector<std::size_t>& asked) {
  return {state(Softmax<T>{form.z}, sums, asked), ball(sums.mass)};
}

/// Decides what can be decided of the components left open from the sums at hand, then from precise ones (those that
/// are not usable for a loss still have the right T and mass).
template <class Form, class T>
void resolve_open(const Form& form, const kernels::LogitSums& sums, std::vector<std::size_t>& open, std::span<T> out) {
  if (open.empty()) return;
  resolve_some(form, state(form, sums, open), open, out);
  if (open.empty() || sums.precise) return;
  if constexpr (requires { form.p; })
    resolve_some(form, state(form, kernels::loss_sums(form.z, form.p, Purpose::precision), open), open, out);
  else
    resolve_some(form, state(form, kernels::logit_sums(form.z, Purpose::precision), open), open, out);
}

/// What the kernels can decide of all components; the others, which are returned, are left.
template <class T>
std::vector<std::size_t> softmax(const Argument<T>& z, const kernels::LogitSums& sums, std::span<T> out) {
  return components(out.size(), z.is_parallel, [&](std::size_t begin, std::size_t end, std::vector<std::size_t>& open) {
    kernels::softmax(z.values.subspan(begin, end - begin), sums, kept(), out.subspan(begin, end - begin), open);
  });
}
template <class T>
std::vector<std::size_t> log_softmax(const Argument<T>& z, const kernels::LogitSums& sums, std::span<T> out) {
  return components(out.size(), z.is_parallel, [&](std::size_t begin, std::size_t end, std::vector<std::size_t>& open) {
    kernels::log_softmax(z.values.subspan(begin, end - begin), sums, out.subspan(begin, end - begin), open);
  });
}
template <class T>
std::vector<std::size_t> gradient(const Argument<T>& z, const Argument<T>& p, const kernels::LogitSums& sums,
                                  std::span<T> out) {
  return components(out.size(), z.is_parallel || p.is_parallel,
                    [&](std::size_t begin, std::size_t end, std::vector<std::size_t>& open) {
                      const std::size_t n = end - begin;
                      kernels::loss_gradient(z.values.subspan(begin, n), p.values.subspan(begin, n), sums, kept(),
                                             out.subspan(begin, n), open);
                    });
}

}  // namespace gibbs::inline v0::detail::fast
