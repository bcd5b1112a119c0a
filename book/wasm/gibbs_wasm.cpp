// The library as the pages call it. Vectors are handed over in `numbers`: the arguments in their order, at most three,
// then the result.
#include <cstddef>
#include <cstdint>
#include <span>

#include "gibbs/gibbs.hpp"

namespace {
constexpr std::size_t room = 4096;
double numbers[4 * room];
std::int64_t classes[room];

std::span<const double> first(std::size_t n) { return {numbers, n}; }
std::span<const double> second(std::size_t n) { return {numbers + room, n}; }
std::span<const double> third(std::size_t n) { return {numbers + 2 * room, n}; }
std::span<double> out(std::size_t n) { return {numbers + 3 * room, n}; }
/// The second argument as class indices.
std::span<const std::int64_t> labels(std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) classes[i] = static_cast<std::int64_t>(numbers[room + i]);
  return {classes, n};
}
gibbs::Rows<double> rows(std::size_t n, std::size_t columns) { return {first(n), columns}; }
gibbs::Unit unit(int u) { return static_cast<gibbs::Unit>(u); }
}  // namespace

#define EXPORT(name) __attribute__((export_name(#name))) name

extern "C" {
double* EXPORT(vectors)() { return numbers; }
int EXPORT(most)() { return room; }

double EXPORT(self_information)(double p, int u) { return gibbs::self_information(p, unit(u)); }
// Vectors and tables are weights of any positive mass.
double EXPORT(entropy)(std::size_t n, int u) { return gibbs::entropy(gibbs::counts(first(n)), unit(u)); }
double EXPORT(perplexity)(std::size_t n) { return gibbs::perplexity(gibbs::counts(first(n))); }
double EXPORT(cross_entropy)(std::size_t n, int u) {
  return gibbs::cross_entropy(gibbs::counts(first(n)), gibbs::counts(second(n)), unit(u));
}
double EXPORT(kl_divergence)(std::size_t n, int u) {
  return gibbs::kl_divergence(gibbs::counts(first(n)), gibbs::counts(second(n)), unit(u));
}
double EXPORT(js_divergence)(std::size_t n, int u) {
  return gibbs::js_divergence(gibbs::counts(first(n)), gibbs::counts(second(n)), unit(u));
}
double EXPORT(js_distance)(std::size_t n, int u) {
  return gibbs::js_distance(gibbs::counts(first(n)), gibbs::counts(second(n)), unit(u));
}
double EXPORT(log_sum_exp)(std::size_t n) { return gibbs::log_sum_exp(first(n)); }
void EXPORT(softmax)(std::size_t n) { gibbs::softmax(first(n), out(n)); }
void EXPORT(log_softmax)(std::size_t n) { gibbs::log_softmax(first(n), out(n)); }
double EXPORT(softmax_cross_entropy)(std::size_t n) {
  return gibbs::softmax_cross_entropy(first(n), gibbs::counts(second(n)));
}
void EXPORT(softmax_cross_entropy_gradient)(std::size_t n) {
  gibbs::softmax_cross_entropy_gradient(first(n), gibbs::counts(second(n)), out(n));
}
double EXPORT(sigmoid_cross_entropy)(double z, double y) { return gibbs::sigmoid_cross_entropy(z, y); }
double EXPORT(sigmoid_cross_entropy_gradient)(double z, double y) { return gibbs::sigmoid_cross_entropy_gradient(z, y); }
double EXPORT(mean_squared_error)(std::size_t n) { return gibbs::mean_squared_error(first(n), second(n)); }
void EXPORT(softmax_mean_squared_error_gradient)(std::size_t n) {
  gibbs::softmax_mean_squared_error_gradient(first(n), second(n), out(n));
}
void EXPORT(softmax_vjp)(std::size_t n) { gibbs::softmax_vjp(first(n), second(n), out(n)); }
void EXPORT(log_softmax_vjp)(std::size_t n) { gibbs::log_softmax_vjp(first(n), second(n), out(n)); }
void EXPORT(softmax_cross_entropy_hessian_diagonal)(std::size_t n) {
  gibbs::softmax_cross_entropy_hessian_diagonal(first(n), out(n));
}
double EXPORT(sigmoid_cross_entropy_hessian)(double z) { return gibbs::sigmoid_cross_entropy_hessian(z); }
// Of b rows of n/b logits, b labels and, where `weighted`, b weights.
double EXPORT(mean_softmax_cross_entropy)(std::size_t n, std::size_t b, int weighted) {
  return weighted ? gibbs::mean_softmax_cross_entropy(rows(n, n / b), labels(b), third(b))
                  : gibbs::mean_softmax_cross_entropy(rows(n, n / b), labels(b));
}
void EXPORT(mean_softmax_cross_entropy_gradient)(std::size_t n, std::size_t b, int weighted) {
  if (weighted) {
    gibbs::mean_softmax_cross_entropy_gradient(rows(n, n / b), labels(b), third(b), out(n));
  } else {
    gibbs::mean_softmax_cross_entropy_gradient(rows(n, n / b), labels(b), out(n));
  }
}
double EXPORT(sequence_perplexity)(std::size_t n, std::size_t b) {
  return gibbs::sequence_perplexity(rows(n, n / b), labels(b));
}
double EXPORT(mutual_information)(std::size_t n, std::size_t columns, int u) {
  return gibbs::mutual_information(gibbs::Joint<double>(first(n), columns, gibbs::Mass::any), unit(u));
}
double EXPORT(conditional_entropy)(std::size_t n, std::size_t columns, int u) {
  return gibbs::conditional_entropy(gibbs::Joint<double>(first(n), columns, gibbs::Mass::any), unit(u));
}
}
