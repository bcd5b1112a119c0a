// Input classes: what kinds of input a case holds, judged by the case as the subject is given it, not by what the
// generator meant. A trial counts for each property how many cases of each class it saw.
#pragma once

#include <bitset>
#include <span>
#include <string_view>

#include "properties/inputs/case.hpp"
#include "reference/format.hpp"

namespace gibbs::properties {

struct InputClass {
  std::string_view name;
  std::string_view meaning;
};
/// All of them; a class is known by its place here.
std::span<const InputClass> input_classes();

using Classes = std::bitset<96>;
Classes classify(const Case& c, const reference::Format& format);

}  // namespace gibbs::properties
