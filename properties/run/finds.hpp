// The worst inputs that earlier searches found (properties/run/worst/METRIC.txt), which every trial begins with.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// One file of them, as committed: lines of comment, each followed by a token.
struct FindsFile {
  std::string_view metric;
  std::string_view text;
};
std::span<const FindsFile> finds_files();

/// Those of an accuracy property, as the subject can be given them: rounded to its format (which makes correctly
/// rounded images of distributions) and in a unit it offers; left out where that leaves the domain.
std::vector<Case> known_finds(const Theorem& theorem, const Description& description);

}  // namespace gibbs::properties
