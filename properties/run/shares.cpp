#include "properties/run/shares.hpp"

#include <algorithm>

#include "properties/run/runs.hpp"

namespace gibbs::properties {

std::vector<Tally> tally(Subject& subject, const Options& options, const Share& share) {
  const std::vector<const Theorem*> theorems = selected(options);
  Team team(subject, std::min<std::size_t>(threads_of(options.threads), theorems.size()));
  std::vector<Tally> tallies(theorems.size());
  const auto runs = run_all(theorems, team, options, [&](std::size_t i, Subject& own) {
    PropertyTrial trial(*theorems[i], own, options);
    for (std::size_t k = share.index; k < trial.cases() && !trial.enough(); k += share.count) trial.draw(k);
    tallies[i] = trial.tally();
    PropertyRun run;
    run.result.id = theorems[i]->id;
    run.result.status = tallies[i].refuted > 0 ? Status::refuted : Status::held;
    run.answered = tallies[i].answered, run.mute = tallies[i].mute;
    return run;
  });
  for (std::size_t i = 0; i < runs.size(); ++i) tallies[i].costly = tallies[i].costly || runs[i].lost;
  return tallies;
}

Report merge(Subject& subject, const Options& options, const std::vector<std::vector<Tally>>& shares) {
  const std::vector<const Theorem*> theorems = selected(options);
  Team team(subject, std::min<std::size_t>(threads_of(options.threads), theorems.size()));
  auto runs = run_all(theorems, team, options, [&](std::size_t i, Subject& own) {
    PropertyTrial trial(*theorems[i], own, options);
    if (trial.begins()) trial.try_known();
    std::vector<const Tally*> tallies;
    for (const std::vector<Tally>& share : shares) tallies.push_back(&share.at(i));
    if (std::ranges::any_of(tallies, [](const Tally* tally) { return tally->costly; })) {
      for (std::size_t k = 0; k < trial.cases() && !trial.enough(); ++k) trial.draw(k);
    } else if (trial.begins() && !trial.enough()) {
      trial.add(tallies);
    }
    return trial.finish();
  });
  return conclude(theorems, std::move(runs), team, options);
}

}  // namespace gibbs::properties
