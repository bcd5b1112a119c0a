// The worst inputs that earlier searches found (properties/run/finds/METRIC.txt), which every trial begins with.
#pragma once

#include <span>
#include <string>
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

struct KnownFind {
  Case at;
  std::string story;  // whose input it is, how bad, and why it is kept: the comment above its token
};
/// Those of an accuracy property, as the subject can be given them: rounded to its format (which makes correctly
/// rounded images of distributions) and in a unit it offers; left out where that leaves the domain.
std::vector<KnownFind> known_finds_with_stories(const Theorem& theorem, const Description& description);
std::vector<Case> known_finds(const Theorem& theorem, const Description& description);

}  // namespace gibbs::properties
