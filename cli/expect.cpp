#include "cli/expect.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <set>
#include <sstream>

#include "cli/arguments.hpp"
#include "cli/error.hpp"
#include "properties/theorems/theorem.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
  return first == text.npos ? "" : std::string(text.substr(first, last - first + 1));
}

std::vector<std::string> fields(const std::string& line, std::size_t most) {
  std::vector<std::string> all;
  std::size_t from = 0;
  for (std::size_t bar = line.find('|'); bar != line.npos && all.size() + 1 < most; bar = line.find('|', from)) {
    all.push_back(trimmed(std::string_view(line).substr(from, bar - from)));
    from = bar + 1;
  }
  all.push_back(trimmed(std::string_view(line).substr(from)));
  return all;
}

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  unsigned month = 0, day = 0;
  std::istringstream in(text);
  char dash = 0;
  in >> year >> dash >> month >> dash >> day;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return !in.fail() && in.eof() && date.ok() && text == fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

/// A property's id, or METRIC: KIND.
void check_name(const Expectation& expectation) {
  const std::size_t colon = expectation.what.find(": ");
  if (colon != std::string::npos ? reference::find_metric(expectation.what.substr(0, colon)).has_value() : find_theorem(expectation.what) != nullptr) return;
  std::vector<std::string> names;
  for (const Theorem& theorem : catalogue()) names.emplace_back(theorem.id);
  throw UsageError(fmt::format("{}: {}", expectation.place, unknown("property or cause", expectation.what, names).what()));
}

Expectation read(const std::string& line, std::string place) {
  const std::vector<std::string> parts = fields(line, 4);
  const auto refuse = [&](std::string_view what) { return UsageError(fmt::format("{}: {}", place, what)); };
  if (parts.size() != 4) throw refuse("a line is WHAT | SUBJECT | UNTIL | REASON");
  Expectation e{std::move(place), parts[0], parts[1], parts[2], parts[3]};
  if (e.what.empty() || e.subject.empty()) throw UsageError(e.place + ": it names no property or cause, or no subject");
  if (!is_date(e.until)) throw UsageError(fmt::format("{}: until '{}' is no date, as in 2030-12-31", e.place, subjects::printable(e.until, 40)));
  if (e.reason.empty()) throw UsageError(e.place + ": a reason is missing");
  check_name(e);
  return e;
}

/// What became of what a line expects; empty if it failed.
std::string unmet(const Report& report, const std::string& what) {
  if (std::ranges::find(report.causes, what, &Cause::name) != report.causes.end()) return "";
  const auto property = std::ranges::find(report.properties, what, &PropertyResult::id);
  if (property == report.properties.end()) return what.find(": ") != what.npos ? "was not met" : "was not tried";
  if (property->status == Status::refuted) return "";
  return property->status == Status::skipped ? "was not tried: " + property->note : "no longer fails";
}

}  // namespace

std::vector<Expectation> read_expectations(const std::string& path) {
  std::vector<Expectation> all;
  std::set<std::pair<std::string, std::string>> given;
  std::istringstream lines(read_text(path));
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line[0] == '#') continue;
    all.push_back(read(line, fmt::format("{}, line {}", path, number)));
    if (!given.emplace(all.back().what, all.back().subject).second) throw UsageError(all.back().place + ": the same is expected twice");
  }
  return all;
}

Expected compare(const Report& report, const std::vector<Expectation>& expectations, const std::string& today) {
  Expected result;
  for (const Expectation& e : expectations) {
    if (e.subject != report.subject.name) continue;
    const std::string why = unmet(report, e.what);
    if (!why.empty()) {
      result.problems.push_back(fmt::format("{}: {} {}", e.place, e.what, why));
    } else if (e.until < today) {
      result.problems.push_back(fmt::format("{}: {} was accepted until {}", e.place, e.what, e.until));
    } else {
      result.excused.emplace(e.what, fmt::format("expected until {}: {}", e.until, e.reason));
    }
  }
  const auto excused = [&](const std::string& name) { return result.excused.contains(name); };
  for (const PropertyResult& property : report.properties) {
    if (property.status == Status::starved) result.problems.push_back(property.id + " saw too few inputs of some class");
    if (property.status != Status::refuted || excused(property.id)) continue;
    if (!property.causes.empty() && std::ranges::all_of(property.causes, excused)) result.excused.emplace(property.id, "its causes are expected");
  }
  for (const Cause& cause : report.causes) {
    if (excused(cause.name)) continue;
    if (std::ranges::all_of(cause.breaks, excused)) {
      result.excused.emplace(cause.name, "all that it breaks is expected");
    } else {
      result.problems.push_back(fmt::format("not expected: {}", cause.name));
    }
  }
  return result;
}

std::string to_text(const Expected& expected, const Style& style) {
  if (expected.green()) return fmt::format("\n{} As expected: {} known failures, and nothing else.\n", style.good("✓"), expected.excused.size());
  std::string text = "\n";
  for (const std::string& problem : expected.problems) text += wrap(problem, style.bad("✗") + " ", "  ") + "\n";
  return text;
}

std::string today() { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))); }

}  // namespace gibbs::cli
