// What the machine has proved (proofs/), as `gibbs explain` shows it.
#pragma once

#include <string>
#include <string_view>

namespace gibbs::cli {

/// Where Coq's theorem of this id stands, and its statement; or why there is none. Empty for accuracy and domain, which
/// are no theorems.
std::string proved(std::string_view id);

}  // namespace gibbs::cli
