// How many cases of a theorem are judged a second, beside the same theorems written with Hypothesis and mpmath.
//
// One thread each. Google Benchmark measures gibbs on its own library; the peer is a Python program in the same run.
// The table gives the ratio of the medians.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "properties/run/check.hpp"
#include "subjects/adapters.hpp"

namespace {

constexpr std::size_t cases = 1000;
constexpr int repetitions = 5;
const std::vector<std::string> theorems{"entropy-bounds",     "gibbs-inequality",    "cross-entropy-decomposes",
                                        "softmax-simplex",    "accuracy-of-entropy", "accuracy-of-kl_divergence",
                                        "accuracy-of-softmax"};

void judge(benchmark::State& state, const std::string& id) {
  const auto subject = gibbs::subjects::open_subject("");
  gibbs::properties::Options options;
  options.cases = cases;
  options.only = {std::string(id)};
  options.threads = 1;
  for (auto _ : state) benchmark::DoNotOptimize(gibbs::properties::check(*subject, options));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cases));
}

/// Keeps each benchmark's median rate, and prints the usual report.
class Medians final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median")
        rates[run.run_name.function_name] = run.counters.at("items_per_second");
    }
    ConsoleReporter::ReportRuns(runs);
  }
  std::map<std::string, double> rates;
};

/// Lines "id rate" of one run of the peer.
std::map<std::string, double> peer_run() {
  std::map<std::string, double> rates;
  const std::string command = std::string("/usr/bin/python3 ") + GIBBS_BENCH_PEER;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return rates;
  char line[256];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    std::istringstream words(line);
    std::string id;
    double rate = 0;
    if (words >> id >> rate) rates[id] = rate;
  }
  pclose(pipe);
  return rates;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::RegisterBenchmark("whole trial of the library, all cores",
                               [](benchmark::State& state) {
                                 const auto subject = gibbs::subjects::open_subject("");
                                 for (auto _ : state) benchmark::DoNotOptimize(gibbs::properties::check(*subject, {}));
                               })
      ->Unit(benchmark::kSecond)
      ->UseRealTime()
      ->Iterations(1);
  for (const std::string& id : theorems) {
    benchmark::RegisterBenchmark(id.c_str(), [id](benchmark::State& state) { judge(state, id); })
        ->Repetitions(repetitions)
        ->ReportAggregatesOnly()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Medians gibbs;
  benchmark::RunSpecifiedBenchmarks(&gibbs);
  std::map<std::string, std::vector<double>> peer;
  for (int i = 0; i < repetitions; ++i) {
    for (const auto& [id, rate] : peer_run()) peer[id].push_back(rate);
  }
  fmt::print("\n{:28}{:>14}{:>24}{:>8}\n", "cases a second, one thread", "gibbs", "Hypothesis + mpmath", "ratio");
  double our_seconds = 0, their_seconds = 0;  // for one case of each
  for (const std::string& id : theorems) {
    if (!gibbs.rates.contains(id) || peer[id].empty()) continue;
    const double ours = gibbs.rates[id], theirs = median(peer[id]);
    our_seconds += 1 / ours;
    their_seconds += 1 / theirs;
    fmt::print("{:28}{:>14.0f}{:>24.0f}{:>8.0f}\n", id, ours, theirs, ours / theirs);
  }
  const double n = static_cast<double>(theorems.size());
  fmt::print("{:28}{:>14.0f}{:>24.0f}{:>8.0f}\n", "all of them", n / our_seconds, n / their_seconds,
             their_seconds / our_seconds);
}
