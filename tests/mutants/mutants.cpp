#include "mutants.hpp"

#include <algorithm>
#include <stdexcept>

#include "operators.hpp"

namespace gibbs::tests {
namespace {

/// Mutants that are correct, and why.
struct Proof {
  std::string_view id, why;
};
#include "equivalents.inc"

}  // namespace

std::vector<Mutant> mutants() {
  std::vector<Mutant> all;
  for (const auto& table : {of_inputs, of_answers, of_formulas, of_shifts, of_means, of_batches, of_memory, of_domains, of_last_bits}) {
    for (const Operator& fault : table()) {
      for (const MetricInfo& info : reference::metrics()) {
        if (!fault.applies(info)) continue;
        const std::string id = std::string(fault.id) + ":" + std::string(info.name);
        const auto proof = std::ranges::find(proofs, id, &Proof::id);
        properties::Description description = careful().description();
        description.name = id;
        for (auto& [metric, offer] : description.metrics) offer.batches = false;
        properties::Offer& offer = description.metrics.at(info.metric);
        offer.accuracy = fault.accuracy;
        offer.batches = static_cast<bool>(fault.build_rows);
        std::map<Metric, Function> functions;
        for (const MetricInfo& other : reference::metrics()) functions[other.metric] = careful().function(other.metric);
        functions[info.metric] = fault.build(info.metric);
        Functions subject(std::move(description), std::move(functions));
        if (fault.build_rows) subject = subject.with_rows(info.metric, fault.build_rows(info.metric));
        all.push_back({id,
                       info.metric,
                       fault.fault,
                       fault.accuracy,
                       fault.needs,
                       std::move(subject),
                       proof == std::end(proofs) ? std::string_view{} : proof->why});
      }
    }
  }
  for (const Proof& proof : proofs) {
    if (std::ranges::find(all, proof.id, &Mutant::id) == all.end())
      throw std::logic_error("equivalents.inc: no mutant " + std::string(proof.id));
  }
  return all;
}

}  // namespace gibbs::tests
