#include "subjects/planted.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include "subjects/library.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using namespace properties;
using reference::Argument;
using reference::Domain;
using reference::MetricInfo;

bool has_masses(const MetricInfo& metric) {
  return std::ranges::any_of(metric.parameters, [](const auto& p) { return p.domain == Domain::distribution || p.domain == Domain::joint; });
}

/// Each number of the answer becomes f of it.
Answer each(Subject& library, const Question& question, double (*f)(double)) {
  Answer answer = library.answer(question);
  std::ranges::transform(answer.values, answer.values.begin(), f);
  return answer;
}

Answer swapped(Subject& library, const Question& question) {
  Question turned = question;
  std::swap(turned.arguments[0], turned.arguments[1]);
  return library.answer(turned);
}
Answer in_nats(Subject& library, const Question& question) {
  Question other = question;
  other.unit = Unit::nat;
  return library.answer(other);
}
/// Probabilities moved to at least a thousandth, the rest in proportion; logits to at least −5.
Answer clipped(Subject& library, const Question& question) {
  Question other = question;
  Argument& last = other.arguments[has_masses(reference::info(question.metric)) ? other.arguments.size() - 1 : 0];
  const double least = has_masses(reference::info(question.metric)) ? 0x1p-10 : -5;
  for (double& x : last.values) x = std::max(x, least);
  static const std::unique_ptr<Subject> of_weights = subjects::library(reference::binary64, Masses::weights);
  // What is no distribution is refused as before.
  const Answer before = library.answer(question);
  return before.kind == Answer::Kind::value ? of_weights->another()->answer(other) : before;
}
Answer averaged(Subject& library, const Question& question) {
  Answer answer = library.answer(question);
  for (double& x : answer.values) x /= static_cast<double>(question.arguments[0].values.size());
  return answer;
}
Answer first_component(Subject& library, const Question& question) {
  Answer answer = library.answer(question);
  if (answer.kind == Answer::Kind::value) answer.values[0] *= 1 + 0x1p-20;
  return answer;
}
Answer order(Subject& library, const Question& question) {
  Answer answer = library.answer(question);
  std::ranges::reverse(answer.values);
  return answer;
}

constexpr auto any = [](const MetricInfo&) { return true; };
constexpr auto vectors = [](const MetricInfo& metric) { return metric.vectorial(); };

constexpr std::array faults{
    PlantedFault{"swapped", "its two distributions are swapped",
                 [](const MetricInfo& m) {
                   return m.parameters.size() == 2 && m.parameters[0].domain == m.parameters[1].domain &&
                          m.metric != Metric::js_divergence && m.metric != Metric::js_distance && m.metric != Metric::mean_squared_error;
                 },
                 swapped},
    PlantedFault{"nats", "it answers in nats, whatever unit it is asked for", [](const MetricInfo& m) { return m.has_unit; }, in_nats},
    PlantedFault{"clipped", "probabilities below 2⁻¹⁰, or logits below −5, are raised to that",
                 [](const MetricInfo& m) {
                   return std::ranges::all_of(m.parameters, [](const auto& p) {
                     return p.domain == Domain::distribution || p.domain == Domain::joint || p.domain == Domain::logits;
                   });
                 },
                 clipped},
    PlantedFault{"mean", "it divides by the number of its inputs",
                 [](const MetricInfo& m) { return reference::shape(m.parameters[0].domain) != reference::Shape::number; }, averaged},
    PlantedFault{"negated", "its sign is wrong", any, [](Subject& s, const Question& q) { return each(s, q, [](double x) { return -x; }); }},
    PlantedFault{"doubled", "it is twice what it should be", any, [](Subject& s, const Question& q) { return each(s, q, [](double x) { return 2 * x; }); }},
    PlantedFault{"first", "its first component is a millionth part too large", vectors, first_component},
    PlantedFault{"reversed", "its components are in reverse order", vectors, order},
    PlantedFault{"offset", "2⁻²⁰ too much", any, [](Subject& s, const Question& q) { return each(s, q, [](double x) { return x + 0x1p-20; }); }},
};

class Planted final : public Subject {
 public:
  Planted(Metric metric, const PlantedFault& fault) : metric_(metric), fault_(fault), description_(library_->description()) {
    description_.name = fmt::format("planted:{}:{}", reference::info(metric).name, fault.id);
    for (auto& [id, offer] : description_.metrics) offer.code.clear();  // that would show the library, which has no fault
  }
  const Description& description() const override { return description_; }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Planted>(metric_, fault_); }

  Answer answer(const Question& question) override {
    return question.metric == metric_ ? fault_.answer(*library_, question) : library_->answer(question);
  }
  Answer answer_rows(const Batch& batch) override {
    if (batch.metric != metric_) return library_->answer_rows(batch);
    Answer all;
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      Answer one = answer(batch.row(i));
      if (one.kind != Answer::Kind::value) return one;
      std::ranges::move(one.values, std::back_inserter(all.values));
    }
    return all;
  }

 private:
  Metric metric_;
  const PlantedFault& fault_;
  std::unique_ptr<Subject> library_ = library();
  Description description_;
};

}  // namespace

std::span<const PlantedFault> planted_faults() { return faults; }

std::unique_ptr<Subject> planted(std::string_view spec) {
  const std::size_t colon = std::min(spec.find(':'), spec.size());
  const std::string name(spec.substr(0, colon)), id(spec.substr(std::min(colon + 1, spec.size())));
  const auto metric = reference::find_metric(name);
  if (!metric) throw std::invalid_argument(fmt::format("planted:METRIC:FAULT names no metric '{}'", printable(name, 60)));
  const auto fault = std::ranges::find(faults, id, &PlantedFault::id);
  if (fault == faults.end() || !fault->suits(reference::info(*metric))) {
    std::vector<std::string_view> suiting;
    for (const PlantedFault& one : faults) {
      if (one.suits(reference::info(*metric))) suiting.push_back(one.id);
    }
    throw std::invalid_argument(fmt::format("{} has no planted fault '{}'; it has {}", name, printable(id, 60), fmt::join(suiting, ", ")));
  }
  return std::make_unique<Planted>(*metric, *fault);
}

}  // namespace gibbs::subjects
