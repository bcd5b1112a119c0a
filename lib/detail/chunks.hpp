// The sums of lib/kernels over one vector, or over chunks of it on all cores, put together in balls.
#pragma once

#include "lib/detail/check.hpp"
#include "lib/detail/logit_forms.hpp"
#include "lib/detail/parallel.hpp"
#include "lib/kernels/kernels.hpp"

namespace gibbs::inline v0::detail::fast {

/// What is added to a sum's low part, within `error`.
struct Part {
  double lo = 0, error = 0;
};

/// A ball carries half a bound (ball.hpp); the rest is room for what its operations neglect, products of errors. So of
/// two factors one must be narrower than 2⁻³⁰, relatively, and so must a divisor.
inline constexpr double half_bound = 0.5 * (1 + 0x1p-30);
/// x and up to 8 parts, whose sum is rounded as often; x.lo may be far above an ulp of x.hi (GridSum).
template <class... Parts>
[[gnu::always_inline]] inline Ball ball(const kernels::Sum& x, const Parts&... parts) {
  const double sizes = (std::fabs(x.lo) + ... + std::fabs(parts.lo));
  return {two_sum(x.hi, (x.lo + ... + parts.lo)), half_bound * ((x.error + ... + parts.error) + sizes * 0x1p-50)};
}
inline kernels::Sum sum(const Ball& ball) { return {ball.v.hi, ball.v.lo, 2 * ball.err}; }
inline kernels::Sum operator+(const kernels::Sum& a, const kernels::Sum& b) { return sum(ball(a) + ball(b)); }

inline kernels::WeightedLogs merged(const std::vector<kernels::WeightedLogs>& chunks) {
  kernels::WeightedLogs all = chunks.front();
  for (std::size_t i = 1; i < chunks.size(); ++i) {
    const auto& next = chunks[i];
    all = {all.usable && next.usable, all.p + next.p, all.q + next.q, all.logs + next.logs, all.other + next.other};
  }
  return all;
}

/// Sums of exponentials as they are. Chunks that need their largest logit make the whole not usable so.
inline kernels::LogitSums merged_totals(const std::vector<kernels::LogitSums>& chunks) {
  kernels::LogitSums all;
  all.usable = true;
  all.peak = chunks.front().peak;
  Ball total, mass, gap;
  for (const kernels::LogitSums& next : chunks) {
    all.usable = all.usable && next.usable && !next.precise;
    all.peak = std::max(all.peak, next.peak);
    total = total + ball(next.total);
    mass = mass + ball(next.mass);
    gap = gap + ball(next.gap);
  }
  if (!all.usable) return all;
  all.total = sum(total);
  all.log_total = sum(log(total));
  all.mass = sum(mass);
  all.gap = sum(gap);
  return all;
}

/// With m the largest of the chunks' peaks mₖ and Sₖ = 1 + Tₖ: 1 + T = Σ Sₖ·exp(mₖ − m), and Σ p(m − z) over a chunk is
/// its own gap and (m − mₖ)·Pₖ.
inline kernels::LogitSums merged(const std::vector<kernels::LogitSums>& chunks) {
  kernels::LogitSums all = *std::ranges::max_element(chunks, {}, &kernels::LogitSums::peak);
  if (chunks.size() == 1) return all;
  if (!std::ranges::all_of(chunks, &kernels::LogitSums::precise)) return merged_totals(chunks);
  Ball rest = ball(all.rest), mass{}, gap{};
  bool has_top = false;
  for (const kernels::LogitSums& next : chunks) {
    all.usable = all.usable && next.usable;
    const Ball below = Ball::difference(all.peak, next.peak);
    mass = mass + ball(next.mass);
    gap = gap + (ball(next.gap) + ball(next.mass) * below);
    if (next.peak == all.peak && !has_top)
      has_top = true;
    else
      rest = rest + (ball(next.rest) + 1.0) * exp(-below);
  }
  if (!all.usable) return all;
  const Scaled<Ball> top = scaled_exp(Ball(all.peak));
  Ball scaled = (rest + 1.0) * top.value;
  scaled = scaled * std::ldexp(1.0, top.exponent - all.shift);
  all.kept = false;
  all.rest = sum(rest);
  all.total = sum(scaled);
  all.log_total = sum(log1p(rest));
  all.mass = sum(mass);
  all.gap = sum(gap);
  return all;
}

/// kernel(p) or kernel(p, q, …) of whole vectors.
template <class T, class Kernel, class... More>
auto sums(Kernel kernel, const Argument<T>& a, const More&... more) {
  if (!(a.is_parallel || (more.is_parallel || ...)) || a.values.size() <= chunk)
    return kernel(a.values, more.values...);
  return merged(each_chunk(a.values.size(), true, [&](std::size_t begin, std::size_t end) {
    return kernel(a.values.subspan(begin, end - begin), more.values.subspan(begin, end - begin)...);
  }));
}

/// kernel(begin, end, open) for all of [0, n) or its chunks: the indices, from `begin`, that it leaves open, as a
/// whole.
template <class Kernel>
std::vector<std::size_t> components(std::size_t n, bool is_parallel, Kernel kernel) {
  std::vector<std::size_t> all;
  if (!is_parallel) {
    kernel(0, n, all);
    return all;
  }
  const auto chunks = each_chunk(n, is_parallel, [&](std::size_t begin, std::size_t end) {
    std::vector<std::size_t> open;
    kernel(begin, end, open);
    for (std::size_t& i : open) i += begin;
    return open;
  });
  for (const auto& open : chunks) all.insert(all.end(), open.begin(), open.end());
  return all;
}

}  // namespace gibbs::inline v0::detail::fast
