// Interval arithmetic on quantities, with texts of what was computed where the hearing is being described.
#include <fmt/format.h>

#include "properties/judge/hearing.hpp"

namespace gibbs::properties {
namespace {

template <class Operation>
Quantity derive(const Quantity& a, const Quantity& b, std::string_view symbol, Operation operation) {
  const bool exact = a.origin == Quantity::Origin::exact && b.origin == Quantity::Origin::exact;
  std::string text;
  if (!a.text.empty() && !b.text.empty()) {
    const bool product = symbol == " · " || symbol == "/";
    const auto part = [](const std::string& side, bool bind) {
      const bool compound = side.find(" + ") != std::string::npos || side.find(" − ") != std::string::npos;
      return bind && compound ? "(" + side + ")" : side;
    };
    text = fmt::format("{}{}{}", part(a.text, product), symbol, part(b.text, product || symbol == " − "));
  }
  return {operation(a.value, b.value), std::move(text), exact ? Quantity::Origin::exact : Quantity::Origin::derived};
}

Quantity apply(const Quantity& a, std::string_view name, Interval value) {
  return {std::move(value), a.text.empty() ? "" : fmt::format("{}({})", name, a.text),
          a.origin == Quantity::Origin::exact ? Quantity::Origin::exact : Quantity::Origin::derived};
}

/// What of it is not below zero: the interval of a probability or of a square may reach there, its exact value does not.
Interval nonnegative(Interval value) {
  auto* raw = value.backend().data();
  if (mpfr_sgn(&raw->left) < 0) mpfr_set_zero(&raw->left, 1);
  if (mpfr_sgn(&raw->right) < 0) mpfr_set_zero(&raw->right, 1);
  return value;
}

/// The end of the least or largest of two, by `choose`. mpfr_min and mpfr_max leave out a NaN, which stands for any number.
void choose_end(mpfr_ptr end, mpfr_srcptr a, mpfr_srcptr b, int (*choose)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t)) {
  if (mpfr_nan_p(a) != 0 || mpfr_nan_p(b) != 0) mpfr_set_nan(end);
  else choose(end, a, b, MPFR_RNDN);  // exact
}

Quantity chosen(std::string_view name, const Quantity& a, const Quantity& b,
                int (*choose)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t)) {
  Interval value;
  auto* raw = value.backend().data();
  choose_end(&raw->left, reference::left(a.value), reference::left(b.value), choose);
  choose_end(&raw->right, reference::right(a.value), reference::right(b.value), choose);
  return {std::move(value), a.text.empty() ? "" : fmt::format("{}({}, {})", name, a.text, b.text)};
}

}  // namespace

Quantity operator+(const Quantity& a, const Quantity& b) {
  return derive(a, b, " + ", [](const Interval& x, const Interval& y) -> Interval { return x + y; });
}
Quantity operator-(const Quantity& a, const Quantity& b) {
  return derive(a, b, " − ", [](const Interval& x, const Interval& y) -> Interval { return x - y; });
}
Quantity operator*(const Quantity& a, const Quantity& b) {
  return derive(a, b, " · ", [](const Interval& x, const Interval& y) -> Interval { return x * y; });
}
Quantity operator/(const Quantity& a, const Quantity& b) {
  return derive(a, b, "/", [](const Interval& x, const Interval& y) -> Interval { return x / y; });
}
Quantity operator-(const Quantity& a) { return apply(a, "−", -a.value); }
Quantity abs(const Quantity& a) { return apply(a, "abs", boost::multiprecision::abs(a.value)); }
Quantity sqrt(const Quantity& a) { return apply(a, "√", boost::multiprecision::sqrt(nonnegative(a.value))); }
Quantity exp(const Quantity& a) { return apply(a, "exp", boost::multiprecision::exp(a.value)); }
Quantity ln(const Quantity& a) {
  Interval value = nonnegative(a.value);
  mpfi_log(value.backend().data(), value.backend().data());
  return apply(a, "ln", std::move(value));
}
Quantity log(const Quantity& a) {
  Interval value = nonnegative(a.value);
  auto* raw = value.backend().data();
  switch (Hearing::current().unit()) {
    case Unit::nat:
      mpfi_log(raw, raw);
      break;
    case Unit::bit:
      mpfi_log2(raw, raw);
      break;
    case Unit::hartley:
      mpfi_log10(raw, raw);
      break;
  }
  return apply(a, "log", std::move(value));
}

Quantity min(const Quantity& a, const Quantity& b) { return chosen("min", a, b, mpfr_min); }
Quantity max(const Quantity& a, const Quantity& b) { return chosen("max", a, b, mpfr_max); }

Quantity sum(const std::vector<Quantity>& terms) {
  Interval value(0);
  bool exact = true;
  std::string text = "Σ(";
  for (std::size_t i = 0; i < terms.size(); ++i) {
    value += terms[i].value;
    exact = exact && terms[i].origin == Quantity::Origin::exact;
    if (i < 4 && !terms[i].text.empty()) text += (i ? ", " : "") + terms[i].text;
  }
  const bool described = !terms.empty() && !terms[0].text.empty();
  return {std::move(value), described ? text + (terms.size() > 4 ? ", …)" : ")") : "",
          exact ? Quantity::Origin::exact : Quantity::Origin::derived};
}

Quantity total(const Vector& values) {
  Interval value(0);
  for (const double x : values) mpfi_add_d(value.backend().data(), value.backend().data(), x);
  Hearing& hearing = Hearing::current();
  return {std::move(value), hearing.describing() ? "Σ" + hearing.name_of({values, 0}) : "", Quantity::Origin::exact};
}

}  // namespace gibbs::properties
