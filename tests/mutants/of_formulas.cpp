// Faults in the formula.
#include <numeric>
#include <stdexcept>

#include "operators.hpp"

namespace gibbs::tests {
namespace {

using Numbers = const Vector&;

double xlogy(double x, double y) { return x > 0 ? x * std::log(y) : 0; }
/// Σ f(xᵢ, yᵢ).
template <class Total = double, class F>
double sum(Numbers x, Numbers y, F f) {
  Total total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) total = static_cast<Total>(total + f(x[i], y[i]));
  return static_cast<double>(total);
}
template <class F>
Vector each(Numbers x, Numbers y, F f) {
  Vector out(x.size());
  std::ranges::transform(x, y, out.begin(), f);
  return out;
}
Vector shares(Numbers z) { return plain().function(softmax)({softmax, {{z}}, Unit::nat}); }
double kl(Numbers p, Numbers q) {
  return sum(p, q, [](double a, double b) { return xlogy(a, a / b); });
}

struct Formula {
  std::string_view id, fault;
  Metric metric;
  Vector (*wrong)(Numbers first, Numbers second);  // in nats; `second` is `first` where there is one argument
  std::string_view needs = {};
};
constexpr Formula formulas[] = {
    {"linear", "1 − p for −ln p", self_information, [](Numbers p, Numbers) { return Vector{1 - p[0]}; }},
    {"gini", "Gini's impurity, 1 − Σp²", entropy,
     [](Numbers p, Numbers) { return Vector{1 - sum(p, p, std::multiplies<>{})}; }},
    {"renyi", "Rényi's entropy of order 2, −ln Σp²", entropy,
     [](Numbers p, Numbers) { return Vector{-std::log(sum(p, p, std::multiplies<>{}))}; }},
    {"hartley", "the logarithm of how many classes are possible", entropy,
     [](Numbers p, Numbers) { return Vector{std::log(sum(p, p, [](double x, double) { return x > 0; }))}; }},
    {"float-sum", "added up in binary32", entropy, [](Numbers p, Numbers) { return Vector{-sum<float>(p, p, xlogy)}; }},
    {"two-to-the-nats", "2 to the entropy in nats", perplexity,
     [](Numbers p, Numbers) { return Vector{std::exp2(-sum(p, p, xlogy))}; }},
    {"inverse-simpson", "1/Σp²", perplexity,
     [](Numbers p, Numbers) { return Vector{1 / sum(p, p, std::multiplies<>{})}; }},
    {"binary-per-class", "each class taken for a question of its own: −Σ p ln q + (1−p) ln(1−q)", cross_entropy,
     [](Numbers p, Numbers q) {
       return Vector{-sum(p, q, [](double a, double b) { return xlogy(a, b) + xlogy(1 - a, 1 - b); })};
     }},
    {"arg-max", "the likeliest class taken for certain", cross_entropy,
     [](Numbers p, Numbers q) {
       return Vector{-std::log(q[static_cast<std::size_t>(std::ranges::max_element(p) - p.begin())])};
     }},
    {"float-sum", "added up in binary32", cross_entropy,
     [](Numbers p, Numbers q) { return Vector{-sum<float>(p, q, xlogy)}; }},
    {"jeffreys", "Jeffreys' divergence, Σ (p−q) ln(p/q)", kl_divergence,
     [](Numbers p, Numbers q) { return Vector{kl(p, q) + kl(q, p)}; }},
    {"absolute-terms", "Σ p∣ln(p/q)∣", kl_divergence,
     [](Numbers p, Numbers q) {
       return Vector{sum(p, q, [](double a, double b) { return std::abs(xlogy(a, a / b)); })};
     }},
    {"chi-squared", "½ Σ (p−q)²/q", kl_divergence,
     [](Numbers p, Numbers q) {
       return Vector{sum(p, q, [](double a, double b) { return a == b ? 0 : (a - b) / b * (a - b) / 2; })};
     }},
    {"total-variation", "½ Σ ∣p−q∣", js_divergence,
     [](Numbers p, Numbers q) { return Vector{sum(p, q, [](double a, double b) { return std::abs(a - b) / 2; })}; }},
    {"distance", "its root, the distance", js_divergence,
     [](Numbers p, Numbers q) {
       const Vector m = each(p, q, [](double a, double b) { return (a + b) / 2; });
       return Vector{std::sqrt(std::max(kl(p, m) + kl(q, m), 0.0) / 2)};
     }},
    {"not-half", "the sum of both divergences, not their mean", js_divergence,
     [](Numbers p, Numbers q) {
       const Vector m = each(p, q, [](double a, double b) { return (a + b) / 2; });
       return Vector{kl(p, m) + kl(q, m)};
     }},
    {"one-sided", "D(p‖m) alone", js_divergence,
     [](Numbers p, Numbers q) { return Vector{kl(p, each(p, q, [](double a, double b) { return (a + b) / 2; }))}; }},
    {"jeffreys", "a quarter of Jeffreys' divergence", js_divergence,
     [](Numbers p, Numbers q) { return Vector{(kl(p, q) + kl(q, p)) / 4}; }},
    {"divergence", "its square, the divergence", js_distance,
     [](Numbers p, Numbers q) {
       const Vector m = each(p, q, [](double a, double b) { return (a + b) / 2; });
       return Vector{(kl(p, m) + kl(q, m)) / 2};
     }},
    {"not-half", "the root of the sum of both divergences", js_distance,
     [](Numbers p, Numbers q) {
       const Vector m = each(p, q, [](double a, double b) { return (a + b) / 2; });
       return Vector{std::sqrt(std::max(kl(p, m) + kl(q, m), 0.0))};
     }},
    {"joint", "the joint entropy, nothing subtracted", conditional_entropy,
     [](Numbers w, Numbers) { return Vector{-sum(w, w, xlogy)}; }},
    {"joint", "the joint entropy", mutual_information, [](Numbers w, Numbers) { return Vector{-sum(w, w, xlogy)}; }},
    {"maximum", "the largest logit", log_sum_exp,
     [](Numbers z, Numbers) { return Vector{*std::ranges::max_element(z)}; }},
    {"mean-exp", "ln of the mean of exp, not of the sum", log_sum_exp,
     [](Numbers z, Numbers) {
       return Vector{plain().function(log_sum_exp)({log_sum_exp, {{z}}, Unit::nat})[0] - std::log(z.size())};
     }},
    {"sigmoids", "a sigmoid for each logit", softmax,
     [](Numbers z, Numbers) { return each(z, z, [](double x, double) { return 1 / (1 + std::exp(-x)); }); }},
    {"hard", "1 for the largest logit", softmax,
     [](Numbers z, Numbers) {
       const double top = *std::ranges::max_element(z);
       return each(z, z, [top](double x, double) { return x == top ? 1.0 : 0.0; });
     }},
    {"temperature", "at temperature ½", softmax,
     [](Numbers z, Numbers) { return shares(each(z, z, [](double x, double) { return 2 * x; })); }},
    {"base-two", "2 to the logits", softmax,
     [](Numbers z, Numbers) { return shares(each(z, z, [](double x, double) { return x * std::log(2); })); }},
    {"log-of-softmax", "the logarithm of a softmax that underflows", log_softmax,
     [](Numbers z, Numbers) {
       const Vector q = shares(z);
       return each(q, q, [](double x, double) { return std::log(x); });
     }},
    {"minus-maximum", "the maximum subtracted, not log-sum-exp", log_softmax,
     [](Numbers z, Numbers) {
       const double top = *std::ranges::max_element(z);
       return each(z, z, [top](double x, double) { return x - top; });
     }},
    {"softmax-twice", "softmax taken twice", softmax_cross_entropy,
     [](Numbers z, Numbers p) {
       return plain().function(softmax_cross_entropy)({softmax_cross_entropy, {{shares(z)}, {p}}, Unit::nat});
     }},
    {"of-softmax", "the logarithm of a softmax that underflows", softmax_cross_entropy,
     [](Numbers z, Numbers p) { return Vector{-sum(p, shares(z), xlogy)}; }},
    {"minus-entropy", "the divergence, not the cross-entropy", softmax_cross_entropy,
     [](Numbers z, Numbers p) { return Vector{-sum(p, shares(z), xlogy) + sum(p, p, xlogy)}; }},
    {"squashed", "a factor q(1−q) too many", softmax_cross_entropy_gradient,
     [](Numbers z, Numbers p) { return each(shares(z), p, [](double q, double y) { return (q - y) * q * (1 - q); }); }},
    {"of-log-softmax", "−p/q, the gradient before the softmax", softmax_cross_entropy_gradient,
     [](Numbers z, Numbers p) { return each(shares(z), p, [](double q, double y) { return y > 0 ? -y / q : 0; }); }},
    {"unlabelled", "q, nothing subtracted", softmax_cross_entropy_gradient,
     [](Numbers z, Numbers) { return shares(z); }},
    {"hinge", "max(0, z) − yz, its corner not rounded", sigmoid_cross_entropy,
     [](Numbers z, Numbers y) { return Vector{std::max(z[0], 0.0) - xlogy(y[0], std::exp(z[0]))}; }},
    {"two-sigmoids", "ln(1 + exp z) that overflows", sigmoid_cross_entropy,
     [](Numbers z, Numbers y) { return Vector{std::log(1 + std::exp(z[0])) - (y[0] > 0 ? y[0] * z[0] : 0)}; }},
    {"squashed", "a factor σ(1−σ) too many", sigmoid_cross_entropy_gradient,
     [](Numbers z, Numbers y) {
       const double s = 1 / (1 + std::exp(-z[0]));
       return Vector{(s - y[0]) * s * (1 - s)};
     }},
    {"absolute", "mean absolute error", mean_squared_error,
     [](Numbers x, Numbers y) {
       return Vector{sum(x, y, [](double a, double b) { return std::abs(a - b); }) / static_cast<double>(x.size())};
     }},
    {"root", "root of the mean", mean_squared_error,
     [](Numbers x, Numbers y) {
       return Vector{
           std::sqrt(sum(x, y, [](double a, double b) { return (a - b) * (a - b); }) / static_cast<double>(x.size()))};
     }},
    {"sum", "the sum of squares, not their mean", mean_squared_error,
     [](Numbers x, Numbers y) { return Vector{sum(x, y, [](double a, double b) { return (a - b) * (a - b); })}; }},
    {"expanded", "x² − 2xy + y², which cancels", mean_squared_error,
     [](Numbers x, Numbers y) {
       return Vector{sum(x, y, [](double a, double b) { return a * a - 2 * a * b + b * b; }) /
                     static_cast<double>(x.size())};
     },
     "numbers close to each other for their size: the squares of small ones are free of error"},
    {"float-sum", "added up in binary32", mean_squared_error,
     [](Numbers x, Numbers y) {
       return Vector{sum<float>(x, y, [](double a, double b) { return (a - b) * (a - b); }) /
                     static_cast<double>(x.size())};
     }},
    {"diagonal", "the Jacobian of softmax taken for diagonal", softmax_mean_squared_error_gradient,
     [](Numbers z, Numbers y) {
       const double n = static_cast<double>(z.size());
       return each(shares(z), y, [n](double q, double t) { return 2 / n * q * (1 - q) * (q - t); });
     }},
    {"before-softmax", "the gradient before the softmax", softmax_mean_squared_error_gradient,
     [](Numbers z, Numbers y) {
       const double n = static_cast<double>(z.size());
       return each(shares(z), y, [n](double q, double t) { return 2 / n * (q - t); });
     }},
    {"diagonal", "the Jacobian of softmax taken for diagonal", softmax_vjp,
     [](Numbers z, Numbers u) { return each(shares(z), u, [](double q, double x) { return q * (1 - q) * x; }); }},
    {"plain-mean", "the plain mean of the signal taken off", softmax_vjp,
     [](Numbers z, Numbers u) {
       const double mean = sum(u, u, [](double x, double) { return x; }) / static_cast<double>(u.size());
       return each(shares(z), u, [mean](double q, double x) { return q * (x - mean); });
     }},
    {"no-mean", "qu, nothing taken off", softmax_vjp,
     [](Numbers z, Numbers u) { return each(shares(z), u, std::multiplies<>{}); }},
    {"clipped-signal", "a signal clipped to ±1000", softmax_vjp,
     [](Numbers z, Numbers u) {
       const Vector clipped = each(u, u, [](double x, double) { return std::clamp(x, -1000.0, 1000.0); });
       return plain().function(softmax_vjp)({softmax_vjp, {{z}, {clipped}}, Unit::nat});
     }},
    {"of-logits", "log-softmax taken for softmax", softmax_vjp,
     [](Numbers z, Numbers u) { return plain().function(log_softmax_vjp)({log_softmax_vjp, {{z}, {u}}, Unit::nat}); }},
    {"one", "u + q: right for one-hot labels", log_softmax_vjp,
     [](Numbers z, Numbers u) { return each(shares(z), u, [](double q, double x) { return x + q; }); }},
    {"no-sum", "(1 − q)u, class by class", log_softmax_vjp,
     [](Numbers z, Numbers u) { return each(shares(z), u, [](double q, double x) { return (1 - q) * x; }); }},
    {"plain-mean", "the plain mean of the signal taken off", log_softmax_vjp,
     [](Numbers, Numbers u) {
       const double mean = sum(u, u, [](double x, double) { return x; }) / static_cast<double>(u.size());
       return each(u, u, [mean](double x, double) { return x - mean; });
     }},
    {"first-derivative", "q", softmax_cross_entropy_hessian_diagonal, [](Numbers z, Numbers) { return shares(z); }},
    {"squares", "q²", softmax_cross_entropy_hessian_diagonal,
     [](Numbers z, Numbers) {
       const Vector q = shares(z);
       return each(q, q, std::multiplies<>{});
     }},
    {"sigmoids", "that of a sigmoid for each logit", softmax_cross_entropy_hessian_diagonal,
     [](Numbers z, Numbers) {
       return each(z, z, [](double x, double) { return plain().function(sigmoid_cross_entropy_hessian)({sigmoid_cross_entropy_hessian, {{{x}}}, Unit::nat})[0]; });
     }},
    {"first-derivative", "σ", sigmoid_cross_entropy_hessian,
     [](Numbers z, Numbers) { return Vector{1 / (1 + std::exp(-z[0]))}; }},
    {"tanh", "that of tanh, 1 − tanh²", sigmoid_cross_entropy_hessian,
     [](Numbers z, Numbers) { return Vector{1 - std::tanh(z[0]) * std::tanh(z[0])}; }},
};

double in_unit(double nats, Unit unit) {
  return unit == Unit::nat ? nats : nats / std::log(unit == Unit::bit ? 2.0 : 10.0);
}

}  // namespace

std::vector<Operator> of_formulas() {
  std::vector<Operator> all;
  for (const Formula& f : formulas) {
    all.push_back({f.id,
                   f.fault,
                   [m = f.metric](const MetricInfo& info) { return info.metric == m; },
                   [wrong = f.wrong](Metric) {
                     return Function([wrong](const Question& q) {
                       carefully(q);
                       Vector nats = wrong(q.arguments.front().values, q.arguments.back().values);
                       for (double& x : nats) x = in_unit(x, q.unit);
                       return nats;
                     });
                   },
                   {},
                   f.needs});
  }
  return all;
}

}  // namespace gibbs::tests
