// Units: a bit is ln 2 nats and a hartley is ln 10 nats, for every metric that is a logarithm.
#include "properties/theorems/laws.hpp"

namespace gibbs::properties {
namespace {

/// One such unit in the unit of the case.
Quantity worth(Unit unit) { return unit == Unit::nat ? nat() : log(unit == Unit::bit ? 2 : 10); }

/// The same question in every other unit that the subject offers.
template <class Ask>
void alike_in_all_units(Metric metric, const Ask& ask) {
  Hearing& hearing = Hearing::current();
  bool compared = false;
  for (const Unit unit : hearing.subject().description().metrics.at(metric).units) {
    if (unit == hearing.unit()) continue;
    const Quantity other = [&] {
      const InUnit spoken(unit);
      return ask();
    }();
    claim(other * worth(unit) == ask());
    compared = true;
  }
  assume(compared);
}

Theorem in_units(std::string_view id, std::string_view statement, Metric metric, std::function<void(const Case&)> law,
                 std::string_view example) {
  Theorem t;
  t.id = id;
  t.statement = statement;
  t.proof =
      "log₂ x = ln x / ln 2 and log₁₀ x = ln x / ln 10 for every x, so a weighted sum of logarithms in one unit is the "
      "same sum in another, times a constant: 1 bit = ln 2 nats, 1 hartley = ln 10 nats.";
  t.source = "ISO/IEC 80000-13 (shannon, natural unit of information, hartley); Hartley 1928";
  t.breaks =
      "one base in one term and another in the next; log base 2 where e is promised; a conversion applied twice or "
      "to one part of the formula only";
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
          "information-units", "I in bits · ln 2 = I in nats = I in hartleys · ln 10", Metric::self_information,
          LAW(double p) { alike_in_all_units(Metric::self_information, [&] { return self_information(p); }); },
          "p=1/8"),
      in_units("entropy-units", "H(P) in bits · ln 2 = H(P) in nats = H(P) in hartleys · ln 10", Metric::entropy,
               LAW(const Vector& p) { alike_in_all_units(Metric::entropy, [&] { return entropy(p); }); },
               "p=1/2,1/4,1/4"),
      in_units("cross-entropy-units", "H(P,Q) in bits · ln 2 = H(P,Q) in nats = H(P,Q) in hartleys · ln 10",
               Metric::cross_entropy, LAW(const Vector& p, const Vector& q) {
                 alike_in_all_units(Metric::cross_entropy, [&] { return cross_entropy(p, q); });
               },
               "p=1/2,1/2 q=1/4,3/4"),
      in_units("kl-units", "D(P‖Q) in bits · ln 2 = D(P‖Q) in nats = D(P‖Q) in hartleys · ln 10", Metric::kl_divergence,
               LAW(const Vector& p, const Vector& q) {
                 alike_in_all_units(Metric::kl_divergence, [&] { return kl_divergence(p, q); });
               },
               "p=1/2,1/2 q=1/4,3/4"),
      in_units("jsd-units", "J(P,Q) in bits · ln 2 = J(P,Q) in nats = J(P,Q) in hartleys · ln 10",
               Metric::js_divergence, LAW(const Vector& p, const Vector& q) {
                 alike_in_all_units(Metric::js_divergence, [&] { return js_divergence(p, q); });
               },
               "p=1,0 q=0,1"),
      in_units("conditional-entropy-units", "H(Y∣X) in bits · ln 2 = H(Y∣X) in nats = H(Y∣X) in hartleys · ln 10",
               Metric::conditional_entropy, LAW(const Table& w) {
                 alike_in_all_units(Metric::conditional_entropy, [&] { return conditional_entropy(w); });
               },
               "w=1/2,0;1/4,1/4"),
      in_units("mi-units", "I(X;Y) in bits · ln 2 = I(X;Y) in nats = I(X;Y) in hartleys · ln 10",
               Metric::mutual_information, LAW(const Table& w) {
                 alike_in_all_units(Metric::mutual_information, [&] { return mutual_information(w); });
               },
               "w=1/2,0;0,1/2"),
  };
}

}  // namespace gibbs::properties
