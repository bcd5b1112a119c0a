#include "cli/cause_word.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <utility>

namespace gibbs::cli {
namespace {

using namespace properties;
using reference::Domain;

constexpr std::array words{
    CauseWord{"zeros", "NaN where a probability is 0"},
    CauseWord{"mask", "wrong where a logit is −∞"},
    CauseWord{"over", "overflow on the way to a finite value"},
    CauseWord{"shift", "what is small beside large logits loses its digits"},
    CauseWord{"tail", "small values lose their digits or become 0, or −∞ as a logarithm"},
    CauseWord{"clips", "the value is cut off: finite for infinity, or it stops growing"},
    CauseWord{"NaN", "NaN on other inputs"},
    CauseWord{"base", "off by a power of the logarithm's base"},
    CauseWord{"sign", "negative where nothing negative can be, or the reverse"},
    CauseWord{"refuses", "an error for valid input"},
    CauseWord{"accepts", "a number for invalid input that it promised to refuse"},
    CauseWord{"batch", "wrong in a batch alone"},
    CauseWord{"varies", "another answer when asked again"},
    CauseWord{"hangs", "no answer in time"},
    CauseWord{"dies", "the program ended"},
    CauseWord{"mute", "given up, as neither it nor any other metric answers"},
    CauseWord{"law", "answers that contradict each other"},
    CauseWord{"inexact", "further from the exact value than careful formulas are"},
};

// What chooses between words, where a wrong number fits several; docs/contracts.md says these. No verdict rests on them.
/// Libraries that clip probabilities do so at 10⁻⁶ or below: 10⁻⁷ (Keras), 2⁻²³ and 2⁻⁵² (an epsilon), 10⁻¹⁵.
constexpr double largest_clip = 1e-6;
/// Smaller values than these are called small.
constexpr double tail_value = 1e-3;

bool any(const Counterexample& c, Domain domain, auto&& holds) {
  const auto& parameters = reference::info(c.metric).parameters;
  return std::ranges::any_of(c.inputs, [&](const ShownInput& input) {
    const bool of_domain = std::ranges::any_of(parameters, [&](const auto& p) { return p.name == input.name && p.domain == domain; });
    return of_domain && std::ranges::any_of(input.values, holds);
  });
}
bool any_mass(const Counterexample& c, auto&& holds) {
  return any(c, Domain::distribution, holds) || any(c, Domain::joint, holds) || any(c, Domain::probability, holds);
}

/// How far the numbers of the inputs lie apart, and how large they are.
struct Extent {
  double least = std::numeric_limits<double>::infinity(), most = -least, size = 0;
};
Extent extent(const Counterexample& c) {
  Extent e;
  for (const ShownInput& input : c.inputs) {
    for (const double x : input.values) {
      if (!std::isfinite(x)) continue;
      e.least = std::min(e.least, x), e.most = std::max(e.most, x), e.size = std::max(e.size, std::abs(x));
    }
  }
  return e;
}

/// Is one of them the other times a power of a logarithm's base?
bool differ_by_base(double observed, double exact) {
  const double ratio = std::abs(std::log(observed / exact));
  constexpr double near = 1e-6;
  for (const double base : {std::numbers::ln2, std::numbers::ln10, std::numbers::ln10 / std::numbers::ln2}) {
    for (const int power : {1, 2}) {
      if (std::abs(ratio - power * std::abs(std::log(base))) < near) return true;
    }
  }
  return false;
}

bool may_have_both_signs(Metric metric) {
  const std::string_view name = reference::info(metric).name;
  return name.ends_with("_gradient") || name.ends_with("_vjp") || metric == Metric::log_sum_exp;
}

std::string_view of_wrong_number(const Counterexample& c, double observed, double exact) {
  const auto is_small = [](double x) { return x < largest_clip; };
  const Extent e = extent(c);
  if (observed * exact < 0 && !may_have_both_signs(c.metric)) return "sign";
  if (observed != 0 && exact != 0 && observed * exact > 0 && differ_by_base(observed, exact)) return "base";
  const bool capped = std::abs(observed) < 0.99 * std::abs(exact) && std::abs(exact) > 1;
  if (capped && (any_mass(c, is_small) || (e.size > 10 && e.size <= 1000))) return "clips";
  if (e.size > 100) return "shift";
  return std::max(std::abs(exact), std::abs(observed)) < tail_value ? "tail" : "inexact";
}

/// Some ways to fail are a word by themselves.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> ways{{{"valid input refused", "refuses"},
                                                                             {"no usable answer", "refuses"},
                                                                             {"invalid input accepted", "accepts"},
                                                                             {"no answer in time", "hangs"},
                                                                             {"death", "dies"},
                                                                             {"wrong in a batch", "batch"},
                                                                             {"inconsistent", "varies"}}};

}  // namespace

std::span<const CauseWord> cause_words() { return words; }

double shown_number(const std::string& text) {
  if (text == "0") return 0;
  const std::size_t from = text.starts_with("> ") || text.starts_with("< ") ? 2 : 0;
  char* end = nullptr;
  const double x = std::strtod(text.c_str() + from, &end);
  return end == text.c_str() + from ? std::numeric_limits<double>::quiet_NaN() : x;
}

std::string_view cause_word(const Cause& cause, const Counterexample& as) {
  for (const auto& [way, word] : ways) {
    if (cause.way == way) return word;
  }
  const bool a_number = cause.way == "NaN" || cause.way == "infinite or not" || cause.way == "inaccurate";
  if (!a_number || as.observations.empty()) return "law";
  const double observed = shown_number(as.observations.front().observed), exact = shown_number(as.observations.front().exact);
  if (cause.way == "infinite or not" && std::isinf(exact)) return "clips";
  const auto is_mask = [](double x) { return std::isinf(x) && x < 0; };
  if (any(as, Domain::logits, is_mask) || any(as, Domain::logit, is_mask) || any(as, Domain::logit_rows, is_mask)) return "mask";
  if (cause.way == "NaN") {
    if (any_mass(as, [](double x) { return x == 0; })) return "zeros";
    return extent(as).size > 100 ? "over" : "NaN";
  }
  if (cause.way == "infinite or not") return observed < 0 ? "tail" : "over";
  return of_wrong_number(as, observed, exact);
}

}  // namespace gibbs::cli
