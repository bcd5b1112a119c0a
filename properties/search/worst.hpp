// The directed search for the input on which a subject's metric errs most.
//
// It climbs: from the best of a few drawn inputs, or from the worst known so far, to a neighbour that is no better for
// the subject, until none is found for long. Two aims take turns, as they lead apart: the error in ulps, which has no
// bound where values near 0 are what is left of larger ones, and its share of what the claim allows, which tells
// whether the claim is true. An answer that is no number is worse than any number, in the order of Fault::Kind.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "properties/run/run.hpp"

namespace gibbs::properties {

/// How bad one answer is.
struct Error {
  Outcome outcome;
  double ulps = 0;   // of the worst component; meaningless where there is no number
  double share = 0;  // of what the claim allows: of the radius of `stable`, ½ ulp of `correct`, 1 of `faithful`, K of `ulp:K`
  /// 0 for a number, else by the kind of fault.
  int kind() const;
};
/// Precondition: an accuracy property, of a metric the subject has.
Error measure(const Theorem& theorem, const Case& inputs, Subject& subject);

enum class Aim { ulps, share };
/// Is `a` worse for the subject than `b`?
bool worse(const Error& a, const Error& b, Aim aim);

struct SearchOptions {
  std::size_t tries = SIZE_MAX;  // inputs asked about
  std::uint64_t seed = 1;
  std::optional<std::chrono::steady_clock::time_point> until;  // the result depends on it, unless all tries are done
  unsigned threads = 0;                                        // 0: as many as cores; nothing depends on them
  std::size_t most_numbers = SIZE_MAX;                         // that an input may have
  bool from_finds = true;                                      // begin with those known of earlier searches
  std::function<void(std::size_t tried)> progress;
};

struct Find {
  Case at;
  Error error;
};

struct Search {
  std::size_t tried = 0;
  std::optional<Find> by_ulps, by_share;  // the worst of each aim; none if nothing was tried
};

/// Precondition: as for measure(). Ends at once when the subject falls silent or dies: nothing is worse.
Search search(const Theorem& theorem, Subject& subject, const SearchOptions& options);

}  // namespace gibbs::properties
