// Baselines, lists of known failures, and parts of a trial: each file is refused by one error, or read and held beside a
// trial. What was read of a baseline or a part is written and read again as the same.
#include <algorithm>

#include "cli/arguments.hpp"
#include "cli/baseline.hpp"
#include "cli/error.hpp"
#include "cli/expect.hpp"
#include "cli/part.hpp"
#include "properties/run/check.hpp"
#include "subjects/adapters.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace gibbs::fuzz {
namespace {

using namespace cli;

/// A trial in which something fails.
struct Trial {
  std::unique_ptr<properties::Subject> subject = subjects::open_subject("museum:scipy-20083");
  properties::Report report;
  Baseline baseline;
  Trial() {
    properties::Options options;
    options.cases = 20;
    options.threads = 1;
    report = check(*subject, options);
    baseline = baseline_of(report, *subject);
  }
};
const Trial& trial() {
  static const Trial one;
  return one;
}

void as_baseline(const std::string& path) {
  const Baseline before = read_baseline(path);
  const std::string written = to_text(before);
  const File again(written);
  require(to_text(read_baseline(again.path())) == written, "a baseline changed", written);
  to_text(compare(before, trial().baseline, trial().report, "museum:scipy-20083"), path, true, Style(false));
  const File tight(to_text(tightened(before, trial().baseline)));
  read_baseline(tight.path());
}

void as_expectations(const std::string& path) {
  const std::vector<Expectation> expectations = read_expectations(path);
  for (const std::string_view day : {"1999-12-31", "9999-12-31"}) to_text(compare(trial().report, expectations, std::string(day)), Style(false));
}

/// As if its sum were right: no chance finds one.
void as_part(const std::string& path) {
  const File whole(sealed(read_text(path)));
  const std::vector<Part> parts = read_parts({whole.path()});
  const std::string written = to_text(parts[0]);
  const File again(written);
  require(to_text(read_parts({again.path()})[0]) == written, "a part changed", written);
  // That its cases fail by the answers is not to be believed. (A property that is tried anew may have any number of cases.)
  properties::Options options = parts[0].options;
  options.threads = 1;
  const auto anew = [](const properties::Tally& tally) { return tally.lost || tally.costly > 0; };
  if (options.cases > 20 || std::ranges::any_of(parts[0].tallies, anew)) return;
  try {
    join(*trial().subject, options, {parts[0].tallies});
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace
}  // namespace gibbs::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gibbs::fuzz;
  const File file(text(data, size));
  for (const auto read : {as_baseline, as_expectations, as_part}) {
    try {
      read(file.path());
    } catch (const gibbs::cli::UsageError&) {
    }
  }
  return 0;
}
