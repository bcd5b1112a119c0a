// Exact identities between logarithms: is Σ weightᵢ log(aᵢ/bᵢ) / total a given number?
//
// An enclosure can show that two numbers differ, never that they are equal. Entropies do hit representable numbers and
// ties in other ways than through powers of two (counts 9, 6, 8, 1 have exactly 1.75 bits), so equality is decided in
// integers.
#pragma once

#include <boost/multiprecision/gmp.hpp>
#include <vector>

#include "reference/metric.hpp"

namespace gibbs::reference {

using Integer = boost::multiprecision::mpz_int;

struct Power {
  Integer base, exponent;
};

/// Is Π base^exponent = 1? The bases are positive, the exponents of any sign.
bool is_one(const std::vector<Power>& product);

/// Takes the terms of a formula, as LogSum does (log_sum.hpp), in integers.
class LogIdentity {
 public:
  using Real = Integer;
  void add(const Integer& weight, const Integer& a, const Integer& b);
  void divide_by(const Integer& total) { total_ = total; }

  /// Is the sum mantissa · 2^exponent, in that unit? Not in nats, zero apart: e to a rational power other than 0 is
  /// transcendental (Lindemann), a product of rational powers of rationals is not.
  bool equals(const Integer& mantissa, long exponent, Unit unit) const;
  /// Is the sum the logarithm of mantissa · 2^exponent?
  bool equals_log_of(const Integer& mantissa, long exponent) const;

 private:
  /// Is scale · Σ weight log(a/b) = weight · log(numerator/denominator)?
  bool equals(const Integer& scale, const Integer& weight, const Integer& numerator, const Integer& denominator) const;
  struct Term {
    Integer weight, a, b;
  };
  std::vector<Term> terms_;
  Integer total_ = 1;
  bool infinite_ = false;
};

/// Finite doubles as integers, all scaled by the same power of two.
std::vector<Integer> scaled_integers(const std::vector<double>& values);

}  // namespace gibbs::reference
