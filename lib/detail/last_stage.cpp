#include "lib/detail/last_stage.hpp"

#include "lib/detail/exact_derivatives.hpp"

namespace gibbs::inline v0::detail {
namespace {

template <class Form>
constexpr bool is_exponential = false;
template <class T>
constexpr bool is_exponential<Perplexity<T>> = true;
template <class T>
constexpr bool is_exponential<MeanLossExponential<T>> = true;

/// A root has its unit in its square.
template <class Form>
constexpr bool is_root = false;
template <class Square>
constexpr bool is_root<Root<Square>> = true;
template <class Form>
Unit unit_of(const Form& form, Unit unit) {
  if constexpr (is_root<Form>) unit = form.unit;
  return unit;
}

/// Is the value, a sum of logarithms in `unit`, exactly the dyadic m·2^e > 0? In nats never: a logarithm of a rational
/// is rational only if it is 0 (Lindemann). A perplexity is the exponential of the sum, a root the root of it.
template <class Form>
bool equals(LogSum sum, Unit unit, Integer m, std::int64_t e) {
  if (is_root<Form>) m *= Integer(m), e *= 2;
  if (is_exponential<Form>) {
    sum.add(-sum.total, m);
    sum.add(-sum.total * e, 2);
    return vanishes(sum);
  }
  if (unit == Unit::nat) return false;
  const Integer base = unit == Unit::bit ? 2 : 10, scale = Integer(1) << static_cast<unsigned>(std::abs(e));
  if (e < 0)
    for (auto& [argument, weight] : sum.weights) weight *= scale;
  sum.add(-sum.total * m * (e < 0 ? Integer(1) : scale), base);
  return vanishes(sum);
}

template <class T>
struct Ends {
  T lower, upper;
  explicit Ends(const Big& x) : lower(nearest<T>({x.m - x.r, 1, x.e})), upper(nearest<T>({x.m + x.r, 1, x.e})) {}
};

/// By what sign is a value beyond the exponential of its sum of logarithms?
int trifle(const auto&) { return 0; }

/// If the value, somewhere in `ball`, is the midpoint between two neighbours, or beyond it by a trifle: the even one,
/// or the one beyond. Sums of more than `most` different logarithms are not looked at.
template <class T, class Form>
std::optional<T> tie(const Form& form, Unit unit, const Big& ball, std::size_t most) {
  unit = unit_of(form, unit);
  if (!is_exponential<Form> && unit == Unit::nat) return {};
  const Ends<T> ends(ball);
  if (!(ends.lower >= 0) || std::isinf(ends.upper) || std::nextafter(ends.lower, ends.upper) != ends.upper) return {};
  const auto sum = logarithms(form);
  if (!sum || sum->weights.size() > most) return {};
  const Integer middle = scaled(static_cast<double>(ends.lower)) + scaled(static_cast<double>(ends.upper));
  const auto twos = static_cast<std::int64_t>(boost::multiprecision::lsb(middle));
  if (!equals<Form>(*sum, unit, middle >> static_cast<unsigned>(twos), twos - 1075)) return {};
  return nearest<T>({middle, 1, -1075, trifle(form)});
}

Big exact_copy(const Ball& x) {
  const double wide = 2 * x.err;  // the true bound, ball.hpp
  if (!std::isfinite(x.v.hi) || !std::isfinite(wide)) return Big::lost();
  return widened(Big(x.v.hi) + Big(x.v.lo), Big(wide));
}

/// 192 bits, then 768, 3072, …
std::int64_t next_extra(std::int64_t extra) { return 4 * extra + 576; }

}  // namespace

// Ties first: arithmetic would never see them, and they are cheap to see in a sum of few different logarithms.
template <class T, class Form>
T last_stage(const Form& form, const Ball& narrow, Unit unit) {
  if (const auto exact = exactly(form)) return nearest<T>(*exact);
  if (const auto even = tie<T>(form, unit, exact_copy(narrow), 1000)) return *even;
  for (std::int64_t extra = 0;; extra = next_extra(extra)) {
    const ExtraPrecision more(extra);
    const Big value = in_unit(form.template value<Big>(), unit);
    const Ends<T> ends(value);
    if (ends.lower == ends.upper) return ends.lower;
    if (extra == 0) continue;
    if (const auto even = tie<T>(form, unit, value, static_cast<std::size_t>(-1))) return *even;
  }
}

template <class T, class Form>
void last_stage(const Form& form, std::span<const std::size_t> components, std::span<T> out) {
  std::vector<std::size_t> open(components.begin(), components.end());
  const auto known = facts(form);
  std::erase_if(open, [&](std::size_t i) {
    const auto exact = exactly(form, known, i);
    if (exact) out[i] = nearest<T>(*exact);
    return exact.has_value();
  });
  for (std::int64_t extra = 0; !open.empty(); extra = next_extra(extra)) {
    const ExtraPrecision more(extra);
    const auto state = form.template prepare<Big>();
    std::erase_if(open, [&](std::size_t i) {
      const Ends<T> ends(form.component(state, i).value);
      if (ends.lower == ends.upper) out[i] = ends.lower;
      return ends.lower == ends.upper;
    });
  }
}

template <class T>
bool has_unit_mass(std::span<const T> p) {
  const Integer gap = exact_mass(p) - scaled(1);
  return gap * gap <= scaled(static_cast<double>(std::numeric_limits<T>::epsilon())) * scaled(1);
}
template bool has_unit_mass(std::span<const double> p);
template bool has_unit_mass(std::span<const float> p);

#define GIBBS_SCALAR(Form)                                                             \
  template double last_stage(const Form<double>& form, const Ball& narrow, Unit unit); \
  template float last_stage(const Form<float>& form, const Ball& narrow, Unit unit);
#define GIBBS_VECTOR(Form)                                                                                            \
  template void last_stage(const Form<double>& form, std::span<const std::size_t> components, std::span<double> out); \
  template void last_stage(const Form<float>& form, std::span<const std::size_t> components, std::span<float> out);
GIBBS_SCALAR(SelfInformation)
GIBBS_SCALAR(CrossEntropy)
GIBBS_SCALAR(Perplexity)
GIBBS_SCALAR(Divergence)
GIBBS_SCALAR(JensenShannon)
template <class T>
using JensenShannonRoot = Root<JensenShannon<T>>;
GIBBS_SCALAR(JensenShannonRoot)
GIBBS_SCALAR(ConditionalEntropy)
GIBBS_SCALAR(MutualInformation)
GIBBS_SCALAR(LogSumExp)
GIBBS_SCALAR(SoftmaxCrossEntropy)
GIBBS_SCALAR(SigmoidCrossEntropy)
GIBBS_SCALAR(SigmoidCrossEntropyGradient)
GIBBS_SCALAR(MeanSquaredError)
GIBBS_SCALAR(SigmoidHessian)
GIBBS_SCALAR(MeanLoss)
GIBBS_SCALAR(MeanLossExponential)
GIBBS_VECTOR(Softmax)
GIBBS_VECTOR(LogSoftmax)
GIBBS_VECTOR(SoftmaxCrossEntropyGradient)
GIBBS_VECTOR(SoftmaxMeanSquaredErrorGradient)
GIBBS_VECTOR(SoftmaxHessianDiagonal)
GIBBS_VECTOR(SoftmaxVjp)
GIBBS_VECTOR(LogSoftmaxVjp)
GIBBS_VECTOR(LabelGradient)
#undef GIBBS_SCALAR
#undef GIBBS_VECTOR

}  // namespace gibbs::inline v0::detail
