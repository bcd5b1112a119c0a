// Files of --data: a first line, KIND and the file's name, then its content. Each is refused by one error, or becomes rows
// that any subject may be asked about: of the right kinds, in their domains, in the format asked for.
#include <algorithm>

#include "cli/data_file.hpp"
#include "cli/error.hpp"
#include "properties/inputs/distributions.hpp"
#include "properties/run/check.hpp"
#include "subjects/library.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace gibbs::fuzz {
namespace {

using namespace properties;

void check_rows(const Data& data, const reference::Format& format) {
  for (const DataRow& row : data.rows) {
    const std::string where = row.where();
    require(!row.values.empty() && (row.role == Role::joint) == (row.columns != 0), "a row without shape", where);
    require(row.columns == 0 || row.values.size() % row.columns == 0, "a table that is none", where);
    for (std::size_t i = 0; i < row.values.size(); ++i) require(!row.where(i).empty(), "a number without a place", where);
    if (row.role == Role::labels) continue;
    require(is_valid({"", row.role, row.values, row.columns}, format), "a row outside its domain", where);
    require(!is_mass(row.role) || is_rounded_image(row.values, format), "a row that may not be sent", where);
  }
}

/// A few cases of it, on the library.
void put_on_trial(const Data& data) {
  static const auto library = subjects::library(reference::binary64);
  std::size_t numbers = 0;
  for (const DataRow& row : data.rows) numbers += row.values.size();
  if (numbers > 40) return;
  Options options;
  options.cases = 2;
  options.threads = 1;
  options.data = &data;
  for (const std::string_view id : {"gibbs-inequality", "softmax-ce-is-ce", "mi-bounds", "mean-splits", "row-as-if-alone"}) {
    options.only = {std::string(id)};
    const Report report = check(*library, options);
    require(report.properties[0].status != Status::refuted, "the library is refuted", report.properties[0].rows);
  }
}

}  // namespace
}  // namespace gibbs::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gibbs::fuzz;
  std::string_view rest = text(data, size);
  const std::string_view first = next_line(rest);
  const std::size_t space = std::min(first.find(' '), first.size());
  try {
    const Data read = gibbs::cli::parse_data(std::string(first.substr(0, space)), std::string(first.substr(std::min(space + 1, first.size()))), rest);
    for (const auto& format : {gibbs::reference::binary64, gibbs::reference::binary32, gibbs::reference::bfloat16}) {
      try {
        const Data fitting = in_format(read, format, false);
        check_rows(fitting, format);
        if (format == gibbs::reference::binary64) put_on_trial(fitting);
      } catch (const std::invalid_argument&) {
      }
    }
  } catch (const gibbs::cli::UsageError&) {
  }
  return 0;
}
