// Exponentials that overflow or vanish, and input that is not looked at.
#include <stdexcept>

#include "operators.hpp"

namespace gibbs::tests {

Vector below(double c, const Question& q) {
  const Vector& z = q.arguments[0].values;
  Vector e = z, out;
  double s = 0, loss = 0, inner = 0, sum = 0;
  for (double& x : e) s += x = std::exp(x - c);
  if (q.metric == log_sum_exp) return {c + std::log(s)};
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double y = q.arguments.size() > 1 ? q.arguments[1].values[i] : 0;
    if (y > 0) loss += y * (std::log(s) - (z[i] - c));
    inner += e[i] / s * (q.metric == softmax_vjp ? y : e[i] / s - y);
    sum += y;
    out.push_back(q.metric == log_softmax ? z[i] - c - std::log(s) : e[i] / s - y);
  }
  if (q.metric == softmax_cross_entropy) return {loss};
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double share = e[i] / s, y = q.arguments.size() > 1 ? q.arguments[1].values[i] : 0;
    if (q.metric == softmax_mean_squared_error_gradient) out[i] = 2 * share * (out[i] - inner) / static_cast<double>(z.size());
    if (q.metric == softmax_vjp) out[i] = share * (y - inner);
    if (q.metric == log_softmax_vjp) out[i] = y - share * sum;
    if (q.metric == softmax_cross_entropy_hessian_diagonal) out[i] = share * (1 - share);
  }
  return out;
}

/// Exponentials shifted by what does not keep them in range.
std::vector<Operator> of_shifts() {
  struct Shift {
    std::string_view id, fault;
    double (*by)(const Vector&);
  };
  static constexpr Shift shifts[] = {
      {"shift-none", "exponentials not shifted", [](const Vector&) { return 0.0; }},
      {"shift-first", "shifted by the first logit", [](const Vector& z) { return z[0]; }},
      {"shift-min", "shifted by the least logit", [](const Vector& z) { return *std::ranges::min_element(z); }},
      {"shift-last", "shifted by the last logit", [](const Vector& z) { return z.back(); }},
  };
  std::vector<Operator> all;
  for (const Shift& shift : shifts) {
    all.push_back({shift.id, shift.fault, has([](Domain d) { return d == Domain::logits; }), [by = shift.by](Metric) {
                     return Function([by](const Question& q) {
                       carefully(q);
                       return below(by(q.arguments[0].values), q);
                     });
                   }});
  }
  return all;
}

/// No look at the input before the formula is computed.
std::vector<Operator> of_domains() {
  return {{"no-check", "invalid input is not refused", any, [](Metric) {
             return Function([](const Question& q) {
               try {
                 return carefully(q);
               } catch (const std::domain_error&) {
                 return Vector(reference::result_size(q), 0.5);
               }
             });
           }}};
}

}  // namespace gibbs::tests
