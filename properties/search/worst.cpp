#include "properties/search/worst.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

#include "properties/inputs/distributions.hpp"
#include "properties/run/finds.hpp"
#include "properties/run/team.hpp"
#include "properties/search/neighbours.hpp"

namespace gibbs::properties {
namespace {

constexpr std::size_t lanes = 8;            // of a round; each climbs for itself, whatever the threads
constexpr std::size_t tries_of_lane = 256;  // in a round
constexpr std::size_t drawn_first = 12;     // the best of them is where a climb begins
constexpr std::size_t patience = 96;        // steps in a row that lead nowhere
constexpr int most_proposals = 32;          // steps that leave the domain, before a new beginning

bool ends_it_all(const Error& e) {
  return e.kind() >= static_cast<int>(Fault::Kind::silence);
}

/// Of two as bad the simpler one.
void keep_worse(std::optional<Find>& kept, const Find& other, Aim aim) {
  const bool better = !kept || worse(other.error, kept->error, aim) ||
                      (!worse(kept->error, other.error, aim) && complexity(other.at) < complexity(kept->at));
  if (better) kept = other;
}

/// One share of a round's work, with a source of its own, so that nothing depends on which thread takes it.
class Lane {
 public:
  Lane(const Theorem& theorem, Subject& subject, const SearchOptions& options, Source source, Aim aim, std::size_t budget)
      : theorem_(theorem), subject_(subject), options_(options), source_(std::move(source)), aim_(aim), left_(budget) {}

  /// Begins where `known` is, if given; then again and again from new draws.
  void run(const std::vector<Case>& first, const std::optional<Find>& known) {
    for (const Case& c : first) try_one(c);
    if (known) climb(*known);
    while (goes_on()) {
      std::optional<Find> best;
      for (std::size_t i = 0; i < drawn_first && goes_on(); ++i) {
        const Case c = draw();
        const Error error = try_one(c);
        if (!best || worse(error, best->error, aim_)) best = Find{c, error};
      }
      if (best) climb(*best);
    }
  }
  const Search& result() const { return result_; }

 private:
  bool goes_on() const {
    const bool late = options_.until && std::chrono::steady_clock::now() >= *options_.until;
    return left_ > 0 && !late && !(result_.by_ulps && ends_it_all(result_.by_ulps->error));
  }

  Case draw() {
    for (;;) {
      Case c = theorem_.inputs(source_);
      if (may_go(c)) return c;
    }
  }
  bool may_go(const Case& c) const { return complexity(c).numbers <= options_.most_numbers && searchable(c, source_.format()); }

  Error try_one(const Case& c) {
    if (!goes_on()) return {};
    --left_;
    ++result_.tried;
    Error error = measure(theorem_, c, subject_);
    keep_worse(result_.by_ulps, {c, error}, Aim::ulps);
    keep_worse(result_.by_share, {c, error}, Aim::share);
    return error;
  }

  void climb(Find at) {
    std::size_t idle = 0;
    int proposals = 0;
    std::optional<Case> before;  // the last step led up from here: twice as far may lead higher
    while (goes_on() && idle < patience && proposals < most_proposals) {
      const Case next = before ? beyond(*before, at.at, source_.format()) : neighbour(at.at, source_);
      before.reset();
      if (!may_go(next)) {
        ++proposals;
        continue;
      }
      proposals = 0;
      const Error error = try_one(next);
      const bool up = worse(error, at.error, aim_), down = worse(at.error, error, aim_);
      idle = up ? 0 : idle + 1;
      if (up) before = at.at;
      if (!down) at = {next, error};
    }
  }

  const Theorem& theorem_;
  Subject& subject_;
  const SearchOptions& options_;
  Source source_;
  Aim aim_;
  std::size_t left_;
  Search result_;
};

}  // namespace

int Error::kind() const {
  const bool number = outcome.verdict != Hearing::Verdict::refuted || outcome.fault.kind < Fault::Kind::infinity;
  return number ? 0 : static_cast<int>(outcome.fault.kind);
}

Error measure(const Theorem& theorem, const Case& inputs, Subject& subject) {
  Hearing hearing(subject, inputs);
  Error error;
  error.outcome.verdict = hearing.run(theorem.law);
  error.outcome.fault = hearing.fault();
  for (const auto& g : hearing.gradings()) {
    error.ulps = std::max(error.ulps, g.assessment.ulps.lower);
    error.share = std::max(error.share, g.share);
  }
  return error;
}

bool worse(const Error& a, const Error& b, Aim aim) {
  if (a.kind() != b.kind()) return a.kind() > b.kind();
  return aim == Aim::ulps ? a.ulps > b.ulps : a.share > b.share;
}

Search search(const Theorem& theorem, Subject& subject, const SearchOptions& options) {
  const reference::Format& format = subject.description().format;
  const std::vector<Unit> units = common_units(theorem, subject.description());
  Team team(subject, std::min<std::size_t>(threads_of(options.threads), lanes));
  Search all;
  for (std::uint64_t round = 0; all.tried < options.tries; ++round) {
    const std::size_t left = std::min(options.tries - all.tried, lanes * tries_of_lane);
    std::vector<Search> found(lanes);
    team.share(lanes, [&](std::size_t i, Subject& own) {
      const rc::Random random(rc::Random::Key{options.seed, key(theorem.id), round, i});
      const Aim aim = i % 2 == 0 ? Aim::ulps : Aim::share;
      Lane lane(theorem, own, options, Source(random, 10, format, units), aim, (left + lanes - 1 - i) / lanes);
      const bool first = round == 0 && i == 0 && options.from_finds;
      // Half of them go on from the worst known so far, the others anywhere else.
      const auto& known = aim == Aim::ulps ? all.by_ulps : all.by_share;
      lane.run(first ? known_finds(theorem, subject.description()) : std::vector<Case>(), i < lanes / 2 ? known : std::nullopt);
      found[i] = lane.result();
    });
    std::size_t tried = 0;
    for (const Search& one : found) {
      tried += one.tried;
      if (one.by_ulps) keep_worse(all.by_ulps, *one.by_ulps, Aim::ulps);
      if (one.by_share) keep_worse(all.by_share, *one.by_share, Aim::share);
    }
    all.tried += tried;
    if (options.progress) options.progress(all.tried);
    if (tried < left) break;  // the time is over, or the subject
  }
  return all;
}

}  // namespace gibbs::properties
