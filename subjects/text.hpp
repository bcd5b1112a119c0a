// Words for people: foreign text made fit to show, and the nearest of some names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gibbs::subjects {

/// At most `limit` bytes of text from a stranger, as one line of valid UTF-8: white space becomes a space, control
/// characters and broken UTF-8 become \x1b, and "…" stands for what was left out.
std::string printable(std::string_view text, std::size_t limit = 200);

/// The name with the smallest edit distance (Levenshtein) to what was typed; empty if none is close, that is within
/// a third of its length.
std::string nearest(std::string_view typed, std::span<const std::string_view> names);

/// "; did you mean 'scipy'?", or nothing where no name is near; where names contain what was typed, these, up to five:
/// "; did you mean 'kl-units' or 'kl-support'?".
std::string did_you_mean(std::string_view typed, std::span<const std::string_view> names);

}  // namespace gibbs::subjects
