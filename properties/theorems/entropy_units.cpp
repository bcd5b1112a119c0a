// Units: a bit is ln 2 nats and a hartley is ln 10 nats, for every metric that is a logarithm.
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

Theorem in_units(std::string_view id, Metric metric, std::function<void(const Case&)> law, std::string_view example) {
  Theorem t;
  t.id = id;
  t.metrics = {metric};
  t.inputs = generate::for_metric(metric);
  t.law = std::move(law);
  t.example = example;
  return t;
}

}  // namespace

std::vector<Theorem> unit_theorems() {
  return {
      in_units(
          "information-units", Metric::self_information,
          LAW(double p) { assume(alike_in_all_units(Metric::self_information, [&] { return self_information(p); })); },
          "p=1/8"),
      in_units("entropy-units", Metric::entropy,
               LAW(const Vector& p) { assume(alike_in_all_units(Metric::entropy, [&] { return entropy(p); })); },
               "p=1/2,1/4,1/4"),
      in_units("cross-entropy-units", Metric::cross_entropy, LAW(const Vector& p, const Vector& q) {
                 assume(alike_in_all_units(Metric::cross_entropy, [&] { return cross_entropy(p, q); }));
               },
               "p=1/2,1/2 q=1/4,3/4"),
      in_units("kl-units", Metric::kl_divergence,
               LAW(const Vector& p, const Vector& q) {
                 assume(alike_in_all_units(Metric::kl_divergence, [&] { return kl_divergence(p, q); }));
               },
               "p=1/2,1/2 q=1/4,3/4"),
      in_units("jsd-units", Metric::js_divergence, LAW(const Vector& p, const Vector& q) {
                 assume(alike_in_all_units(Metric::js_divergence, [&] { return js_divergence(p, q); }));
               },
               "p=1,0 q=0,1"),
      in_units("conditional-entropy-units", Metric::conditional_entropy, LAW(const Table& w) {
                 assume(alike_in_all_units(Metric::conditional_entropy, [&] { return conditional_entropy(w); }));
               },
               "w=1/2,0;1/4,1/4"),
      in_units("mi-units", Metric::mutual_information, LAW(const Table& w) {
                 assume(alike_in_all_units(Metric::mutual_information, [&] { return mutual_information(w); }));
               },
               "w=1/2,0;0,1/2"),
  };
}

}  // namespace gibbs::properties
