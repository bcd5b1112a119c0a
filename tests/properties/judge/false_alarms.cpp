// How many cases correct implementations of every style go through without one accusation:
//     build/default/tests/properties/false_alarms [CASES] [SEED] [GLOB...]
// tries each on at least CASES cases (10⁶ in all, if not given or 0) and ends with status 1 if one is refuted; with globs,
// by the properties alone whose ids match one: those of batches are *row* *mean* weight* axes* layouts*.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "properties/run/check.hpp"
#include "properties/run/show.hpp"
#include "properties/theorems/theorem.hpp"
#include "tests/properties/judge/styles.hpp"

namespace gibbs::tests {
namespace {

struct Trial {
  std::size_t cases = 0, accusations = 0;
};

Trial run(Functions& subject, const properties::Options& options) {
  Trial trial;
  for (const auto& property : check(subject, options).properties) {
    trial.cases += property.cases;
    if (property.status != properties::Status::refuted) continue;
    ++trial.accusations;
    fmt::print("{}:\n{}\n", property.id, property.counterexample ? show(*property.counterexample, "") : "");
  }
  return trial;
}

/// Some cases meet no theorem's conditions, and some theorems are skipped: more are asked for until there are enough.
Trial run_at_least(std::size_t cases, Functions& subject, properties::Options options) {
  Trial total;
  std::size_t theorems = properties::catalogue().size();
  while (total.cases < cases) {
    options.cases = (cases - total.cases) / theorems + 1;
    const Trial more = run(subject, options);
    if (more.cases == 0) break;  // offers nothing that is asked
    theorems = std::min(theorems, more.cases / options.cases + 1);
    total.cases += more.cases;
    total.accusations += more.accusations;
    ++options.seed;
  }
  return total;
}

}  // namespace
}  // namespace gibbs::tests

int main(int argc, char** argv) {
  using namespace gibbs::tests;
  std::vector<Functions> implementations = honest_implementations();
  std::size_t each = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (each == 0) each = 1'000'000 / implementations.size() + 1;
  gibbs::properties::Options options;
  options.seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100;
  options.only.assign(argv + std::min(argc, 3), argv + argc);
  Trial all;
  for (Functions& subject : implementations) {
    const Trial trial = run_at_least(each, subject, options);
    const auto& who = subject.description();
    fmt::print("{:26} {:9} {:9} cases {:4} accusations\n", who.name, who.format.name, trial.cases, trial.accusations);
    std::fflush(stdout);
    all.cases += trial.cases;
    all.accusations += trial.accusations;
  }
  fmt::print("{} implementations, {} cases, {} accusations\n", implementations.size(), all.cases, all.accusations);
  return all.accusations == 0 ? 0 : 1;
}
