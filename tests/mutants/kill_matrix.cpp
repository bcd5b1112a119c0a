// The kill matrix: every mutant and every exhibit of the museum on trial, and which properties caught it.
//     build/default/tests/mutants/kill_matrix [FOLDER [PART…]]
// writes kill-matrix.csv and kill-matrix.md there. Status 1 if a fault survives, if a mutant with a proof that it is
// none is accused, or if a property catches nothing. With parts of ids, only the faults that have one of them are tried,
// and no property is blamed.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <thread>

#include "by_hand.hpp"
#include "museum/exhibit.hpp"
#include "mutants.hpp"
#include "properties/run/check.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::tests {
namespace {

struct Row {
  std::string id;
  std::string_view fault, equivalent{}, needs{};  // see Mutant
  std::unique_ptr<properties::Subject> subject;
  std::vector<properties::Metric> metrics{};  // only properties that ask for one of these can tell
  std::vector<bool> killers{};                // by place in the catalogue
  bool shown = false;                         // by a counterexample to check by hand
  double shrinking = 0;                       // the longest, in seconds
  bool killed() const { return std::ranges::count(killers, true) > 0; }
};

std::vector<Row> rows() {
  std::vector<Row> all;
  for (Mutant& m : mutants()) all.push_back({m.id, m.fault, m.equivalent, m.needs, m.subject.another(), {m.metric}});
  for (const museum::Exhibit& e : museum::exhibits()) {
    all.push_back({"museum:" + std::string(e.id), e.symptom, {}, needs(e.id), museum::open(e), {}});
  }
  return all;
}

void put_on_trial(Row& row) {
  const auto catalogue = properties::catalogue();
  row.killers.assign(catalogue.size(), false);
  properties::Options options;
  options.cases = 300;
  options.metrics = row.metrics;
  options.threads = 1;  // a fault that remembers depends on the order of the questions
  for (const auto& result : check(*row.subject, options).properties) {
    if (result.status != properties::Status::refuted) continue;
    row.killers[static_cast<std::size_t>(properties::find_theorem(result.id) - catalogue.data())] = true;
    row.shrinking = std::max(row.shrinking, result.shrinking);
    row.shown = row.shown || std::ranges::all_of(result.counterexample->inputs, by_hand);
  }
}

void write(const std::vector<Row>& all, const std::string& folder) {
  const auto catalogue = properties::catalogue();
  std::ofstream csv(folder + "/kill-matrix.csv"), page(folder + "/kill-matrix.md");
  fmt::print(csv, "fault");
  for (const auto& theorem : catalogue) fmt::print(csv, ",{}", theorem.id);
  fmt::print(csv, "\n");
  fmt::print(page, "# Kill matrix\n\n| fault | what | caught first by | by how many |\n|---|---|---|---|\n");
  std::map<std::size_t, std::vector<std::string>> only;
  for (const Row& row : all) {
    fmt::print(csv, "{}", row.id);
    for (const bool kill : row.killers) fmt::print(csv, ",{}", kill ? "1" : "");
    fmt::print(csv, "\n");
    const auto first = std::ranges::find(row.killers, true) - row.killers.begin();
    const auto count = std::ranges::count(row.killers, true);
    if (count == 1) only[static_cast<std::size_t>(first)].push_back(row.id);
    const std::string_view by = row.killed() ? catalogue[static_cast<std::size_t>(first)].id : "no one";
    fmt::print(page, "| `{}` | {} | `{}` | {} |\n", row.id, row.fault, by, count);
  }
  fmt::print(page, "\n| property | catches | only it catches |\n|---|---|---|\n");
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const auto kills = std::ranges::count_if(all, [i](const Row& row) { return row.killers[i]; });
    fmt::print(page, "| `{}` | {} | {} |\n", catalogue[i].id, kills, fmt::join(only[i], ", "));
  }
  fmt::print(page, "\n## Faults that no small counterexample shows\n\n");
  for (const Row& row : all) {
    if (!row.shown && !row.needs.empty()) fmt::print(page, "- `{}` needs {}\n", row.id, row.needs);
  }
  fmt::print(page, "\n## Mutants that are correct\n\n");
  for (const Row& row : all) {
    if (!row.equivalent.empty()) fmt::print(page, "- `{}` ({}): {}\n", row.id, row.fault, row.equivalent);
  }
}

/// How many things are not as they should be; names each.
int complaints(const std::vector<Row>& all, bool whole) {
  int count = 0;
  const auto complain = [&count](std::string_view what, std::string_view who) {
    ++count, fmt::print("{}: {}\n", what, who);
  };
  for (const Row& row : all) {
    if (row.equivalent.empty() && !row.killed()) complain("survives", row.id);
    if (!row.equivalent.empty() && row.killed()) complain("accused although it is correct", row.id);
    if (row.killed() && !row.shown && row.needs.empty()) complain("shown by nothing to check by hand", row.id);
  }
  const auto catalogue = properties::catalogue();
  for (std::size_t i = 0; i < catalogue.size() && whole; ++i) {
    if (std::ranges::none_of(all, [i](const Row& row) { return row.killers[i]; }))
      complain("catches nothing", catalogue[i].id);
  }
  return count;
}

}  // namespace
}  // namespace gibbs::tests

int main(int argc, char** argv) {
  using namespace gibbs::tests;
  std::vector<Row> all = rows();
  const std::span<char*> parts(argv + std::min(argc, 2), argv + argc);
  if (!parts.empty()) {
    std::erase_if(all, [&](const Row& row) {
      return std::ranges::none_of(parts, [&](const char* part) { return row.id.find(part) != std::string::npos; });
    });
  }
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < all.size(); i = next++) put_on_trial(all[i]);
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) pool.emplace_back(work);
  }
  write(all, argc > 1 ? argv[1] : ".");
  const auto correct = std::ranges::count_if(all, [](const Row& row) { return !row.equivalent.empty(); });
  fmt::print("{} faults, {} of them shown by a counterexample to check by hand; {} mutants that are correct\n",
             static_cast<long>(all.size()) - correct, std::ranges::count(all, true, &Row::shown), correct);
  const Row& slowest = *std::ranges::max_element(all, {}, &Row::shrinking);
  fmt::print("the longest that shrinking took: {:.2f} s, for {}\n", slowest.shrinking, slowest.id);
  return complaints(all, parts.empty()) == 0 ? 0 : 1;
}
