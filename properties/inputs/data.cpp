#include "properties/inputs/data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <tuple>

#include "properties/inputs/distributions.hpp"
#include "reference/rounding.hpp"

namespace gibbs::properties {
namespace {

using reference::Format;

[[noreturn]] void refuse(const std::string& where, const std::string& why) { throw std::invalid_argument(where + ": " + why); }

/// "1 table", "450 rows of logits".
std::string counted(std::size_t n, const DataRow& row) {
  const auto text = [n](std::string_view one, std::string_view more = "") { return fmt::format("{} {}{}{}", n, one, n == 1 ? "" : "s", more); };
  switch (row.role) {
    case Role::distribution: return row.counts ? text("row", " of counts") : text("distribution");
    case Role::joint: return row.counts ? text("count-table") : text("table");
    case Role::logits: return text("row", " of logits");
    case Role::numbers: return text("row", " of numbers");
    default: return text("label");
  }
}

void check_numbers(const DataRow& row) {
  const auto each = [&](auto valid, std::string_view what) {
    const auto bad = std::ranges::find_if_not(row.values, valid);
    if (bad == row.values.end()) return;
    refuse(row.where(static_cast<std::size_t>(bad - row.values.begin())), fmt::format("{} is {}", *bad, what));
  };
  if (row.values.empty()) refuse(row.where(), "it is empty");
  switch (row.role) {
    case Role::distribution:
    case Role::joint:
      if (row.counts) return each([](double x) { return x >= 0 && std::isfinite(x); }, "no count or weight");
      return each([](double x) { return x >= 0 && x <= 1; }, "no probability");
    case Role::logits: return each([](double x) { return x < HUGE_VAL; }, "no logit");
    case Role::numbers: return each([](double x) { return std::isfinite(x); }, "no finite number");
    default: return each([](double x) { return x >= -1 && x == std::floor(x) && x < 1e6; }, "no label");
  }
}

/// Each divided by the exact sum.
void divide(DataRow& row, const Format& format) {
  constexpr mpfr_prec_t all = 2200;  // bits of any sum of doubles, and more than any quotient needs
  mpfr_t sum, share;
  mpfr_inits2(all, sum, share, static_cast<mpfr_ptr>(nullptr));
  mpfr_set_zero(sum, 1);
  for (const double x : row.values) mpfr_add_d(sum, sum, x, MPFR_RNDN);
  const bool some = mpfr_zero_p(sum) == 0;
  for (double& x : row.values) {
    mpfr_set_d(share, x, MPFR_RNDN);
    mpfr_div(share, share, sum, MPFR_RNDN);
    if (some) x = reference::round_point(share, format).nearest;
  }
  mpfr_clears(sum, share, static_cast<mpfr_ptr>(nullptr));
  if (!some) refuse(row.where(), "it has no mass");
}

void round_numbers(DataRow& row, const Format& format) {
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const double rounded = reference::round_to(row.values[i], format);
    if (std::isinf(rounded) && std::isfinite(row.values[i])) refuse(row.where(i), fmt::format("{} is beyond the numbers of {}", row.values[i], format.name));
    row.values[i] = rounded;
  }
}

void check_row(const DataRow& row, const Format& format, bool correct) {
  const Input input{"", row.role, row.values, row.columns};
  if (row.role == Role::logits && std::ranges::all_of(row.values, [](double x) { return std::isinf(x); })) refuse(row.where(), "it is −∞ everywhere");
  if (!is_mass(row.role)) return;
  const char* const advice = row.role == Role::joint ? "count-tables" : "counts";
  if (!is_valid(input, format)) {
    double sum = 0;
    for (const double x : row.values) sum += x;
    refuse(row.where(), fmt::format("its sum is {}, not 1 within rounding; what is to be divided by its sum is given as {}=FILE", sum, advice));
  }
  if (!correct && !is_rounded_image(row.values, format)) {
    refuse(row.where(), fmt::format("it is neither exactly normalised nor the rounded image of a distribution, and only who claims to be `correct` is asked such; "
                                    "what is to be divided by its sum is given as {}=FILE", advice));
  }
}

/// Label i is a class of row i of the logits.
void check_labels(const Data& data) {
  std::vector<const DataRow*> logits, labels;
  for (const DataRow& row : data.rows) {
    if (row.role == Role::logits) logits.push_back(&row);
    if (row.role == Role::labels) labels.push_back(&row);
  }
  if (labels.empty()) return;
  if (labels.size() != logits.size()) {
    refuse(labels.back()->file, fmt::format("there are {} labels for {} rows of logits; each row has one", labels.size(), logits.size()));
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double label = labels[i]->values[0];
    if (label < static_cast<double>(logits[i]->values.size())) continue;
    refuse(labels[i]->where(), fmt::format("{} is no class of {}, which has {}, counted from 0", label, logits[i]->where(), logits[i]->values.size()));
  }
}

}  // namespace

std::string DataRow::where(std::size_t i) const {
  if (role == Role::labels) return where();
  const std::size_t width = columns == 0 ? values.size() : columns;
  if (!place.ends_with(']')) return columns == 0 ? fmt::format("{}, column {}", where(), i + 1) : fmt::format("{}, row {}, column {}", where(), i / width + 1, i % width + 1);
  const std::string inside = columns == 0 ? fmt::format("{}", i) : fmt::format("{}, {}", i / width, i % width);
  return where().substr(0, where().size() - 1) + (place == "[]" ? "" : ", ") + inside + "]";
}

std::string Data::summary() const {
  std::map<std::tuple<std::string, Role, bool>, std::pair<std::size_t, const DataRow*>> files;
  for (const DataRow& row : rows) {
    auto& [n, first] = files[{row.file, row.role, row.counts}];
    if (n++ == 0) first = &row;
  }
  std::string text;
  for (const auto& [key, found] : files) text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", counted(found.first, *found.second), found.second->file);
  return text;
}

Data in_format(Data data, const Format& format, bool correct) {
  for (DataRow& row : data.rows) {
    check_numbers(row);
    if (row.counts) divide(row, format);
    else if (row.role != Role::labels) round_numbers(row, format);
    check_row(row, format, correct);
  }
  check_labels(data);
  return data;
}

}  // namespace gibbs::properties
