#include "cli/book_certify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/run/run.hpp"
#include "reference/reference.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;
using reference::Interval;

/// "METRIC[INDEX]", the index of a vector result left out for others.
std::pair<std::string, std::size_t> component(const std::string& text) {
  const auto bracket = text.find('[');
  if (bracket == std::string::npos) return {text, 0};
  return {text.substr(0, bracket), whole_number("an index", text.substr(bracket + 1, text.size() - bracket - 2), 0, 1'000'000)};
}

struct Asked {
  reference::Question question;
  std::size_t index = 0;
};
/// From "METRIC unit=UNIT NAME=NUMBERS…".
Asked asked(const std::string& text) {
  const Token token = parse_token(text);
  const auto [id, index] = component(token.id);
  const reference::MetricInfo& info = reference::info(metric_named(id));
  Asked result{{info.metric, {}, token.unit}, index};
  for (const reference::Parameter& parameter : info.parameters) {
    const auto given = std::ranges::find(token.inputs, parameter.name, &Input::name);
    if (given != token.inputs.end()) {
      // A table of one row has no ";" to tell it by.
      const bool one_row = given->columns == 0 && reference::shape(parameter.domain) == reference::Shape::table;
      result.question.arguments.push_back({given->values, one_row ? given->values.size() : given->columns});
    } else if (!reference::is_optional(parameter.domain)) {
      throw UsageError(fmt::format("{} lacks {}", text, parameter.name));
    }
  }
  if (index >= reference::result_size(result.question)) throw UsageError(fmt::format("{} has no component {}", text, index));
  return result;
}

void certify_nearest(const std::string& line) {
  const auto space = line.find(' ');
  if (space == std::string::npos) throw UsageError(fmt::format("no value and question: {}", line));
  const double value = parse_number(line.substr(0, space));
  const auto [question, index] = asked(line.substr(space + 1));
  const double nearest = reference::round(question, reference::binary64)[index].nearest;
  if (nearest != value) throw UsageError(fmt::format("false: {}: the nearest number is {}", line, nearest));
}

bool is_zero(const Interval& x) { return reference::is_point(x) && mpfr_zero_p(reference::left(x)) != 0; }

Interval logarithm(const Interval& x) {
  if (is_zero(x)) return -Interval(std::numeric_limits<double>::infinity());
  return reference::log_in(reference::Unit::nat, x);
}
Interval quotient(const Interval& a, const Interval& b) {
  if (is_zero(b) && mpfr_sgn(reference::left(a)) > 0) return Interval(std::numeric_limits<double>::infinity());
  return a / b;
}
Interval whole(int (*f)(mpfr_ptr, mpfr_srcptr), const Interval& x) {
  Interval y;
  f(y.backend().left_data(), reference::left(x));
  f(y.backend().right_data(), reference::right(x));
  return y;
}

/// The words of a line, computed on a stack.
class Stack {
 public:
  void take(const std::string& word) {
    if (word.front() == '@') {
      const auto found = names_.find(word.substr(1));
      if (found == names_.end()) throw UsageError(fmt::format("nothing is named {}", word));
      push(found->second);
    } else if (word.front() == '=') {
      names_[word.substr(1)] = top();
    } else if (word.front() == '?') {
      std::string text = word.substr(1);
      std::ranges::replace(text, '|', ' ');
      const auto [question, index] = asked(text);
      push(reference::enclose(question)[index]);
    } else if (!of_one(word) && !of_two(word)) {
      push(Interval(parse_number(word)));
    }
  }
  const Interval& result() const {
    if (all_.size() != 1) throw UsageError(fmt::format("{} are left on the stack", count(all_.size(), "value")));
    return all_.front();
  }

 private:
  void push(Interval x) { all_.push_back(std::move(x)); }
  const Interval& top() const {
    if (all_.empty()) throw UsageError("a value is missing on the stack");
    return all_.back();
  }
  Interval pop() {
    Interval x = top();
    all_.pop_back();
    return x;
  }
  bool of_one(const std::string& word) {
    static const std::map<std::string, Interval (*)(const Interval&), std::less<>> known{
        {"neg", [](const Interval& x) { return Interval(-x); }},
        {"ln", logarithm},
        {"exp", [](const Interval& x) { return reference::increasing(mpfr_exp, x); }},
        {"sqrt", [](const Interval& x) { return reference::root_of_nonnegative(x); }},
        {"abs", [](const Interval& x) { return Interval(boost::multiprecision::abs(x)); }},
        {"ceil", [](const Interval& x) { return whole(mpfr_ceil, x); }},
        {"floor", [](const Interval& x) { return whole(mpfr_floor, x); }},
    };
    const auto found = known.find(word);
    if (found != known.end()) push(found->second(pop()));
    return found != known.end();
  }
  bool of_two(const std::string& word) {
    using Binary = Interval (*)(const Interval&, const Interval&);
    static const std::map<std::string, Binary, std::less<>> known{
        {"+", [](const Interval& a, const Interval& b) { return Interval(a + b); }},
        {"-", [](const Interval& a, const Interval& b) { return Interval(a - b); }},
        {"*", [](const Interval& a, const Interval& b) { return is_zero(a) || is_zero(b) ? Interval(0) : Interval(a * b); }},
        {"/", quotient},
        {"min", [](const Interval& a, const Interval& b) { return reference::certainly_less(b, a) ? b : a; }},
        {"max", [](const Interval& a, const Interval& b) { return reference::certainly_less(a, b) ? b : a; }},
    };
    const auto found = known.find(word);
    if (found == known.end()) return false;
    const Interval b = pop(), a = pop();
    push(found->second(a, b));
    return true;
  }

  std::vector<Interval> all_;
  std::map<std::string, Interval> names_;
};

void certify_near(const std::string& line) {
  std::istringstream words(line.substr(2));
  std::string value, error;
  words >> value >> error;
  Stack stack;
  for (std::string word; words >> word;) stack.take(word);
  const double wanted = parse_number(value), allowed = parse_number(error);
  const Interval& exact = stack.result();
  // Rounded outward, so that what is called false is false.
  const double lower = reference::lower_double(exact), upper = reference::upper_double(exact);
  const bool near = std::isinf(wanted) ? lower == wanted || upper == wanted : upper >= wanted - allowed && lower <= wanted + allowed;
  if (!near) throw UsageError(fmt::format("false: {}: it is {}", line, lower));
}

}  // namespace

int certify_all(const std::string& path) {
  std::istringstream lines(read_text(path));
  std::size_t n = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    line.starts_with("~ ") ? certify_near(line) : certify_nearest(line);
    ++n;
  }
  print(fmt::format("{} true\n", count(n, "number")));
  return all_held;
}

}  // namespace gibbs::cli
