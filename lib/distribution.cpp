#include <array>
#include <charconv>
#include <cmath>
#include <gibbs/distribution.hpp>
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
  const std::string name(site.argument);
  if (i == DomainError::whole) return name;
  if (site.columns == 0) return name + "[" + std::to_string(i) + "]";
  return name + "[" + std::to_string(i / site.columns) + "][" + std::to_string(i % site.columns) + "]";
}

template <class T>
[[noreturn]] void refuse(const Site& site, std::size_t i, T value, const char* why) {
  const std::size_t index = site.first + i;
  throw DomainError(std::string(site.argument), index, static_cast<double>(value),
                    place(site, index) + " = " + show(value) + why);
}

[[noreturn]] void refuse_whole(const Site& site, double value, const std::string& why) {
  const std::string row = site.is_row ? "row " + std::to_string(site.first / site.columns) + " of " : "";
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
void check_shape(const Rows<T>& table, std::string_view argument) {
  if (table.columns() == 0 || table.values().size() % table.columns() != 0)
    refuse_whole(
        {argument}, static_cast<double>(table.values().size()),
        " has " + std::to_string(table.values().size()) + " elements, not rows of " + std::to_string(table.columns()));
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

}  // namespace detail

template <std::floating_point T>
Distribution<T> Distribution<T>::checked(std::string_view argument) const {
  if (!checked_) detail::check_weights(values_, mass_, {argument});
  Distribution result = *this;
  result.checked_ = true;
  return result;
}

template <std::floating_point T>
Logits<T> Logits<T>::checked(std::string_view argument) const {
  if (!checked_) detail::check_logits(values_, {argument});
  Logits result = *this;
  result.checked_ = true;
  return result;
}

template <std::floating_point T>
Joint<T> Joint<T>::checked(std::string_view argument) const {
  if (!checked_) {
    detail::check_shape(*this, argument);
    detail::check_weights(this->values(), this->mass(), {argument, this->columns()});
  }
  Joint result = *this;
  result.checked_ = true;
  return result;
}

template class Distribution<double>;
template class Distribution<float>;
template class Logits<double>;
template class Logits<float>;
template class Joint<double>;
template class Joint<float>;

}  // namespace gibbs::inline v0
