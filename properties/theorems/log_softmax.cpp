// The logarithm of softmax: what it must be by itself, and beside softmax and log-sum-exp.
#include <limits>

#include "properties/theorems/laws.hpp"

namespace gibbs::properties {

std::vector<Theorem> log_softmax_theorems() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {
      {.id = "log-softmax-simplex",
       .metrics = {Metric::log_softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         std::vector<Quantity> shares;
         const std::vector<Quantity> logs = log_softmax(z);
         for (std::size_t i = 0; i < z.size(); ++i) {
           claim(logs[i] <= 0);
           if (masked(z[i])) claim(logs[i] == -infinity);
           shares.push_back(exp(logs[i]));
         }
         claim(sum(shares) == 1);
       },
       .example = "z=1,0,-inf"},
      {.id = "log-softmax-shift",
       .metrics = {Metric::log_softmax},
       .inputs = logits_and_shift(),
       .law = LAW(const Vector& z, double c) { equal_each(log_softmax(shifted(z, c)), log_softmax(z)); },
       .example = "z=1,0 c=100000000"},
      {.id = "log-softmax-order",
       .metrics = {Metric::log_softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) { in_order_of(z, log_softmax(z)); },
       .example = "z=0,2,1"},
      {.id = "log-softmax-is-log",
       .metrics = {Metric::log_softmax, Metric::softmax},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> logs = log_softmax(z), q = softmax(z);
         for (std::size_t i = 0; i < z.size(); ++i) claim(exp(logs[i]) == q[i]);
         const std::size_t top = largest(z);
         claim(logs[top] == ln(1 - all_but(q, top)));
       },
       .example = "z=40,0"},
      {.id = "log-softmax-by-lse",
       .metrics = {Metric::log_softmax, Metric::log_sum_exp},
       .inputs = some_logits(),
       .law = LAW(const Vector& z) {
         const std::vector<Quantity> logs = log_softmax(z);
         const Quantity lse = log_sum_exp(z);
         for (std::size_t i = 0; i < z.size(); ++i) claim(logs[i] == z[i] - lse);
       },
       .example = "z=2,0"},
  };
}

}  // namespace gibbs::properties
