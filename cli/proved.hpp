// What the machine has proved (proofs/), as `gibbs explain` shows it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gibbs::cli {

/// Coq's theorem of an id: where it stands, and its statement; or the reason why there is none, and the others are empty.
struct Proof {
  std::string file, statement, reason;
};
/// Nothing for accuracy and domain, which are no theorems.
std::optional<Proof> proof(std::string_view id);
/// The same in words.
std::string proved(std::string_view id);

}  // namespace gibbs::cli
