#include "properties/run/lost.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gibbs::properties {

void Lost::add(const PropertyRun& run) {
  for (const Metric metric : run.mute) ++mute_[metric];
  if (!run.mute.empty()) ++costly_;
  answered_.insert(run.answered.begin(), run.answered.end());
}

bool Lost::is_lost(Metric metric) const {
  const auto found = mute_.find(metric);
  return found != mute_.end() && found->second >= most && !answered_.contains(metric);
}

std::string Lost::reason(const Theorem& theorem, const Description& description) const {
  if (!reason_to_skip(theorem, description).empty()) return "";  // skipped for that
  if (costly_ >= most && answered_.empty()) return "not tried: the subject has answered no question so far";
  const auto metrics = metrics_offered(theorem, description);
  const auto lost = std::ranges::find_if(metrics, [this](Metric metric) { return is_lost(metric); });
  return lost == metrics.end() ? "" : fmt::format("not tried: {} has answered no question so far", reference::info(*lost).name);
}

PropertyRun given_up(const Theorem& theorem, std::string why) {
  PropertyRun run;
  run.result.id = theorem.id;
  run.result.statement = theorem.statement;
  run.result.metrics = theorem.metrics;
  run.result.status = Status::skipped;
  run.result.note = std::move(why);
  run.lost = true;
  if (theorem.kind == Theorem::Kind::accuracy && !theorem.each) run.grades[theorem.metrics.front()].spoil();
  return run;
}

}  // namespace gibbs::properties
