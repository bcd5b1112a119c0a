#include "properties/run/shares.hpp"

#include <algorithm>

#include "properties/run/runs.hpp"

namespace gibbs::properties {

bool Share::has(std::uint64_t key, std::size_t i) const {
  std::uint64_t x = key + (i + 1) * 0x9e3779b97f4a7c15;  // SplitMix64 (Steele, Lea, Flood 2014)
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return (x ^ x >> 31) % count == index;
}

std::vector<Tally> tally(Subject& subject, const Options& options, const Share& share) {
  const std::vector<const Theorem*> theorems = selected(options);
  Team team(subject, std::min(threads_of(options.threads), theorems.size()));
  std::vector<Tally> tallies(theorems.size());
  const auto runs = run_all(theorems, team, options, [&](std::size_t i, Subject& own) {
    PropertyTrial trial(*theorems[i], own, options);
    const std::uint64_t mine = key(theorems[i]->id);
    for (std::size_t k = 0; k < trial.cases() && !trial.enough(); ++k) {
      if (share.has(mine, k)) trial.judge(k);
    }
    const Tally& counted = tallies[i] = trial.tally();
    PropertyRun run;
    run.result.id = theorems[i]->id;
    run.result.status = counted.refuted > 0 ? Status::refuted : Status::held;
    run.answered = counted.answered, run.mute = counted.mute;
    return run;
  });
  for (std::size_t i = 0; i < runs.size(); ++i) tallies[i].lost = runs[i].lost;
  return tallies;
}

Report join(Subject& subject, const Options& options, const std::vector<std::vector<Tally>>& shares) {
  const std::vector<const Theorem*> theorems = selected(options);
  Team team(subject, std::min(threads_of(options.threads), theorems.size()));
  auto runs = run_all(theorems, team, options, [&](std::size_t i, Subject& own) {
    std::vector<const Tally*> tallies;
    for (const std::vector<Tally>& share : shares) tallies.push_back(&share.at(i));
    PropertyTrial trial(*theorems[i], own, options);
    trial.add(tallies);
    const bool lost = std::ranges::any_of(tallies, [](const Tally* tally) { return tally->lost; });
    return lost || trial.enough() ? run_property(*theorems[i], own, options) : trial.finish();
  });
  return conclude(theorems, std::move(runs), team, options);
}

}  // namespace gibbs::properties
