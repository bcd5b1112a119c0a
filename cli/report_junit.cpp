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

std::string test_case(const PropertyResult& property, const std::string& suite, const std::string& subject) {
  std::string out = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\"", escape(suite),
                                families[family(property.id, property.metrics)], escape(property.id));
  const auto text = [&] { return escape(show(property, subject)); };
  const auto why = [&] { return property.counterexample ? escape(property.counterexample->why) : ""; };
  switch (property.status) {
    case Status::held:
      return out + "/>\n";
    case Status::skipped:
    case Status::declined:
      return out + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escape(property.note));
    case Status::starved:
      return out + fmt::format(">\n      <failure type=\"starved\" message=\"too few inputs of a class, {}\"/>\n    </testcase>\n", escape(property.note));
    case Status::rounded:
      return out + fmt::format(">\n      <system-out>rounded: {}</system-out>\n    </testcase>\n", text());
    case Status::refuted:
      break;
  }
  return out + fmt::format(">\n      <failure type=\"{}\" message=\"{}: {}\">{}</failure>\n    </testcase>\n",
                           to_string(property.counterexample ? property.counterexample->breach : Breach::theorem),
                           escape(property.statement), why(), text());
}

}  // namespace

std::string to_junit(const Report& report, const std::string& subject) {
  // A dot parts packages in a class name.
  std::string suite = "gibbs." + report.subject.name;
  std::replace(suite.begin() + 6, suite.end(), '.', '_');
  std::string cases;
  for (const PropertyResult& property : report.properties) cases += test_case(property, suite, subject);
  const auto with = [&](Status status) {
    return std::ranges::count(report.properties, status, &PropertyResult::status);
  };
  const std::string counts =
      fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", escape(suite),
                  report.properties.size(), with(Status::refuted) + with(Status::starved), with(Status::skipped) + with(Status::declined));
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite {0}>\n{1}  "
      "</testsuite>\n</testsuites>\n",
      counts, cases);
}

}  // namespace gibbs::cli
