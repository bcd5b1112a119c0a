// Whose worst inputs are committed in properties/run/finds: honest implementations, the library and the museum.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "properties/search/worst.hpp"

namespace gibbs::tests {

struct Contender {
  enum class Kind { textbook, style, library, exhibit };
  std::string name;  // as comments of finds have it: "textbook (binary64)", "museum:scipy-20083 (binary64)"
  Kind kind;
  std::unique_ptr<properties::Subject> subject;
};
std::vector<Contender> contenders();

/// How bad an answer is, as comments of finds say it: "6.81e+13 ulp, 0.193 of `stable`", or "NaN".
std::string said(const properties::Error& error, const properties::Accuracy& accuracy);

}  // namespace gibbs::tests
