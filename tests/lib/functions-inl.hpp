// The elementary functions of the kernels, as functions of arrays, for one dispatch target at a time.
#ifndef GIBBS_TESTS_FUNCTIONS
#define GIBBS_TESTS_FUNCTIONS
#include <vector>
namespace gibbs::inline v0::detail::kernels {
/// A result in up to three parts, whatever they are called.
struct Parts {
  double hi, lo, more;
};
enum class Function {
  log_pair,
  rough_log,
  short_log,
  exp_pair,
  rough_exp,
  precise_exp_pair,
  fine_exp_pair,
  single_exp,
  short_exp,
  inverse
};
using Inputs = std::vector<double>;
}  // namespace gibbs::inline v0::detail::kernels
#endif

#if defined(GIBBS_TESTS_FUNCTIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GIBBS_TESTS_FUNCTIONS_INL
#undef GIBBS_TESTS_FUNCTIONS_INL
#else
#define GIBBS_TESTS_FUNCTIONS_INL
#endif

#include "lib/kernels/logits-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

struct Columns {
  V hi, lo, more;
};
HWY_ATTR Columns apply(Function f, V x, int shift) {
  const auto two = [](Pair y) HWY_ATTR { return Columns{y.hi, y.lo, zero()}; };
  switch (f) {
    case Function::log_pair: {
      const Logarithm l = log_pair(x);
      return {l.hi, l.lo, l.cube};
    }
    case Function::rough_log:
      return two(rough_log(x));
    case Function::short_log:
      return two({short_log(x), zero()});
    case Function::exp_pair:
      return two(exp_pair(x, bias_minus(shift)));
    case Function::rough_exp: {
      const Grown e = rough_exp(x, bias_minus(shift));
      return {e.power, two_prod(e.power, e.growth).hi, two_prod(e.power, e.growth).lo};
    }
    case Function::single_exp:
      return two({single_exp(x, bias_minus(shift)), zero()});
    case Function::precise_exp_pair:
      return two(precise_exp_pair(x, bias_minus(shift)));
    case Function::fine_exp_pair:
      return two(fine_exp_pair(x, bias_minus(shift)));
    case Function::short_exp:
      return two({short_exp(x, bias_minus(shift, 16)), zero()});
    default:
      return two({quotient(set(1), x), zero()});
  }
}
HWY_ATTR std::vector<Parts> evaluate(Function f, const Inputs& x, int shift) {
  std::vector<Parts> result(x.size());
  for (std::size_t i = 0; i < x.size(); i += lanes) {
    const std::size_t n = std::min(lanes, x.size() - i);
    const Columns y = apply(f, load_rest(x.data() + i, n, 1.0), shift);
    double hi[lanes], lo[lanes], more[lanes];
    store(y.hi, hi);
    store(y.lo, lo);
    store(y.more, more);
    for (std::size_t k = 0; k < n; ++k) result[i + k] = {hi[k], lo[k], more[k]};
  }
  return result;
}

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();
#endif
