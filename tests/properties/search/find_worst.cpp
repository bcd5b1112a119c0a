// Searches for the inputs that properties/run/finds keeps, and prints the files:
//     build/default/tests/properties/find_worst FOLDER [TRIES [METRIC…]]
// writes FOLDER/METRIC.txt of these metrics, or of all: of the textbook formulas, of the other styles in binary64 and in the narrower formats, and
// of the library, the largest error in ulps and the largest share of the claim (inputs of at most 24 numbers); of the
// museum one input for each kind of fault. TRIES inputs are tried of each implementation (3000).
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "tests/properties/search/contenders.hpp"
#include "tests/properties/search/searches.hpp"

namespace gibbs::tests {
namespace {

using namespace properties;

struct Kept {
  Find find;
  std::string line;  // the comment
};

/// What it is worth keeping for: within each of these only the worst stays.
std::string merit(const Contender& who, Aim aim, const Error& error, const Accuracy& accuracy) {
  const bool narrow = who.subject->description().format != reference::binary64;
  const std::string_view what = aim == Aim::ulps ? "error" : "share of the claim";
  switch (who.kind) {
    case Contender::Kind::textbook: return fmt::format("the largest {} of the textbook formulas", what);
    case Contender::Kind::style:
      if (accuracy.level != Accuracy::Level::stable) return "";  // as near to a tie as the library
      return fmt::format("the largest {} of all styles {}", what, narrow ? "in narrower formats" : "in double");
    case Contender::Kind::library: return aim == Aim::share ? "the nearest to a tie of the library" : "";
    case Contender::Kind::exhibit: break;
  }
  return error.kind() > 0 ? "a real defect" : "";
}

void keep(std::map<std::string, Kept>& all, Contender& who, Metric metric, Aim aim, const std::optional<Find>& find) {
  if (!find) return;
  const Accuracy& accuracy = who.subject->description().metrics.at(metric).accuracy;
  const std::string why = merit(who, aim, find->error, accuracy);
  if (why.empty()) return;
  const auto known = all.find(why);
  if (known != all.end() && !worse(find->error, known->second.find.error, aim)) return;
  all.insert_or_assign(why, Kept{*find, fmt::format("# {}: {}; {}", who.name, said(find->error, accuracy), why)});
}

void search_for(Metric metric, std::vector<Contender>& all, std::size_t tries, const std::string& folder) {
  const Theorem& theorem = accuracy_of(metric);
  std::map<std::string, Kept> kept;
  for (Contender& who : all) {
    if (!who.subject->description().metrics.contains(metric)) continue;
    SearchOptions options;
    options.tries = tries;
    options.most_numbers = 24;
    options.from_finds = false;
    const Search found = search(theorem, *who.subject, options);
    keep(kept, who, metric, Aim::ulps, found.by_ulps);
    keep(kept, who, metric, Aim::share, found.by_share);
  }
  std::ofstream file(folder + "/" + std::string(reference::info(metric).name) + ".txt");
  std::set<std::string> written;
  for (const auto& [_, find] : kept) {
    const std::string token = to_token(theorem.id, find.find.at);
    if (written.insert(token).second) fmt::print(file, "{}\n{}\n", find.line, token);
  }
}

}  // namespace
}  // namespace gibbs::tests

int main(int argc, char** argv) {
  using namespace gibbs;
  if (argc < 2) return 2;
  std::vector<tests::Contender> all = tests::contenders();
  const std::size_t tries = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 3000;
  const std::vector<std::string_view> only(argv + std::min(argc, 3), argv + argc);
  for (const auto& info : reference::metrics()) {
    if (only.empty() || std::ranges::find(only, info.name) != only.end()) tests::search_for(info.metric, all, tries, argv[1]);
  }
}
