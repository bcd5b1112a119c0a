// The kill matrix: every mutant and every exhibit of the museum on trial, and which properties caught it.
//     build/default/tests/mutants/kill_matrix [FOLDER [PART…]]
// writes kill-matrix.csv and kill-matrix.md there. Status 1 if a fault survives, if a mutant with a proof that it is
// none is accused, or if a property catches nothing. With parts of ids, only the faults that have one of them are tried,
// and no property is blamed.
//
// A few cases show most faults, so these come first. As many as a trial has are for what they leave open: faults that
// survived them or were not shown, mutants that are correct, and properties that have caught nothing.
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
  bool is_done() const { return killed() && (shown || !needs.empty()); }
};
constexpr std::size_t few = 50, many = 300;

std::vector<Row> rows() {
  std::vector<Row> all;
  for (Mutant& m : mutants()) all.push_back({m.id, m.fault, m.equivalent, m.needs, m.subject.another(), {m.metric}});
  for (const museum::Exhibit& e : museum::exhibits()) {
    all.push_back({"museum:" + std::string(e.id), e.symptom.en, {}, needs(e.id), museum::open(e), {}});
  }
  return all;
}

/// With the properties `only`, or all.
void put_on_trial(Row& row, std::size_t cases, const std::vector<std::string>& only) {
  const auto catalogue = properties::catalogue();
  row.killers.resize(catalogue.size(), false);
  properties::Options options;
  options.cases = cases;
  options.only = only;
  options.metrics = row.metrics;
  options.threads = 1;  // a fault that remembers depends on the order of the questions
  for (const auto& result : check(*row.subject, options).properties) {
    if (result.status != properties::Status::refuted) continue;
    row.killers[static_cast<std::size_t>(properties::find_theorem(result.id) - catalogue.data())] = true;
    row.shrinking = std::max(row.shrinking, result.shrinking);
    row.shown = row.shown || std::ranges::all_of(result.counterexample->inputs, by_hand);
  }
}

/// f(row) for all, on all cores.
template <class F>
void for_each_row(std::vector<Row>& all, F f) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> pool;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) {
    pool.emplace_back([&] {
      for (std::size_t k = next++; k < all.size(); k = next++) f(all[k]);
    });
  }
}

/// Properties that caught nothing.
std::vector<std::string> toothless(const std::vector<Row>& all) {
  std::vector<std::string> ids;
  const auto catalogue = properties::catalogue();
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    if (std::ranges::none_of(all, [i](const Row& row) { return row.killers[i]; })) ids.emplace_back(catalogue[i].id);
  }
  return ids;
}

/// Does one of these properties ask for a metric of the row's?
bool concerns(const std::vector<std::string>& ids, const Row& row) {
  return std::ranges::any_of(ids, [&](const std::string& id) {
    const auto& asked = properties::find_theorem(id)->metrics;
    return row.metrics.empty() || std::ranges::find_first_of(asked, row.metrics) != asked.end();
  });
}

void put_all_on_trial(std::vector<Row>& all, bool whole) {
  for_each_row(all, [](Row& row) { put_on_trial(row, few, {}); });
  const std::vector<std::string> open = whole ? toothless(all) : std::vector<std::string>{};
  for_each_row(all, [&](Row& row) {
    if (!row.is_done())
      put_on_trial(row, many, {});
    else if (concerns(open, row))
      put_on_trial(row, many, open);
  });
}

void write(const std::vector<Row>& all, const std::string& folder) {
  const auto catalogue = properties::catalogue();
  std::ofstream csv(folder + "/kill-matrix.csv"), page(folder + "/kill-matrix.md");
  fmt::print(csv, "fault");
  for (const auto& theorem : catalogue) fmt::print(csv, ",{}", theorem.id);
  fmt::print(csv, "\n");
  fmt::print(page, "# Kill matrix\n\nThe first {} cases of each property; {} for what these left open.\n\n", few, many);
  fmt::print(page, "| fault | what | caught first by | by how many |\n|---|---|---|---|\n");
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
  if (whole)
    for (const std::string& id : toothless(all)) complain("catches nothing", id);
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
  put_all_on_trial(all, parts.empty());
  write(all, argc > 1 ? argv[1] : ".");
  const auto correct = std::ranges::count_if(all, [](const Row& row) { return !row.equivalent.empty(); });
  fmt::print("{} faults, {} of them shown by a counterexample to check by hand; {} mutants that are correct\n",
             static_cast<long>(all.size()) - correct, std::ranges::count(all, true, &Row::shown), correct);
  const Row& slowest = *std::ranges::max_element(all, {}, &Row::shrinking);
  fmt::print("the longest that shrinking took: {:.2f} s, for {}\n", slowest.shrinking, slowest.id);
  return complaints(all, parts.empty()) == 0 ? 0 : 1;
}
