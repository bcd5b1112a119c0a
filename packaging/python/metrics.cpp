// The metrics as generalised universal functions of NumPy, which brings broadcasting, axes, `out` and its overlaps, and
// runs the loops without the interpreter's lock. gibbs/_metrics.pyi says what the module holds.
#include "packaging/python/loops.hpp"

#include <gibbs/gibbs.hpp>

namespace gibbs::python {
namespace {

// One row of each metric, by its name. A row is asked for its arguments by their places.
#define GIBBS_ROW(NAME, ...)    \
  struct NAME {                 \
    template <class T, class S> \
    static void row(Row<T, S>& r) { __VA_ARGS__; } \
  };
GIBBS_ROW(self_information, r.result(gibbs::self_information(r.number(0), r.unit())))
GIBBS_ROW(entropy, r.result(gibbs::entropy(r.distribution(0), r.unit())))
GIBBS_ROW(perplexity, r.result(gibbs::perplexity(r.distribution(0))))
GIBBS_ROW(cross_entropy, r.result(gibbs::cross_entropy(r.distribution(0), r.distribution(1), r.unit())))
GIBBS_ROW(kl_divergence, r.result(gibbs::kl_divergence(r.distribution(0), r.distribution(1), r.unit())))
GIBBS_ROW(js_divergence, r.result(gibbs::js_divergence(r.distribution(0), r.distribution(1), r.unit())))
GIBBS_ROW(js_distance, r.result(gibbs::js_distance(r.distribution(0), r.distribution(1), r.unit())))
GIBBS_ROW(conditional_entropy, r.result(gibbs::conditional_entropy(r.joint(0), r.unit())))
GIBBS_ROW(mutual_information, r.result(gibbs::mutual_information(r.joint(0), r.unit())))
GIBBS_ROW(log_sum_exp, r.result(gibbs::log_sum_exp(r.logits(0))))
GIBBS_ROW(softmax, gibbs::softmax(r.logits(0), r.out()))
GIBBS_ROW(log_softmax, gibbs::log_softmax(r.logits(0), r.out()))
GIBBS_ROW(softmax_cross_entropy, r.result(gibbs::softmax_cross_entropy(r.logits(0), r.distribution(1))))
GIBBS_ROW(softmax_cross_entropy_gradient,
          gibbs::softmax_cross_entropy_gradient(r.logits(0), r.distribution(1), r.out()))
GIBBS_ROW(softmax_cross_entropy_with_gradient,
          r.result(gibbs::softmax_cross_entropy_with_gradient(r.logits(0), r.distribution(1), r.out(1))))
GIBBS_ROW(softmax_mean_squared_error_gradient,
          gibbs::softmax_mean_squared_error_gradient(r.logits(0), r.vector(1), r.out()))
GIBBS_ROW(softmax_vjp, gibbs::softmax_vjp(r.logits(0), r.vector(1), r.out()))
GIBBS_ROW(log_softmax_vjp, gibbs::log_softmax_vjp(r.logits(0), r.vector(1), r.out()))
GIBBS_ROW(softmax_cross_entropy_hessian_diagonal, gibbs::softmax_cross_entropy_hessian_diagonal(r.logits(0), r.out()))
GIBBS_ROW(sigmoid_cross_entropy, r.result(gibbs::sigmoid_cross_entropy(r.number(0), r.number(1))))
GIBBS_ROW(sigmoid_cross_entropy_gradient, r.result(gibbs::sigmoid_cross_entropy_gradient(r.number(0), r.number(1))))
GIBBS_ROW(sigmoid_cross_entropy_hessian, r.result(gibbs::sigmoid_cross_entropy_hessian(r.number(0))))
GIBBS_ROW(mean_squared_error, r.result(gibbs::mean_squared_error(r.vector(0), r.vector(1))))

// With labels as indices. As batches of one, in which a label may be −1.
GIBBS_ROW(labelled_cross_entropy, T loss{};
          gibbs::softmax_cross_entropy(r.alone(0), r.label(1), std::span(&loss, 1)); r.result(loss))
GIBBS_ROW(labelled_cross_entropy_gradient, gibbs::softmax_cross_entropy_gradient(r.alone(0), r.label(1), r.out()))
GIBBS_ROW(mean_softmax_cross_entropy, r.result(gibbs::mean_softmax_cross_entropy(r.rows(0), r.labels(1))))
GIBBS_ROW(mean_softmax_cross_entropy_gradient,
          gibbs::mean_softmax_cross_entropy_gradient(r.rows(0), r.labels(1), r.out()))
GIBBS_ROW(weighted_mean_softmax_cross_entropy,
          r.result(gibbs::mean_softmax_cross_entropy(r.rows(0), r.labels(1), r.vector(2))))
GIBBS_ROW(weighted_mean_softmax_cross_entropy_gradient,
          gibbs::mean_softmax_cross_entropy_gradient(r.rows(0), r.labels(1), r.vector(2), r.out()))
GIBBS_ROW(sequence_perplexity, r.result(gibbs::sequence_perplexity(r.rows(0), r.labels(1))))
#undef GIBBS_ROW

/// All functions of one metric: for each unit, then for counts in each unit; one where it knows neither.
enum class Kind { plain, weights, logs_of_numbers, logs };

template <class Metric>
void add(pybind11::module_& module, const char* name, const char* signature, Kind kind = Kind::plain) {
  const bool in_units = kind == Kind::logs || kind == Kind::logs_of_numbers;
  const bool of_counts = kind == Kind::logs || kind == Kind::weights;
  pybind11::list all;
  for (const Mass mass : {Mass::one, Mass::any}) {
    if (mass == Mass::any && !of_counts) continue;
    for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
      if (unit == Unit::nat || in_units) all.append(universal_function<Metric>(name, signature, {unit, mass}));
    }
  }
  module.attr(name) = pybind11::tuple(all);
}

#define GIBBS_ADD(NAME, ...) add<NAME>(module, #NAME, __VA_ARGS__)
void add_all(pybind11::module_& module) {
  GIBBS_ADD(self_information, "()->()", Kind::logs_of_numbers);
  GIBBS_ADD(entropy, "(n)->()", Kind::logs);
  GIBBS_ADD(perplexity, "(n)->()", Kind::weights);
  GIBBS_ADD(cross_entropy, "(n),(n)->()", Kind::logs);
  GIBBS_ADD(kl_divergence, "(n),(n)->()", Kind::logs);
  GIBBS_ADD(js_divergence, "(n),(n)->()", Kind::logs);
  GIBBS_ADD(js_distance, "(n),(n)->()", Kind::logs);
  GIBBS_ADD(conditional_entropy, "(r,c)->()", Kind::logs);
  GIBBS_ADD(mutual_information, "(r,c)->()", Kind::logs);
  GIBBS_ADD(log_sum_exp, "(n)->()");
  GIBBS_ADD(softmax, "(n)->(n)");
  GIBBS_ADD(log_softmax, "(n)->(n)");
  GIBBS_ADD(softmax_cross_entropy, "(n),(n)->()", Kind::weights);
  GIBBS_ADD(softmax_cross_entropy_gradient, "(n),(n)->(n)", Kind::weights);
  GIBBS_ADD(softmax_cross_entropy_with_gradient, "(n),(n)->(),(n)", Kind::weights);
  GIBBS_ADD(softmax_mean_squared_error_gradient, "(n),(n)->(n)");
  GIBBS_ADD(softmax_vjp, "(n),(n)->(n)");
  GIBBS_ADD(log_softmax_vjp, "(n),(n)->(n)");
  GIBBS_ADD(softmax_cross_entropy_hessian_diagonal, "(n)->(n)");
  GIBBS_ADD(sigmoid_cross_entropy, "(),()->()");
  GIBBS_ADD(sigmoid_cross_entropy_gradient, "(),()->()");
  GIBBS_ADD(sigmoid_cross_entropy_hessian, "()->()");
  GIBBS_ADD(mean_squared_error, "(n),(n)->()");
  GIBBS_ADD(labelled_cross_entropy, "(n),[]->()");
  GIBBS_ADD(labelled_cross_entropy_gradient, "(n),[]->(n)");
  GIBBS_ADD(mean_softmax_cross_entropy, "(b,n),[b]->()");
  GIBBS_ADD(mean_softmax_cross_entropy_gradient, "(b,n),[b]->(b,n)");
  GIBBS_ADD(weighted_mean_softmax_cross_entropy, "(b,n),[b],(b)->()");
  GIBBS_ADD(weighted_mean_softmax_cross_entropy_gradient, "(b,n),[b],(b)->(b,n)");
  GIBBS_ADD(sequence_perplexity, "(b,n),[b]->()");
}
#undef GIBBS_ADD

}  // namespace
}  // namespace gibbs::python

PYBIND11_MODULE(_metrics, module) {
  gibbs::python::begin(module);
  gibbs::python::add_all(module);
}
