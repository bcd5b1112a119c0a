#include "tests/properties/search/searches.hpp"

#include "properties/theorems/theorem.hpp"

namespace gibbs::tests {

using namespace properties;

const Theorem& accuracy_of(reference::Metric metric) {
  return *find_theorem("accuracy-of-" + std::string(reference::info(metric).name));
}

Search drawn(const Theorem& theorem, Subject& subject, std::size_t tries, std::uint64_t seed) {
  const std::vector<Unit> units = common_units(theorem, subject.description());
  Search result;
  for (; result.tried < tries; ++result.tried) {
    const std::size_t i = result.tried;
    const rc::Random random(rc::Random::Key{seed, static_cast<std::uint64_t>(theorem.metrics.front()), i, 0});
    Source source(random, static_cast<int>(i * 101 / tries), subject.description().format, units, i % large_every == large_every - 1 ? i / large_every + 1 : 0);
    const Case c = theorem.inputs(source);
    const Find find{c, measure(theorem, c, subject)};
    if (!result.by_ulps || worse(find.error, result.by_ulps->error, Aim::ulps)) result.by_ulps = find;
    if (!result.by_share || worse(find.error, result.by_share->error, Aim::share)) result.by_share = find;
  }
  return result;
}

Search searched(const Theorem& theorem, Subject& subject, std::size_t tries, std::uint64_t seed) {
  SearchOptions options;
  options.tries = tries;
  options.seed = seed;
  options.from_finds = false;
  return search(theorem, subject, options);
}

}  // namespace gibbs::tests
