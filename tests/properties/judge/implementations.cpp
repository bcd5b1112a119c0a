#include "tests/properties/judge/implementations.hpp"

#include <boost/multiprecision/mpfr.hpp>

#include "tests/properties/judge/formulas.hpp"

namespace gibbs::tests {
namespace {

using reference::Unit;
namespace mp = boost::multiprecision;
/// 200 bits for sums over probabilities. Differences of exponentials cancel down to e^−745 ≈ 2⁻¹⁰⁷⁵: 1400 bits.
using Wide = mp::number<mp::mpfr_float_backend<60>, mp::et_off>;
using Wider = mp::number<mp::mpfr_float_backend<420>, mp::et_off>;

/// Rounds once to binary64, also below its normal range (mpfr_get_d).
template <class T>
double to_double(const T& x) { return static_cast<double>(x); }

template <class T>
Vector result(const T& x) {
  if constexpr (requires { x.begin(); }) {
    Vector out;
    for (const auto& v : x) out.push_back(to_double(v));
    return out;
  } else {
    return {to_double(x)};
  }
}

template <class T>
std::map<Metric, Function> formulas_of_probabilities() {
  using F = Formulas<T>;
  using enum Metric;
  const auto one = [](auto f) {
    return [f](const Question& q) {
      valid_masses(q.arguments[0].values);
      return result(f(q));
    };
  };
  const auto pair = [](auto f) {
    return [f](const Question& q) {
      valid_masses(q.arguments[0].values);
      valid_masses(q.arguments[1].values);
      same_length(q.arguments[0].values, q.arguments[1].values);
      return result(T(f(F::normalised(q.arguments[0].values), F::normalised(q.arguments[1].values)) / F::base(q.unit)));
    };
  };
  return {
      {self_information, [](const Question& q) {
         using std::log;
         const double p = q.arguments[0].values[0];
         if (!(p >= 0 && p <= 1)) throw std::domain_error("p is not a probability");
         if (p == 0) return Vector{std::numeric_limits<double>::infinity()};
         return result(T(-log(T(p)) / F::base(q.unit)));
       }},
      {entropy, one([](const Question& q) {
         const auto p = F::normalised(q.arguments[0].values);
         return T(F::minus_sum_log(p, p) / F::base(q.unit));
       })},
      {perplexity, one([](const Question& q) {
         using std::exp;
         const auto p = F::normalised(q.arguments[0].values);
         return T(exp(F::minus_sum_log(p, p)));
       })},
      {cross_entropy, pair(F::minus_sum_log)},
      {kl_divergence, pair(F::divergence)},
      {js_divergence, pair(F::js)},
      {js_distance, [](const Question& q) {
         using std::sqrt;
         const Vector &p = q.arguments[0].values, &other = q.arguments[1].values;
         valid_masses(p);
         valid_masses(other);
         same_length(p, other);
         const T square = F::js(F::normalised(p), F::normalised(other)) / F::base(q.unit);
         return result(T(sqrt(square > 0 ? square : T(0))));
       }},
      {conditional_entropy, one([](const Question& q) { return T(F::joint(q.arguments[0], false) / F::base(q.unit)); })},
      {mutual_information, one([](const Question& q) { return T(F::joint(q.arguments[0], true) / F::base(q.unit)); })},
  };
}

template <class T>
std::map<Metric, Function> formulas_of_logits() {
  using F = Formulas<T>;
  using enum Metric;
  const auto labelled = [](auto f) {
    return [f](const Question& q) {
      valid_masses(q.arguments[1].values);
      same_length(q.arguments[0].values, q.arguments[1].values);
      return result(f(q.arguments[0].values, q.arguments[1].values));
    };
  };
  const auto scalar = [](auto f) {
    return [f](const Question& q) {
      const double z = q.arguments[0].values[0], y = q.arguments[1].values[0];
      if (std::isnan(z) || z == HUGE_VAL || !(y >= 0 && y <= 1)) throw std::domain_error("z or y");
      return result(f(z, y));
    };
  };
  return {
      {log_sum_exp, [](const Question& q) {
         using std::log;
         const auto r = F::shifted(q.arguments[0].values);
         return result(T(r.largest + log(r.s)));
       }},
      {softmax, [](const Question& q) {
         auto r = F::shifted(q.arguments[0].values);
         for (T& e : r.e) e /= r.s;
         return result(r.e);
       }},
      {log_softmax, [](const Question& q) {
         using std::log;
         auto r = F::shifted(q.arguments[0].values);
         const T l = log(r.s);
         Vector out;
         for (std::size_t i = 0; i < r.d.size(); ++i) out.push_back(std::isinf(q.arguments[0].values[i]) ? -HUGE_VAL : to_double(T(r.d[i] - l)));
         return out;
       }},
      {softmax_cross_entropy, labelled(F::loss)},
      {softmax_cross_entropy_gradient, labelled(F::gradient)},
      {sigmoid_cross_entropy, scalar(F::sigmoid_loss)},
      {sigmoid_cross_entropy_gradient, scalar(F::sigmoid_gradient)},
      {mean_squared_error, [](const Question& q) {
         valid_numbers(q.arguments[0].values);
         valid_numbers(q.arguments[1].values);
         same_length(q.arguments[0].values, q.arguments[1].values);
         return result(F::mse(q.arguments[0].values, q.arguments[1].values));
       }},
      {softmax_mean_squared_error_gradient, [](const Question& q) {
         valid_numbers(q.arguments[1].values);
         same_length(q.arguments[0].values, q.arguments[1].values);
         return result(F::mse_gradient(q.arguments[0].values, q.arguments[1].values));
       }},
  };
}

template <class T>
std::map<Metric, Function> formulas_of_rows_and_derivatives() {
  using F = Formulas<T>;
  using enum Metric;
  const auto signalled = [](auto f) {
    return [f](const Question& q) {
      valid_numbers(q.arguments[1].values);
      same_length(q.arguments[0].values, q.arguments[1].values);
      return result(f(q.arguments[0].values, q.arguments[1].values));
    };
  };
  return {
      {mean_softmax_cross_entropy, [](const Question& q) { return result(F::mean_loss(q)); }},
      {mean_softmax_cross_entropy_gradient, [](const Question& q) { return result(F::mean_gradient(q)); }},
      {sequence_perplexity, [](const Question& q) {
         using std::exp;
         return result(T(exp(F::mean_loss(q))));
       }},
      {softmax_vjp, signalled(F::vjp)},
      {log_softmax_vjp, signalled(F::log_vjp)},
      {softmax_cross_entropy_hessian_diagonal, [](const Question& q) { return result(F::hessian(q.arguments[0].values)); }},
      {sigmoid_cross_entropy_hessian, [](const Question& q) {
         const double z = q.arguments[0].values[0];
         if (std::isnan(z) || z == HUGE_VAL) throw std::domain_error("z is no logit");
         return result(F::sigmoid_hessian(z));
       }},
  };
}

template <class T, class ForLogits>
Functions build(std::string name, Accuracy accuracy) {
  properties::Description description{std::move(name), "1", reference::binary64, {}};
  auto functions = formulas_of_probabilities<T>();
  functions.merge(formulas_of_logits<ForLogits>());
  functions.merge(formulas_of_rows_and_derivatives<ForLogits>());
  for (const auto& [metric, function] : functions) {
    properties::Offer& offer = description.metrics[metric];
    offer.accuracy = accuracy;
    offer.validates = true;
    offer.batches = reference::info(metric).parameters[0].domain != reference::Domain::logit_rows;
    offer.axes = {properties::Axis::last, properties::Axis::first};
    offer.layouts = {properties::Layout::contiguous, properties::Layout::strided, properties::Layout::fortran, properties::Layout::readonly};
    if (reference::info(metric).has_unit) offer.units = {Unit::nat, Unit::bit, Unit::hartley};
  }
  return {std::move(description), std::move(functions)};
}

}  // namespace

Functions textbook() { return build<double, double>("textbook", {Accuracy::Level::stable, 0}); }
Functions rounded_from_many_bits() { return build<Wide, Wider>("rounded", {Accuracy::Level::correct, 0}); }

}  // namespace gibbs::tests
