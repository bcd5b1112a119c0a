#include <fmt/format.h>

#include <algorithm>

#include "cli/family.hpp"
#include "cli/report.hpp"
#include "properties/run/show.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

// Text for attributes and elements. XML 1.0 has no control characters but line breaks, not even as references.
std::string escape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const std::uint32_t c = next_character(text);
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case 0xfffd:
        out += "\uFFFD";
        break;
      default:
        if (c >= 0x20 && c != 0x7f && c != 0xfffe && c != 0xffff) out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

std::string skipped(const std::string& out, const std::string& why) {
  return out + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escape(why));
}

std::string test_case(const PropertyResult& property, const std::string& suite, const std::string& subject) {
  std::string out = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\"", escape(suite),
                                families[family(property.id, property.metrics)], escape(property.id));
  switch (property.status) {
    case Status::held:
      if (property.unjudged == 0) return out + "/>\n";
      return out + fmt::format(">\n      <system-out>judged {} of {} cases</system-out>\n    </testcase>\n", property.cases,
                               property.cases + property.unjudged);
    case Status::skipped:
    case Status::declined:
      return skipped(out, property.note);
    case Status::starved:
      return out + fmt::format(">\n      <failure type=\"starved\" message=\"too few inputs of a class, {}\"/>\n    </testcase>\n", escape(property.note));
    case Status::rounded:
      return out + fmt::format(">\n      <system-out>rounded: {}</system-out>\n    </testcase>\n", escape(show(property, subject)));
    case Status::refuted:
      return skipped(out, "refuted: see " + join(property.causes, ", "));
  }
  return out;
}

// What failed: each cause once.
std::string test_case(const Cause& cause, const std::string& suite, const Description& of, const std::string& subject, const Expected& expected) {
  const std::string head = fmt::format("    <testcase classname=\"{}.causes\" name=\"{}\"", escape(suite), escape(cause.name));
  const auto excuse = expected.excused.find(cause.name);
  if (excuse != expected.excused.end()) return skipped(head, excuse->second);
  const Counterexample& c = cause.counterexample;
  const std::string text = to_text(cause, of, subject, Style(false)) + "\nbreaks " + join(cause.breaks, ", ") + "\n\n" + show(c, subject);
  return fmt::format("{}>\n      <failure type=\"{}\" message=\"{}; breaks {}\">{}</failure>\n    </testcase>\n", head, to_string(c.breach), escape(c.why), count(cause.breaks.size(), "property"), escape(text));
}

}  // namespace

std::string to_junit(const Report& report, const std::string& subject, const Expected& expected) {
  // A dot parts packages in a class name.
  std::string suite = "gibbs." + report.subject.name;
  std::replace(suite.begin() + 6, suite.end(), '.', '_');
  std::string cases;
  std::size_t problems = 0;  // that have no other test case
  for (const Cause& cause : report.causes) cases += test_case(cause, suite, report.subject, subject, expected);
  std::size_t excused = 0;
  for (const Cause& cause : report.causes) excused += expected.excused.count(cause.name);
  for (const std::string& problem : expected.problems) {
    if (problem.starts_with("not expected: ") || problem.find("saw too few") != problem.npos) continue;  // it has a test case
    cases += fmt::format("    <testcase classname=\"{}.expected\" name=\"{}\">\n      <failure type=\"expectation\" message=\"{}\"/>\n    </testcase>\n", escape(suite), escape(problem), escape(problem));
    ++problems;
  }
  for (const PropertyResult& property : report.properties) cases += test_case(property, suite, subject);
  const auto with = [&](Status status) {
    return static_cast<std::size_t>(std::ranges::count(report.properties, status, &PropertyResult::status));
  };
  const std::string counts =
      fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", escape(suite),
                  report.causes.size() + report.properties.size() + problems,
                  report.causes.size() - excused + problems + with(Status::starved),
                  with(Status::skipped) + with(Status::declined) + with(Status::refuted) + excused);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite {0}>\n{1}  "
      "</testsuite>\n</testsuites>\n",
      counts, cases);
}

}  // namespace gibbs::cli
