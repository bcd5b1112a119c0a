#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/baseline.hpp"
#include "cli/error.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

std::string origin(const Baseline& baseline, std::string_view key) {
  const auto found = std::ranges::find(baseline.origin, key, [](const auto& entry) { return std::string_view(entry.first); });
  if (found == baseline.origin.end()) throw UsageError(fmt::format("the baseline does not say its {}", key));
  return found->second;
}

/// The larger the worse.
std::size_t rank(const std::string& status) {
  constexpr std::array<std::string_view, 5> order{"held", "rounded", "skipped", "starved", "refuted"};
  return static_cast<std::size_t>(std::ranges::find(order, status) - order.begin());
}

bool worse(const std::string& a, const std::string& b) {
  const auto last = [](const std::string& grade) { return grade == "none" ? 2 : grade == "unjudged" ? 1 : 0; };
  if (last(a) != 0 || last(b) != 0) return last(a) > last(b);
  const Accuracy x = parse_accuracy(a), y = parse_accuracy(b);
  return std::pair(x.level, x.ulps) > std::pair(y.level, y.ulps);
}

/// Why the numbers of the two are not of the same trial.
void check_comparable(const Baseline& before, const Baseline& now) {
  for (const std::string_view key : {"subject", "format", "gibbs", "cases", "seed"}) {
    const std::string was = origin(before, key), is = origin(now, key);
    if (was == is) continue;
    const std::string advice = key == "cases" || key == "seed" ? fmt::format("compare with --{} {}, or save it anew", key, was) : "save it anew";
    throw UsageError(fmt::format("the baseline is of {} {}, not {}: {}", key, was, is, advice));
  }
}

std::string replay_line(const std::string& token, const std::string& subject) {
  return fmt::format("gibbs replay '{}'{}", token, subject.empty() ? "" : fmt::format(" --subject '{}'", subject));
}

class Comparing {
 public:
  Comparing(const Baseline& before, const Baseline& now, const Report& report, const std::string& subject)
      : before_(before), now_(now), report_(report), subject_(subject) {}

  Comparison all() {
    check_comparable(before_, now_);
    same_platform_ = origin(before_, "platform") == origin(now_, "platform");
    if (!same_platform_)
      result_.notes.push_back(fmt::format("the baseline is of {}, this is {}: bits are not compared", origin(before_, "platform"), origin(now_, "platform")));
    if (origin(before_, "version") != origin(now_, "version"))
      result_.notes.push_back(fmt::format("version {} before, {} now", origin(before_, "version"), origin(now_, "version")));
    for (const auto& [name, was] : before_.metrics) metric(name, was);
    for (const auto& [name, is] : now_.metrics) {
      if (!before_.metrics.contains(name)) result_.notes.push_back(fmt::format("{} is new, and not in the baseline", name));
    }
    for (const auto& [id, was] : before_.properties) property(id, was);
    for (const auto& [id, is] : now_.properties) {
      if (!before_.properties.contains(id) && is.status == "refuted") result_.worse.push_back(fmt::format("{}: refuted, and not in the baseline{}", id, shown(id)));
    }
    if (untried_ > 0) result_.notes.push_back(fmt::format("{} of the baseline not tried in this run", count(untried_, "line")));
    return std::move(result_);
  }

 private:
  void metric(const std::string& name, const Baseline::Metric& was) {
    const auto found = now_.metrics.find(name);
    if (found == now_.metrics.end()) {
      if (!report_.subject.metrics.contains(*reference::find_metric(name))) result_.worse.push_back(name + ": the subject no longer has it");
      else ++untried_;
      return;
    }
    const Baseline::Metric& is = found->second;
    const auto of_report = std::ranges::find(report_.metrics, *reference::find_metric(name), &MetricResult::metric);
    const std::string token = ": " + replay_line(of_report->worst_replay, subject_);
    const bool lost = worse(is.grade, was.grade), grown = is.max_ulp > was.max_ulp && was.grade != "none";  // what was no number had no error
    const bool larger = is.max_share > was.max_share && was.grade != "none" && !grown;
    if (larger) result_.worse.push_back(fmt::format("{}: error grown, {} → {} of what its claim allows{}", name, was.max_share, is.max_share, token));
    if (lost) result_.worse.push_back(fmt::format("{}: grade lost, {} → {}{}", name, was.grade, is.grade, token));
    if (grown) result_.worse.push_back(fmt::format("{}: error grown, {} → {} ulp{}", name, was.max_ulp, is.max_ulp, token));
    if (worse(was.grade, is.grade)) result_.better.push_back(fmt::format("{}: grade {} → {}", name, was.grade, is.grade));
    if (is.max_ulp < was.max_ulp) result_.better.push_back(fmt::format("{}: error {} → {} ulp", name, was.max_ulp, is.max_ulp));
    if (is.bits != was.bits && same_platform_) result_.bits.push_back(fmt::format("{}: other bits than before{}", name, lost || grown || larger ? "" : ", though grade and error held"));
  }

  void property(const std::string& id, const Baseline::Property& was) {
    const auto found = now_.properties.find(id);
    if (found == now_.properties.end()) return ++untried_, void();
    const std::size_t before = rank(was.status), now = rank(found->second.status);
    if (now > before) result_.worse.push_back(fmt::format("{}: {} → {}{}", id, was.status, found->second.status, shown(id)));
    if (now < before) result_.better.push_back(fmt::format("{}: {} → {}", id, was.status, found->second.status));
  }

  std::string shown(const std::string& id) const {
    const auto result = std::ranges::find(report_.properties, id, &PropertyResult::id);
    return result->counterexample ? ": " + replay_line(result->counterexample->replay, subject_) : result->note.empty() ? "" : ": " + result->note;
  }

  const Baseline& before_;
  const Baseline& now_;
  const Report& report_;
  const std::string& subject_;
  Comparison result_;
  bool same_platform_ = true;
  std::size_t untried_ = 0;
};

}  // namespace

Comparison compare(const Baseline& before, const Baseline& now, const Report& report, const std::string& subject) {
  return Comparing(before, now, report, subject).all();
}

std::string to_text(const Comparison& c, const std::string& path, bool exact, const Style& style) {
  std::string text = fmt::format("\n{}: {} worse, {} better\n", path, c.worse.size() + (exact ? c.bits.size() : 0), c.better.size());
  const auto add = [&](const std::vector<std::string>& lines, const std::string& mark) {
    for (const std::string& line : lines) {
      const std::size_t token = line.find(": gibbs replay ");  // in one piece, so that it can be pasted
      text += wrap(line.substr(0, token), mark + " ", "  ") + "\n";
      if (token != line.npos) text += "  " + line.substr(token + 2) + "\n";
    }
  };
  add(c.worse, style.bad("✗"));
  add(c.bits, exact ? style.bad("✗") : style.warn("~"));
  add(c.better, style.good("✓"));
  add(c.notes, "-");
  return text;
}

Baseline tightened(const Baseline& before, Baseline now) {
  for (auto& [name, is] : now.metrics) {
    const auto was = before.metrics.find(name);
    if (was == before.metrics.end() || was->second.reason.empty()) continue;
    if (!worse(was->second.grade, is.grade) && !(is.max_ulp < was->second.max_ulp || is.max_share < was->second.max_share)) is.reason = was->second.reason;
  }
  for (auto& [id, is] : now.properties) {
    const auto was = before.properties.find(id);
    if (was != before.properties.end() && rank(is.status) == rank(was->second.status)) is.reason = was->second.reason;
  }
  now.metrics.insert(before.metrics.begin(), before.metrics.end());  // what was not tried stays
  now.properties.insert(before.properties.begin(), before.properties.end());
  return now;
}

}  // namespace gibbs::cli
