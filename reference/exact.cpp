#include "reference/exact.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gibbs::reference {
namespace {

/// Multiplies a product, kept as powers of pairwise coprime bases > 1 with exponents other than 0, by one more power.
/// (Factor refinement; Bach, Driscoll, Shallit 1993.)
void multiply(std::vector<Power>& coprime, const Integer& base, const Integer& exponent) {
  if (base == 1 || exponent == 0) return;
  for (std::size_t i = 0; i < coprime.size(); ++i) {
    const Integer common = gcd(coprime[i].base, base);
    if (common == 1) continue;
    // b^j x^k = g^(j+k) (b/g)^j (x/g)^k. The product of all bases falls by the factor g, so this ends.
    const Power other = coprime[i];
    coprime.erase(coprime.begin() + static_cast<std::ptrdiff_t>(i));
    multiply(coprime, common, other.exponent + exponent);
    multiply(coprime, other.base / common, other.exponent);
    multiply(coprime, base / common, exponent);
    return;
  }
  coprime.push_back({base, exponent});
}

/// Is the product 1 modulo a prime? If not, it is not 1: the quick way out of a long product.
bool is_one_modulo_prime(const std::vector<Power>& product) {
  const Integer prime = (Integer(1) << 61) - 1, order = prime - 1;
  Integer value = 1;
  for (const Power& power : product) {
    if (power.base % prime == 0) return true;  // no inverse, no answer
    const Integer exponent = (power.exponent % order + order) % order;
    value *= Integer(powm(power.base, exponent, prime));
    value %= prime;
  }
  return value == 1;
}

}  // namespace

bool is_one(const std::vector<Power>& product) {
  if (!is_one_modulo_prime(product)) return false;
  // A prime divides one coprime base at most, so it cancels only if its base does not occur.
  std::vector<Power> coprime;
  for (const Power& power : product) multiply(coprime, power.base, power.exponent);
  return coprime.empty();
}

void LogIdentity::add(const Integer& weight, const Integer& a, const Integer& b) {
  if (weight == 0) return;
  if (b == 0) {
    infinite_ = true;
    return;
  }
  const Integer common = gcd(a, b);
  terms_.push_back({weight, a / common, b / common});
}

bool LogIdentity::equals(const Integer& scale, const Integer& weight, const Integer& numerator,
                         const Integer& denominator) const {
  if (infinite_) return false;
  std::vector<Power> product{{numerator, -weight}, {denominator, weight}};
  for (const Term& term : terms_) {
    product.push_back({term.a, scale * term.weight});
    product.push_back({term.b, -scale * term.weight});
  }
  return is_one(product);
}

bool LogIdentity::equals(const Integer& mantissa, long exponent, Unit unit) const {
  if (unit == Unit::nat && mantissa != 0) return false;
  const Integer base = unit == Unit::hartley ? 10 : 2;
  const Integer scale = Integer(1) << std::max(-exponent, 0L);
  return equals(scale, total_ * (mantissa << std::max(exponent, 0L)), base, 1);
}

bool LogIdentity::equals_log_of(const Integer& mantissa, long exponent) const {
  if (mantissa <= 0) return false;
  return equals(1, total_, mantissa << std::max(exponent, 0L), Integer(1) << std::max(-exponent, 0L));
}

std::vector<Integer> scaled_integers(const std::vector<double>& values) {
  constexpr int digits = std::numeric_limits<double>::digits;
  int lowest = std::numeric_limits<int>::max();  // exponent of the last bit of any
  for (const double value : values) {
    if (value != 0) lowest = std::min(lowest, std::ilogb(value) - digits + 1);
  }
  std::vector<Integer> integers;
  for (const double value : values) {
    int exponent = 0;
    const double mantissa = std::frexp(value, &exponent);
    const auto integer = static_cast<long long>(std::ldexp(mantissa, digits));
    integers.push_back(value == 0 ? Integer(0) : Integer(integer) << (exponent - digits - lowest));
  }
  return integers;
}

}  // namespace gibbs::reference
