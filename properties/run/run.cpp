#include "properties/run/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gibbs::properties {

std::uint64_t key(std::string_view id) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : id) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

bool is_costly(const Outcome& outcome) {
  if (outcome.fault.kind == Fault::Kind::silence || outcome.fault.kind == Fault::Kind::death) return true;
  return outcome.fault.kind == Fault::Kind::nonsense && !outcome.asked.empty() && outcome.asked.back().answer.message.starts_with(endless);
}

Outcome judge(const Theorem& theorem, const Case& inputs, Subject& subject) {
  Hearing hearing(subject, inputs);
  const Hearing::Verdict verdict = hearing.run(theorem.law);
  return {verdict, hearing.fault(), hearing.take_asked()};
}

void Grade::add(const Hearing::Grading& g, const Case& inputs, bool ordinary, std::size_t number) {
  const auto& a = g.assessment;
  if (!a.exact.decided) return;
  State& s = state_;
  ++s.results;
  s.correct = s.correct && g.returned == a.exact.nearest && !is_wrong_zero(a, g.returned);
  s.max_share = std::max(s.max_share, g.share);
  s.faithful = s.faithful && !contradicts(a, g.returned, {Accuracy::Level::faithful, 0}, 0);
  s.stable = s.stable && !contradicts(a, g.returned, {Accuracy::Level::stable, 0}, g.stable_radius);
  if (a.error.lower > 0 && std::isfinite(a.ulps.lower)) {
    s.smallest_radius = std::min(s.smallest_radius, g.stable_radius / a.error.lower * a.ulps.lower);
  }
  if (a.ulps.lower > s.max_ulp || !s.worst) {
    s.max_ulp = a.ulps.lower;
    s.worst = inputs;
    s.number = number;
  }
  if (!ordinary) return;
  ++s.on_ordinary.results;
  s.on_ordinary.error = std::max(s.on_ordinary.error, felt_error(a));
}

void Grade::merge(const Grade& other) {
  State& s = state_;
  const State& o = other.state_;
  s.correct = s.correct && o.correct;
  s.faithful = s.faithful && o.faithful;
  s.stable = s.stable && o.stable;
  s.spoilt = s.spoilt || o.spoilt;
  if (o.worst && (!s.worst || o.max_ulp > s.max_ulp)) s.worst = o.worst, s.number = o.number;
  s.max_ulp = std::max(s.max_ulp, o.max_ulp);
  s.max_share = std::max(s.max_share, o.max_share);
  s.smallest_radius = std::min(s.smallest_radius, o.smallest_radius);
  s.results += o.results;
  s.on_ordinary.results += o.on_ordinary.results;
  s.on_ordinary.error = std::max(s.on_ordinary.error, o.on_ordinary.error);
}

void Grade::merge_by_number(const Grade& other) {
  if (state_.number <= other.state_.number) return merge(other);
  Grade both = other;
  both.merge(*this);
  *this = std::move(both);
}

std::string Grade::name() const {
  if (state_.spoilt) return "none";
  if (state_.results == 0) return "none judged";
  if (state_.correct) return "correct";
  if (state_.faithful) return "faithful";
  const double k = std::ceil(state_.max_ulp);
  if (std::isfinite(k) && (k <= state_.smallest_radius || !state_.stable) && k < 0x1p20) return to_string({Accuracy::Level::ulp, k});
  return state_.stable ? "stable" : "none";
}

std::vector<Unit> common_units(const Theorem& theorem, const Description& description, std::optional<Metric> metric) {
  std::vector<Unit> common;
  const std::vector<Metric> metrics = metric ? std::vector{*metric} : metrics_offered(theorem, description);
  const bool any = theorem.each.has_value();
  for (const Unit unit : {Unit::nat, Unit::bit, Unit::hartley}) {
    const auto offers = [&](Metric m) {
      const auto& units = description.metrics.at(m).units;
      return reference::info(m).has_unit ? std::ranges::find(units, unit) != units.end() : any ? unit == Unit::nat : true;
    };
    if (any ? std::ranges::any_of(metrics, offers) : std::ranges::all_of(metrics, offers)) common.push_back(unit);
  }
  const bool unitless = std::ranges::none_of(metrics, [](Metric m) { return reference::info(m).has_unit; });
  return unitless ? std::vector<Unit>{Unit::nat} : common;
}

std::string reason_to_skip(const Theorem& theorem, const Description& description) {
  if (theorem.each && metrics_offered(theorem, description).empty()) {
    return fmt::format("offers none of its metrics{}", theorem.each->way);
  }
  for (const Metric metric : theorem.metrics) {
    if (!theorem.each && !description.metrics.contains(metric)) return "lacks " + std::string(reference::info(metric).name);
  }
  if (theorem.kind == Theorem::Kind::domain && !description.metrics.at(theorem.metrics.front()).validates) {
    return "gives no promise about invalid input (`validates`)";
  }
  if (common_units(theorem, description).empty()) return "its metrics have no unit in common";
  return {};
}

}  // namespace gibbs::properties
