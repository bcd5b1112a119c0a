// Logits, and numbers of any kind.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "properties/inputs/generate.hpp"
#include "properties/inputs/portable.hpp"

namespace gibbs::properties::generate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// 2ᵏ classes, of n.
std::size_t some_tile(Source& source, std::size_t n) {
  return std::size_t{1} << source.below(static_cast<std::uint64_t>(std::bit_width(n)));
}

/// A distance at which exponentials are the last digits of a sum near 1, from 16 ε down to ε/4: where implementations
/// cancel, and where a cut-off shows.
double fading(Source& source) { return (source.format().precision - 5 + 6 * source.fraction()) * std::numbers::ln2; }

/// n squares of numbers below two to this add up within the range.
int top_exponent(const reference::Format& f) { return std::max(1, f.max_exponent / 2 - 12); }

}  // namespace

double logit(Source& source) {
  const reference::Format& f = source.format();
  const double sign = source.one_in(2) ? -1 : 1;
  const double real = 1 + source.fraction();
  switch (source.between(0, 7)) {
    case 0: return sign * 0.0;  // logit 0, of either sign
    case 1: return sign * source.between(0, 9);  // small whole logit
    case 2: return reference::round_to(sign * real * std::ldexp(1.0, -source.between(4, 120)), f);  // tiny logit
    case 3:
      // Where exponentials leave binary32 and binary64, and where they stop being felt beside 1.
      if (source.one_in(2)) return reference::round_to(sign * fading(source), f);
      return reference::round_to(sign * (source.pick({15., 17., 37., 40., 88., 104., 709., 745.}) + source.fraction()), f);
    case 4: {  // large logit
      const int top = f.max_exponent - 1;
      return reference::round_to(sign * std::ldexp(real, source.one_in(2) ? source.between(4, std::min(top, 40)) : top), f);
    }
    default: return reference::round_to(sign * 8 * source.fraction(), f);  // common logit
  }
}

Values short_logits(Source& source, std::size_t n) {
  Values z(n);
  for (double& x : z) x = source.between(-32, 32) / 8.0;
  return z;
}

namespace {

Values finite_logits(Source& source, std::size_t n) {
  const reference::Format& f = source.format();
  Values z(n);
  const double most = most_logit(f);
  const auto fill = [&](auto value) {
    for (double& x : z) x = reference::round_to(std::clamp(static_cast<double>(value()), -most, most), f);
  };
  switch (source.between(0, 13)) {
    case 0: fill([v = logit(source)] { return v; }); break;  // equal logits
    case 1: {  // tied logits
      const double top = source.between(-3, 30);
      fill([&] { return source.one_in(2) ? top : top - source.between(1, 50); });
      break;
    }
    case 2: {  // dominated logits
      const double gap = source.pick({15., 20., 30., 36., 40., 88., 104., 709., 745., 1e3, 1e4, 1e8});
      fill([&] { return -gap * (1 + source.fraction() / 4); });
      z[source.below(n)] = 0;
      break;
    }
    case 3: {  // offset logits
      const double offset = std::min(source.pick({1e3, 1e6, 1e8, 1e12}), reference::max_finite(f) / 4) * (source.one_in(2) ? 1 : -1);
      fill([&] { return offset + source.between(-16, 16) / 4.0; });
      break;
    }
    case 4: {
      // LSE near 0: n equal logits near −ln n.
      const double centre = -logarithm(static_cast<double>(n));
      fill([&] { return centre; });
      if (source.one_in(2)) z[source.below(n)] = reference::next_up(z[0], f);
      break;
    }
    case 5: {  // huge logits
      const double huge = most_logit(f);
      fill([&] { return source.pick({huge, -huge, huge / 2, 0.0}); });
      break;
    }
    case 6: fill([&] { return logit(source); }); break;  // any logits
    case 7: z = short_logits(source, n); break;
    case 8: {  // all so negative that their exponentials are 0
      const double depth = source.pick({800., 1e4, 1e5}) * (1 + source.fraction());
      fill([&] { return -std::min(depth, most / 2) - source.between(0, 40); });
      break;
    }
    case 9:  // of every order of magnitude that is felt beside 1
      fill([&] {
        const double size = std::ldexp(1 + source.fraction(), source.between(-f.precision, f.max_exponent - 2));
        return source.one_in(2) ? -size : size;
      });
      break;
    case 10: {  // at a temperature
      const double scale = source.pick({0.01, 0.1, 0.5, 2., 5., 10., 100.});
      fill([&] { return 3 * bell(source) * scale; });
      break;
    }
    case 11: {  // fading logits
      const double top = source.one_in(2) ? 0 : source.between(-9, 9);
      fill([&] { return top - fading(source); });
      z[source.below(n)] = top;
      break;
    }
    default: fill([&] { return 6 * bell(source) / 2; }); break;  // common logits
  }
  return z;
}

}  // namespace

double most_logit(const reference::Format& format) { return std::ldexp(1.0, format.max_exponent - 1); }
double most_number(const reference::Format& format) { return std::ldexp(1.0, top_exponent(format)); }

void mask(Source& source, Values& z) {
  const std::size_t n = z.size();
  const auto run = [&](std::size_t first, std::size_t count) {
    for (std::size_t i = first; i < std::min(n, first + count); ++i) z[i] = -infinity;
  };
  const std::size_t kept = source.below(n);
  const double left = z[kept];
  switch (source.large() == Large::masked_tiles ? 0 : source.between(0, 5)) {
    case 0: {  // tiles, the first of them too
      const std::size_t tile = source.large() == Large::masked_tiles ? widest_tile : some_tile(source, n);
      run(0, tile * (1 + source.below(n > 2 * tile ? n / tile - 1 : 1)));
      break;
    }
    case 1: {  // tiles anywhere, aligned or one off
      const std::size_t tile = some_tile(source, n);
      run(tile * source.below(n / tile) + (source.one_in(2) ? 1 : 0), tile);
      break;
    }
    case 2: run(0, 1 + source.below(n - 1)); break;  // padding before
    case 3: {  // and after
      const std::size_t length = 1 + source.below(n - 1);
      run(length, n - length);
      break;
    }
    case 4: run(0, n); break;  // all but one
    default:  // scattered
      for (double& x : z) x = source.one_in(3) ? -infinity : x;
  }
  if (std::ranges::none_of(z, [](double x) { return std::isfinite(x); })) z[kept] = left;
}

bool masks(Source& source, std::size_t n) {
  return n > 1 && (source.large() == Large::masked_tiles || source.one_in(5));
}

Values logits(Source& source, std::size_t n) {
  return masks(source, n) ? masked_logits(source, n) : finite_logits(source, n);
}

Values masked_logits(Source& source, std::size_t n) {
  Values z = finite_logits(source, n);
  mask(source, z);
  return z;
}

Values numbers(Source& source, std::size_t n) {
  const reference::Format& f = source.format();
  const int top = top_exponent(f);
  const int whole = f.max_exponent > 20 ? 9 : 1;
  Values x(n);
  const int kind = source.between(0, 3);
  for (double& v : x) {
    const double sign = source.one_in(2) ? -1 : 1;
    const double real = 1 + source.fraction();
    if (kind == 0) v = source.between(-whole, whole);
    if (kind == 1) v = sign * source.fraction();
    if (kind == 2) v = sign * std::ldexp(real, source.between(-std::max(top, 4), top - 1));
    if (kind == 3) v = source.one_in(2) ? 0 : sign * std::ldexp(real, source.between(f.min_exponent, -f.max_exponent / 2));
    v = reference::round_to(v, f);
  }
  return x;
}

}  // namespace gibbs::properties::generate
