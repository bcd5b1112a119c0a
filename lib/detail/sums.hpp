// The sums of lib/kernels over one vector, or over chunks of it on all cores, put together in balls.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "lib/detail/check.hpp"
#include "lib/detail/logit_forms.hpp"
#include "lib/detail/parallel.hpp"
#include "lib/kernels/kernels.hpp"

namespace gibbs::inline v0::detail {
using kernels::Purpose;
}

namespace gibbs::inline v0::detail::fast {

using kernels::Kept;
using kernels::LogitSums;
using kernels::LossSums;
using kernels::Sum;
using kernels::Terms;
using kernels::WeightedLogs;

/// What is added to a sum's low part, within `error`.
struct Part {
  double lo = 0, error = 0;
};

/// A ball carries half a bound (ball.hpp); the rest is room for what its operations neglect, products of errors. So of
/// two factors one must be narrower than 2⁻³⁰, relatively, and so must a divisor.
inline constexpr double half_bound = 0.5 * (1 + 0x1p-30);
/// x and up to 8 parts, whose sum is rounded as often. (Inlined like all that makes a ball of sums: a call and a copy
/// cost as much as what is computed.)
template <class... Parts>
[[gnu::always_inline]] inline Ball ball(const Sum& x, const Parts&... parts) {
  const double sizes = (std::fabs(x.lo) + ... + std::fabs(parts.lo));
  return {two_sum(x.hi, (x.lo + ... + parts.lo)), half_bound * ((x.error + ... + parts.error) + sizes * 0x1p-50)};
}
inline Sum sum(const Ball& ball) { return {ball.v.hi, ball.v.lo, 2 * ball.err}; }
inline Sum operator+(const Sum& a, const Sum& b) { return sum(ball(a) + ball(b)); }
inline Sum operator-(const Sum& x) { return {-x.hi, -x.lo, x.error}; }

inline std::optional<WeightedLogs> merged(const std::vector<WeightedLogs>& chunks) {
  WeightedLogs all = chunks.front();
  for (const auto& next : std::span(chunks).subspan(1))
    all = {all.p + next.p, all.q + next.q, all.logs + next.logs, all.other + next.other};
  return all;
}

/// Σ pᵢ, and Σ pᵢ(o − zᵢ): o is further from a chunk's own origin oₖ by o − oₖ, so that is its own gap and (o − oₖ)·Pₖ.
inline void merge_labels(LogitSums&, const std::vector<LogitSums>&) {}
inline void merge_labels(LossSums& all, const std::vector<LossSums>& chunks) {
  Ball mass, gap;
  bool has_gap = true;
  for (const LossSums& next : chunks) {
    has_gap = has_gap && next.gap;
    mass = mass + ball(next.mass);
    if (has_gap) gap = gap + (ball(*next.gap) + ball(next.mass) * Ball::difference(all.origin(), next.origin()));
  }
  all.mass = sum(mass);
  all.gap = has_gap ? std::optional(sum(gap)) : std::nullopt;
}

/// Sums of exponentials as they are are added; there are none if a chunk needed its largest logit. Around the largest
/// logits mₖ, m the largest of them, and Sₖ = 1 + Tₖ: 1 + T = Σ Sₖ·exp(mₖ − m).
template <class Sums>
std::optional<Sums> merged_logits(const std::vector<Sums>& chunks) {
  Sums all = *std::ranges::max_element(chunks, {}, &Sums::peak);
  const auto around_peak = std::ranges::count_if(chunks, [](const Sums& s) { return s.rest.has_value(); });
  if (around_peak == 0) {
    Ball total;
    for (const Sums& next : chunks) total = total + ball(next.total);
    all.total = sum(total);
    all.log_total = sum(log(total));
  } else {
    if (around_peak != std::ssize(chunks)) return {};
    Ball rest = ball(*all.rest);
    bool has_top = false;
    for (const Sums& next : chunks) {
      if (next.peak == all.peak && !has_top)
        has_top = true;
      else
        rest = rest + (ball(*next.rest) + 1.0) * exp(Ball::difference(next.peak, all.peak));
    }
    const Scaled<Ball> top = scaled_exp(Ball(all.peak));
    all.rest = sum(rest);
    all.total = sum((rest + 1.0) * top.value * std::ldexp(1.0, top.exponent - all.shift()));
    all.log_total = sum(log1p(rest));
  }
  merge_labels(all, chunks);
  return all;
}
inline std::optional<LogitSums> merged(const std::vector<LogitSums>& chunks) { return merged_logits(chunks); }
inline std::optional<LossSums> merged(const std::vector<LossSums>& chunks) { return merged_logits(chunks); }

/// Those of all chunks, if every chunk has sums.
template <class Sums>
std::optional<Sums> merged(const std::vector<std::optional<Sums>>& chunks) {
  std::vector<Sums> all;
  for (const auto& chunk : chunks) {
    if (!chunk) return {};
    all.push_back(*chunk);
  }
  return merged(all);
}

/// Are the vectors to be cut into chunks?
template <class T, class... More>
bool in_chunks(const Argument<T>& a, const More&... more) {
  return (a.is_parallel || ... || more.is_parallel) && a.values.size() > chunk;
}
/// merged(sums(begin, n) of all chunks).
template <class Sums>
auto sums_of_chunks(std::size_t n, Sums sums) {
  return merged(each_chunk(n, true, [&](std::size_t begin, std::size_t end) { return sums(begin, end - begin); }));
}

/// 2⁻ᵏ where 2ᵏ⁻¹ ≤ P < 2ᵏ but for roundings. What it has none for, a NaN, no kernel takes.
inline double scale_for(double mass) {
  return mass >= 0x1p-1000 && mass < 0x1p1000 ? std::ldexp(1.0, -1 - std::ilogb(mass))
                                              : std::numeric_limits<double>::quiet_NaN();
}
template <class T>
[[gnu::noinline]] double any_scale_of(const Argument<T>& p) {
  if (!in_chunks(p)) return scale_for(kernels::rough_mass(p.values));
  double mass = 0;
  for (const double part : each_chunk(p.values.size(), true, [&](std::size_t begin, std::size_t end) {
         return kernels::rough_mass(p.values.subspan(begin, end - begin));
       }))
    mass += part;
  return scale_for(mass);
}
template <class T>
double scale_of(const Argument<T>& p) {
  return p.mass == Mass::one ? 1 : any_scale_of(p);
}
/// Σ weighted logarithms. `q` is that of another distribution, or p again.
template <class T>
[[gnu::always_inline]] inline std::optional<WeightedLogs> weighted_logs(Terms terms, const Argument<T>& p,
                                                                        const Argument<T>& q, Purpose purpose) {
  // Spans by value: they were just written, and are read fastest as they were.
  const double p_scale = scale_of(p), q_scale = &p == &q ? p_scale : scale_of(q);
  if (!in_chunks(p, q)) return kernels::weighted_logs(terms, p.values, q.values, purpose, p_scale, q_scale);
  return sums_of_chunks(p.values.size(), [&](std::size_t begin, std::size_t n) {
    return kernels::weighted_logs(terms, p.values.subspan(begin, n), q.values.subspan(begin, n), purpose, p_scale, q_scale);
  });
}

/// What sums of chunks are for: threads do not see each other's exponentials, and sums for anything but a value are put
/// together around the largest logit.
inline Purpose of_chunks(Purpose purpose) { return purpose == Purpose::value ? purpose : Purpose::precision; }
template <class T>
std::optional<LogitSums> logit_sums(const Argument<T>& z, Purpose purpose, Kept& kept) {
  if (!in_chunks(z)) return kernels::logit_sums(z.values, purpose, kept);
  kept.precision.reset();
  return sums_of_chunks(z.values.size(), [&](std::size_t begin, std::size_t n) {
    Kept none;
    return kernels::logit_sums(z.values.subspan(begin, n), of_chunks(purpose), none);
  });
}
template <class T>
std::optional<LossSums> loss_sums(const Argument<T>& z, const Argument<T>& p, Purpose purpose, Kept& kept) {
  if (!in_chunks(z, p)) return kernels::loss_sums(z.values, p.values, purpose, kept);
  kept.precision.reset();
  return sums_of_chunks(z.values.size(), [&](std::size_t begin, std::size_t n) {
    Kept none;
    return kernels::loss_sums(z.values.subspan(begin, n), p.values.subspan(begin, n), of_chunks(purpose), none);
  });
}

}  // namespace gibbs::inline v0::detail::fast
