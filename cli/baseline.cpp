#include "cli/baseline.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "cli/arguments.hpp"
#include "cli/error.hpp"
#include "properties/run/bits.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;
constexpr std::string_view schema = "gibbs-baseline/1";

/// FNV-1a, folded to 16 bits: enough to notice a change by hand.
std::string sum(std::string_view line) {
  std::uint32_t h = 0x811c9dc5;
  for (const char c : line) h = (h ^ static_cast<unsigned char>(c)) * 0x01000193;
  return fmt::format("~{:04x}", (h >> 16) ^ (h & 0xffff));
}

std::string sealed(const std::string& line, const std::string& reason) {
  return reason.empty() ? fmt::format("{} {}\n", line, sum(line)) : fmt::format("{} ~hand # {}\n", line, reason);
}

std::string number(double x) { return std::isinf(x) ? "inf" : fmt::format("{}", x); }

std::string line_of(const std::string& name, const Baseline::Metric& m) {
  return fmt::format("metric {} grade={} max_ulp={} max_share={} bits={}", name, m.grade, number(m.max_ulp), number(m.max_share), m.bits);
}
std::string line_of(const std::string& id, const Baseline::Property& p) { return fmt::format("property {} {}", id, p.status); }

/// Reads line by line.
class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), lines_(read_text(path)) {}

  Baseline read() {
    if (!next() || words_.empty() || !words_[0].starts_with("gibbs-baseline/")) fail("this is no baseline");
    if (words_[0] != schema) fail(fmt::format("the baseline is {}, and this gibbs reads {}: save it anew", words_[0], schema));
    bool ended = false;
    while (!ended && next()) {
      if (words_.empty()) continue;
      if (words_[0] == "metric") metric();
      else if (words_[0] == "property") property();
      else if (words_[0] == "end") ended = end();
      else origin();
    }
    if (!ended) throw UsageError(fmt::format("{} is cut off: its last line is not `end`", path_));
    return std::move(baseline_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw UsageError(fmt::format("{}, line {}: {}", path_, number_, what)); }

  /// The next line in words, its sum or its reason checked.
  bool next() {
    std::string line;
    if (!std::getline(lines_, line)) return false;
    ++number_;
    words_.clear();
    reason_.clear();
    if (const std::size_t hash = line.find(" # "); hash != line.npos) {
      reason_ = line.substr(hash + 3);
      line.resize(hash);
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (line.empty() || line[0] == '#') return true;
    const std::size_t tilde = line.rfind(" ~");
    const std::string content = line.substr(0, tilde);
    const bool whole = tilde != line.npos && line.substr(tilde + 1) == sum(content);
    if (!whole && reason_.find_first_not_of(' ') == reason_.npos)
      fail("the line was changed by hand, or broken; a change by hand needs a reason: # and words at its end");
    if (whole) reason_.clear();
    std::istringstream in(content);
    for (std::string word; in >> word;) words_.push_back(word);
    return true;
  }

  std::string value(std::size_t i, std::string_view key) const {
    if (i >= words_.size() || !words_[i].starts_with(std::string(key) + "=")) fail(fmt::format("{}= is missing", key));
    return words_[i].substr(key.size() + 1);
  }

  double size(std::size_t i, std::string_view key) const {
    const std::string text = value(i, key);
    double x = 0;
    const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (error != std::errc{} || last != text.data() + text.size() || !(x >= 0)) fail(fmt::format("{} is no number", key));
    return x;
  }

  void metric() {
    if (words_.size() != 6) fail("a metric's line is: metric NAME grade=… max_ulp=… max_share=… bits=…");
    if (!reference::find_metric(words_[1])) fail(fmt::format("this gibbs knows no metric '{}'", subjects::printable(words_[1], 40)));
    const Baseline::Metric m{value(2, "grade"), value(5, "bits"), size(3, "max_ulp"), size(4, "max_share"), reason_};
    try {
      if (m.grade != "none" && m.grade != "unjudged") parse_accuracy(m.grade);
    } catch (const std::invalid_argument& e) {
      fail(e.what());
    }
    if (!baseline_.metrics.emplace(words_[1], m).second) fail(fmt::format("{} is there twice", words_[1]));
  }

  void property() {
    constexpr std::string_view statuses[] = {"held", "rounded", "refuted", "starved", "skipped"};
    if (words_.size() != 3 || std::ranges::find(statuses, words_[2]) == std::end(statuses)) fail("a property's line is: property ID STATUS");
    if (!find_theorem(words_[1])) fail(fmt::format("this gibbs knows no property '{}'", subjects::printable(words_[1], 40)));
    if (!baseline_.properties.emplace(words_[1], Baseline::Property{words_[2], reason_}).second) fail(fmt::format("{} is there twice", words_[1]));
  }

  void origin() {
    if (words_.size() < 2) fail("the line cannot be read");
    std::string rest = words_[1];
    for (std::size_t i = 2; i < words_.size(); ++i) rest += " " + words_[i];
    baseline_.origin.emplace_back(words_[0], rest);
  }

  bool end() {
    const std::size_t entries = baseline_.metrics.size() + baseline_.properties.size();
    if (words_.size() != 2 || words_[1] != std::to_string(entries)) fail(fmt::format("there are {} metrics and properties, not {}", entries, words_.size() == 2 ? words_[1] : "?"));
    return true;
  }

  std::string path_;
  std::istringstream lines_;
  std::size_t number_ = 0;
  std::vector<std::string> words_;
  std::string reason_;
  Baseline baseline_;
};

}  // namespace

std::string platform() {
  utsname name{};
  uname(&name);
  return fmt::format("{} {}", name.sysname, name.machine);
}

Baseline baseline_of(const Report& report, Subject& subject) {
  Baseline b;
  const Description& who = report.subject;
  const auto shown = [](std::string text) {
    std::ranges::replace(text, '#', '_');  // it begins a reason
    return text.empty() ? std::string("-") : text;
  };
  b.origin = {{"subject", shown(who.name)},        {"version", shown(who.version)},
              {"format", std::string(who.format.name)}, {"platform", platform()},
              {"gibbs", GIBBS_VERSION},            {"cases", std::to_string(report.cases)},
              {"seed", std::to_string(report.seed)}};
  for (const MetricResult& m : report.metrics) b.metrics[std::string(reference::info(m.metric).name)] = {m.grade == "none judged" ? "unjudged" : m.grade, bits(subject, m.metric), m.max_ulp, m.max_share, ""};
  for (const PropertyResult& p : report.properties) b.properties[p.id] = {std::string(to_string(p.status)), ""};
  return b;
}

std::string to_text(const Baseline& baseline) {
  std::string text = sealed(std::string(schema), "");
  for (const auto& [key, value] : baseline.origin) text += sealed(fmt::format("{} {}", key, value), "");
  for (const auto& [name, metric] : baseline.metrics) text += sealed(line_of(name, metric), metric.reason);
  for (const auto& [id, property] : baseline.properties) text += sealed(line_of(id, property), property.reason);
  return text + sealed(fmt::format("end {}", baseline.metrics.size() + baseline.properties.size()), "");
}

Baseline read_baseline(const std::string& path) { return Reader(path).read(); }

}  // namespace gibbs::cli
