#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "cli/error.hpp"
#include "cli/text.hpp"
#include "properties/inputs/case.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using reference::Argument;
using reference::Format;
using reference::Parameter;

constexpr std::size_t most_numbers = 100'000'000;  // 800 MB: whoever sends more has sent the wrong file
constexpr std::size_t longest_number = 4096;       // characters; the longest exact decimal of a double has 1077

using Stream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// `text` must outlive the stream.
Stream open_source(const std::string& source, const std::string& text) {
  std::FILE* stream = source == "-"  ? stdin
                      : source == "" ? fmemopen(const_cast<char*>(text.data()), text.size(), "r")
                                     : std::fopen(source.c_str(), "r");
  if (stream == nullptr) throw UsageError(fmt::format("cannot read {}: {}", source, std::strerror(errno)));
  return {stream, source == "-" ? [](std::FILE*) { return 0; } : &std::fclose};
}

bool is_space(int c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

// Decimals on the fast way (a file may hold millions), everything else as tokens are read.
double parse(const std::string& text) {
  double x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(x)) return x;
  return properties::parse_number(text);
}

// Reads one argument, number by number.
class Reader {
 public:
  Reader(const Parameter& parameter, const std::string& source, std::FILE* stream, const Format& format)
      : parameter_(parameter), source_(source), stream_(stream), format_(format) {}

  Argument read() {
    std::string text;
    for (int c = getc_unlocked(stream_); c != EOF; c = getc_unlocked(stream_)) {
      if (c == ',') {
        end_number(text);
        if (!after_number_) fail(fmt::format("{} is empty", place()));
        after_number_ = false;
        after_comma_ = true;
      } else if (is_space(c) || c == ';') {
        end_number(text);
        if (c == ';' || (c == '\n' && is_table())) end_row(c == ';');
      } else if (text.size() < longest_number) {
        text += static_cast<char>(c);
      } else {
        refuse(text, "is not a number");
      }
      if (c == '\n') ++line_;
    }
    if (std::ferror(stream_)) throw UsageError(fmt::format("cannot read {}: {}", source_, std::strerror(errno)));
    end_number(text);
    if (after_comma_ || has_rows()) end_row(false);
    return finish();
  }

 private:
  bool is_table() const { return reference::shape(parameter_.domain) == reference::Shape::table; }
  bool is_scalar() const { return reference::shape(parameter_.domain) == reference::Shape::number; }

  bool has_rows() const { return is_table() || batch_; }

  std::string place() const {
    const std::size_t i = argument_.values.size();
    if (batch_ && is_scalar()) return fmt::format("{}[{}]", parameter_.name, rows_);
    if (has_rows()) return fmt::format("{}[{}][{}]", parameter_.name, rows_, i - row_start_);
    return is_scalar() ? std::string(parameter_.name) : fmt::format("{}[{}]", parameter_.name, i);
  }

  [[noreturn]] void fail(const std::string& what) const {
    if (source_.empty()) throw UsageError(what);
    throw UsageError(fmt::format("{} ({}, line {})", what, source_ == "-" ? "standard input" : source_, line_));
  }

  [[noreturn]] void refuse(const std::string& text, std::string_view why) const {
    fail(fmt::format("{} = {} {}", place(), subjects::printable(text, 40), why));
  }

  void end_number(std::string& text) {
    if (text.empty()) return;
    double x = 0;
    try {
      x = parameter_.domain == reference::Domain::labels && text == "null" ? -1 : parse(text);
    } catch (const std::invalid_argument& error) {
      const std::string_view why = error.what();  // '1e999' is beyond …
      const std::size_t quoted = why.rfind("' ");
      refuse(text, quoted == why.npos ? "is not a number" : why.substr(quoted + 2));
    }
    if (std::isnan(x)) refuse(text, "is not a number");
    const double rounded = format_ == reference::binary64 ? x : reference::round_to(x, format_);
    if (std::isinf(rounded) && text.find_first_of("iI") == std::string::npos) {
      refuse(text, fmt::format("is beyond the largest number of {}", format_.name));
    }
    if (argument_.values.size() == most_numbers)
      fail(fmt::format("{} has more than {} numbers", parameter_.name, most_numbers));
    argument_.values.push_back(rounded);
    text.clear();
    after_number_ = true;
    after_comma_ = false;
  }

  // A row ends at `;` and, in a table, at a line's end; only a `;` needs something before it. Outside a table it makes
  // a batch.
  void end_row(bool semicolon) {
    if (semicolon && !is_table()) batch_ = true;
    const std::size_t length = argument_.values.size() - row_start_;
    if (after_comma_ || (semicolon && length == 0)) fail(fmt::format("{} is empty", place()));
    if (length == 0) return;
    if (rows_ > 0 && length != argument_.columns) {
      fail(fmt::format("{0} has rows of {1} and {2} numbers", parameter_.name, argument_.columns, length));
    }
    argument_.columns = length;
    row_start_ = argument_.values.size();
    ++rows_;
    after_number_ = false;
  }

  Argument finish() {
    const std::size_t n = argument_.values.size();
    if (n == 0) fail(fmt::format("{} is empty", parameter_.name));
    if (is_scalar() && n != (batch_ ? rows_ : 1)) fail(fmt::format("{} is one number, not {}", parameter_.name, n));
    argument_.values.shrink_to_fit();
    return std::move(argument_);
  }

  const Parameter& parameter_;
  const std::string& source_;
  std::FILE* stream_;
  const Format& format_;
  Argument argument_;
  std::size_t line_ = 1;
  std::size_t rows_ = 0;
  std::size_t row_start_ = 0;
  bool batch_ = false;
  bool after_number_ = false;  // in this row
  bool after_comma_ = false;
};

Argument read_argument(const Parameter& parameter, const std::string& text, const Format& format) {
  const bool file = text.starts_with('@');
  const std::string source = file ? text.substr(1) : text == "-" ? text : "";
  if (file && source.empty()) throw UsageError(fmt::format("{}: a file's name is missing after @", parameter.name));
  if (source.empty() && text.empty()) throw UsageError(fmt::format("{} is empty", parameter.name));
  const Stream stream = open_source(source, text);
  return Reader(parameter, source, stream.get(), format).read();
}

// The name before `=`, where the word has one; `=SOURCE` is SOURCE.
std::optional<std::string> name_in(const std::string& word) {
  const std::size_t end = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  if (end == std::string::npos || end == 0 || word[end] != '=') return std::nullopt;
  return word.substr(0, end);
}

}  // namespace

std::string describe(const Parameter& parameter) {
  return fmt::format("{}, {}", parameter.name, reference::description(parameter.domain));
}

std::vector<Argument> read_arguments(const reference::MetricInfo& metric, const std::vector<std::string>& words,
                                     const Format& format) {
  const auto& parameters = metric.parameters;
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.emplace_back(parameter.name);
  std::map<std::string, std::string> texts;
  bool standard_input = false;
  for (const std::string& word : words) {
    const auto named = name_in(word);
    const auto free = std::ranges::find_if(names, [&](const auto& name) { return !texts.contains(name); });
    if (!named && free == names.end()) {
      throw UsageError(fmt::format("{} takes {}; {} is too many", metric.name, count(names.size(), "argument"),
                                   subjects::printable(word, 40)));
    }
    const std::string name = named.value_or(free == names.end() ? "" : *free);
    if (std::ranges::find(names, name) == names.end()) {
      throw UsageError(fmt::format("{} has no argument {}; it takes {}", metric.name, name, join(names, ", ")));
    }
    const std::string text = named ? word.substr(named->size() + 1) : word.substr(word.starts_with('=') ? 1 : 0);
    if (!texts.emplace(name, text).second) throw UsageError(fmt::format("{} is given twice", name));
    if (text == "-" && std::exchange(standard_input, true))
      throw UsageError("only one argument can come from standard input");
  }
  std::vector<Argument> arguments;
  for (const Parameter& parameter : parameters) {
    const auto text = texts.find(std::string(parameter.name));
    if (text == texts.end() && reference::is_optional(parameter.domain)) continue;
    if (text == texts.end()) throw UsageError(fmt::format("{} needs {}", metric.name, describe(parameter)));
    arguments.push_back(read_argument(parameter, text->second, format));
  }
  return arguments;
}

std::string read_text(const std::string& source) {
  const Stream stream = open_source(source, "");
  std::string text;
  char buffer[65536];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, stream.get())) {
    text.append(buffer, n);
    if (text.size() > most_numbers) throw UsageError(fmt::format("{} is too long", source));
  }
  if (std::ferror(stream.get())) throw UsageError(fmt::format("cannot read {}: {}", source, std::strerror(errno)));
  while (!text.empty() && is_space(text.back())) text.pop_back();
  return text;
}

}  // namespace gibbs::cli
