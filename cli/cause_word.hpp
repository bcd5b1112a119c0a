// Why a function fails, in one word: what a cell of a comparison has room for.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "properties/run/check.hpp"

namespace gibbs::cli {

/// The words are few, so that they can be learnt; `cause_words` says what each means. Found from how the metric fails and
/// from the simplest input on which it does. `as` is the counterexample to tell it from.
std::string_view cause_word(const properties::Cause& cause, const properties::Counterexample& as);

struct CauseWord {
  std::string_view word, meaning;
};
std::span<const CauseWord> cause_words();

/// The value of what a counterexample shows, "-Infinity" and "> 2.09e+323228496" included; NaN for what is no number.
double shown_number(const std::string& text);

}  // namespace gibbs::cli
