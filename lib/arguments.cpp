#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <gibbs/arguments.hpp>
#include <limits>

#include "lib/detail/ball.hpp"
#include "lib/detail/check.hpp"
#include "lib/detail/last_stage.hpp"

namespace gibbs::inline v0 {
namespace detail {
namespace {

template <class T>
std::string show(T x) {
  if (std::isnan(x)) return "NaN";
  if (std::isinf(x)) return x < 0 ? "-Infinity" : "Infinity";
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x).ptr;
  return {text.data(), end};
}

std::string place(const Site& site, std::size_t i) {
  const auto index = [](std::size_t x) { return "[" + std::to_string(x) + "]"; };
  std::string name(site.argument);
  if (i == DomainError::whole) return name;
  if (site.size != 0) name += index(site.row);
  return name + (site.columns == 0 ? index(i) : index(i / site.columns) + index(i % site.columns));
}

template <class T>
[[noreturn]] void refuse(const Site& site, std::size_t i, T value, const char* why) {
  throw DomainError(std::string(site.argument), i == DomainError::whole ? i : site.row * site.size + i,
                    static_cast<double>(value), place(site, i) + " = " + show(value) + why);
}

[[noreturn]] void refuse_whole(const Site& site, double value, const std::string& why) {
  const std::string row = site.size != 0 ? "row " + std::to_string(site.row) + " of " : "";
  throw DomainError(std::string(site.argument), DomainError::whole, value, row + std::string(site.argument) + why);
}

template <class T>
void check_not_empty(std::span<const T> x, const Site& site) {
  if (x.empty()) refuse_whole(site, 0, " is empty");
}

}  // namespace

template <class T>
void check_probability(T p, const Site& site, std::size_t i) {
  if (!(p >= 0 && p <= 1)) refuse(site, i, p, " is not a probability");
}

template <class T>
void check_logit(T z, const Site& site, std::size_t i) {
  if (!(z <= std::numeric_limits<T>::max())) refuse(site, i, z, " is not a logit (finite or -Infinity)");
}

template <class T>
void check_weights(std::span<const T> p, Mass mass, const Site& site) {
  check_not_empty(p, site);
  Ball total{};
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (mass == Mass::one) check_probability(p[i], site, i);
    if (!(p[i] >= 0 && p[i] <= std::numeric_limits<T>::max())) refuse(site, i, p[i], " is not a finite weight >= 0");
    total = total + static_cast<double>(p[i]);
  }
  if (mass == Mass::any) {
    if (total.v.hi == 0) refuse_whole(site, 0, " has no mass");
    return;
  }
  // Where the balls cannot tell on which side of ε the square is, the sum is made exactly.
  const Ball gap = total + -1.0;
  const Ball excess = gap * gap + -static_cast<double>(std::numeric_limits<T>::epsilon());
  const bool decided = std::fabs(excess.v.hi) > 2 * excess.err;
  if (decided ? excess.v.hi > 0 : !has_unit_mass(p))
    refuse_whole(site, total.v.hi, " sums to " + show(total.v.hi) + ", not 1");
}

template <class T>
void check_logits(std::span<const T> z, const Site& site) {
  check_not_empty(z, site);
  bool masked = true;
  for (std::size_t i = 0; i < z.size(); ++i) {
    check_logit(z[i], site, i);
    masked = masked && std::isinf(z[i]);
  }
  if (masked) refuse(site, 0, z[0], ", and so is every other logit");
}

template <class T>
void check_numbers(std::span<const T> x, const Site& site) {
  check_not_empty(x, site);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isfinite(x[i])) refuse(site, i, x[i], " is not a finite number");
}

void check_length(std::string_view argument, std::size_t length, std::size_t needed) {
  if (length != needed)
    refuse_whole({argument}, static_cast<double>(length),
                 " has length " + std::to_string(length) + ", not " + std::to_string(needed));
}

template <class T>
void check_shape(const Rows<T>& rows, std::string_view argument) {
  const std::size_t n = rows.values().size(), columns = rows.columns(), stride = rows.stride();
  const std::size_t last = stride == 0 ? n : n % stride;
  if (columns != 0 && stride >= columns && (last == 0 || (last == columns && last != stride))) return;
  refuse_whole({argument}, static_cast<double>(n),
               " has " + std::to_string(n) + " elements, not rows of " + std::to_string(columns) +
                   (stride == columns ? "" : ", one every " + std::to_string(stride)));
}
template <class T>
void check_shape(std::span<const T> table, std::size_t columns, std::string_view argument) {
  check_shape(Rows<T>(table, columns), argument);
}

template <class T>
void check_apart(std::string_view output, std::span<T> out, std::string_view input, std::span<const T> in,
                 bool in_place) {
  if (!overlap<T>(out, in) || (in_place && out.data() == in.data())) return;
  refuse_whole({output}, static_cast<double>(out.size()), " overlaps " + std::string(input));
}

template void check_probability(double, const Site&, std::size_t);
template void check_probability(float, const Site&, std::size_t);
template void check_logit(double, const Site&, std::size_t);
template void check_logit(float, const Site&, std::size_t);
template void check_weights(std::span<const double>, Mass, const Site&);
template void check_weights(std::span<const float>, Mass, const Site&);
template void check_logits(std::span<const double>, const Site&);
template void check_logits(std::span<const float>, const Site&);
template void check_numbers(std::span<const double>, const Site&);
template void check_numbers(std::span<const float>, const Site&);
template void check_shape(const Rows<double>&, std::string_view);
template void check_shape(const Rows<float>&, std::string_view);
template void check_shape(std::span<const double>, std::size_t, std::string_view);
template void check_shape(std::span<const float>, std::size_t, std::string_view);
template void check_apart(std::string_view, std::span<double>, std::string_view, std::span<const double>, bool);
template void check_apart(std::string_view, std::span<float>, std::string_view, std::span<const float>, bool);

}  // namespace detail

std::int64_t Labels::operator[](std::size_t i) const {
  const auto* at = static_cast<const std::byte*>(data_) + i * width_;
  std::int32_t narrow;
  std::int64_t wide;
  if (width_ == sizeof wide) return std::memcpy(&wide, at, sizeof wide), wide;
  return std::memcpy(&narrow, at, sizeof narrow), narrow;
}

std::optional<DomainError> detail::caught(void (*call)(void*), void* context) {
  try {
    call(context);
    return {};
  } catch (const DomainError& error) {
    return error;
  }
}

}  // namespace gibbs::inline v0
