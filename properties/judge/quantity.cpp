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
Quantity sqrt(const Quantity& a) {
  Interval positive = a.value;
  auto* raw = positive.backend().data();
  if (mpfr_sgn(&raw->left) < 0) mpfr_set_zero(&raw->left, 1);
  if (mpfr_sgn(&raw->right) < 0) mpfr_set_zero(&raw->right, 1);
  return apply(a, "√", boost::multiprecision::sqrt(positive));
}
Quantity exp(const Quantity& a) { return apply(a, "exp", boost::multiprecision::exp(a.value)); }
Quantity ln(const Quantity& a) {
  Interval value = a.value;
  auto* raw = value.backend().data();
  if (mpfr_sgn(&raw->left) < 0) mpfr_set_zero(&raw->left, 1);  // a probability's interval may reach below zero
  mpfi_log(raw, raw);
  return apply(a, "ln", std::move(value));
}
Quantity log(const Quantity& a) {
  Interval value = a.value;
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

Quantity min(const Quantity& a, const Quantity& b) {
  Interval value;
  auto* raw = value.backend().data();
  mpfr_min(&raw->left, &a.value.backend().data()->left, &b.value.backend().data()->left, MPFR_RNDD);
  mpfr_min(&raw->right, &a.value.backend().data()->right, &b.value.backend().data()->right, MPFR_RNDU);
  return {std::move(value), a.text.empty() ? "" : fmt::format("min({}, {})", a.text, b.text)};
}
Quantity max(const Quantity& a, const Quantity& b) {
  Interval value;
  auto* raw = value.backend().data();
  mpfr_max(&raw->left, &a.value.backend().data()->left, &b.value.backend().data()->left, MPFR_RNDD);
  mpfr_max(&raw->right, &a.value.backend().data()->right, &b.value.backend().data()->right, MPFR_RNDU);
  return {std::move(value), a.text.empty() ? "" : fmt::format("max({}, {})", a.text, b.text)};
}

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
