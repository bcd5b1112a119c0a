#include "cli/data_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/error.hpp"
#include "subjects/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;
using nlohmann::json;

struct Kind {
  std::string_view name, key;  // of a file, and of one row in JSON
  Role role;
  bool counts;
};
constexpr Kind kinds[] = {{"distributions", "distribution", Role::distribution, false}, {"counts", "counts", Role::distribution, true},
                          {"logits", "logits", Role::logits, false},                    {"numbers", "numbers", Role::numbers, false},
                          {"labels", "label", Role::labels, false},                     {"tables", "table", Role::joint, false},
                          {"count-tables", "count-table", Role::joint, true}};
constexpr std::string_view kind_names = "distributions, counts, logits, numbers, labels, tables or count-tables";

[[noreturn]] void fail(const std::string& where, const std::string& why) { throw UsageError(fmt::format("{}: {}", where, why)); }

/// A stranger's text, for a message.
std::string cited(std::string_view text) { return fmt::format("'{}'", subjects::printable(text, 40)); }

DataRow row_of(const Kind& kind, const std::string& file, std::string place) { return {kind.role, {}, 0, file, std::move(place), kind.counts}; }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
  return first == text.npos ? std::string_view() : text.substr(first, last - first + 1);
}

/// Calls take(line, its number) for each that is neither empty nor a comment.
template <class Take>
void each_line(std::string_view text, Take take) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a mark of Unicode that some programs write first
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty() && line[0] != '#') take(line, number);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
  }
}

/// Parted by commas where there are any, else by white space.
std::vector<std::string_view> cells(std::string_view line, bool commas) {
  std::vector<std::string_view> all;
  while (true) {
    const std::size_t end = commas ? line.find(',') : line.find_first_of(" \t");
    all.push_back(trimmed(line.substr(0, end)));
    if (end == line.npos) return all;
    line = line.substr(end + 1);
    if (!commas) line = trimmed(line);
  }
}

std::optional<double> number_in(std::string_view text) {
  try {
    return parse_number(text);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

/// CSV: a row a line, all of one length; a table is the whole file. A first line of names alone is passed over.
Data of_lines(const Kind& kind, const std::string& file, std::string_view text) {
  Data data;
  const bool commas = text.find(',') != text.npos, table = kind.role == Role::joint;
  std::size_t width = 0, first = 0;
  each_line(text, [&](std::string_view line, std::size_t number) {
    const std::vector<std::string_view> found = cells(line, commas);
    if (width == 0 && first == 0 && std::ranges::none_of(found, [](std::string_view cell) { return cell.empty() || number_in(cell); })) {
      first = number;
      return;
    }
    const std::string place = fmt::format(", line {}", number);
    if (data.rows.empty() || !table) data.rows.push_back(row_of(kind, file, table ? "" : place));
    DataRow& row = data.rows.back();
    if (width != 0 && found.size() != width) fail(file + place, fmt::format("{} cells, where the lines before have {}", found.size(), width));
    width = found.size();
    for (std::size_t i = 0; i < width; ++i) {
      const auto x = number_in(found[i]);
      if (!x) fail(fmt::format("{}{}, column {}", file, place, i + 1), fmt::format("{} is not a number", cited(found[i])));
      row.values.push_back(*x);
    }
    if (table) row.columns = width;
    if (kind.role == Role::labels && width != 1) fail(file + place, fmt::format("{} labels in a line, which is one row's", width));
  });
  return data;
}

/// A number, or a special one as the protocol writes it.
double number_of(const json& value, const std::string& where, bool label) {
  if (value.is_number()) return value.get<double>();
  if (label && value.is_null()) return -1;
  if (value.is_string()) {
    if (const auto x = number_in(value.get_ref<const std::string&>())) return *x;
  }
  fail(where, fmt::format("{} is not a number", cited(value.dump(-1, ' ', false, json::error_handler_t::replace))));
}

void add_numbers(DataRow& row, const json& list) {
  if (!list.is_array()) fail(row.where(), "no list of numbers where one is expected");
  const std::size_t before = row.values.size();
  for (const json& value : list) row.values.push_back(number_of(value, fmt::format("{}, column {}", row.where(), row.values.size() - before + 1), false));
}

DataRow of_json(const Kind& kind, const json& value, const std::string& file, const std::string& place) {
  DataRow row = row_of(kind, file, place);
  if (kind.role == Role::labels) {
    row.values = {number_of(value, row.where(), true)};
  } else if (kind.role == Role::joint) {
    if (!value.is_array() || value.empty() || !value[0].is_array() || value[0].empty()) fail(row.where(), "a table is a list of rows, each a list of numbers");
    row.columns = value[0].size();
    for (const json& line : value) {
      if (line.is_array() && line.size() != row.columns) fail(row.where(), "the rows of a table are of one length");
      add_numbers(row, line);
    }
  } else {
    add_numbers(row, value);
  }
  return row;
}

/// JSON lines: a row a line; or, where no kind is given, objects whose keys are the kinds of their rows.
Data of_json_lines(const Kind* kind, const std::string& file, std::string_view text) {
  Data data;
  each_line(text, [&](std::string_view line, std::size_t number) {
    const std::string place = fmt::format(", line {}", number);
    const json value = json::parse(line, nullptr, false);
    if (value.is_discarded()) fail(file + place, "it is not JSON, or has a number beyond binary64");
    if (kind != nullptr) {
      data.rows.push_back(of_json(*kind, value, file, place));
      return;
    }
    if (!value.is_object() || value.empty()) fail(file + place, fmt::format("nothing says what it holds: give KIND=FILE, or objects as {{\"logits\": […], \"label\": 0}}"));
    for (const auto& [key, item] : value.items()) {
      const auto named = std::ranges::find(kinds, key, &Kind::key);
      if (named == std::end(kinds)) fail(file + place, fmt::format("{} is no kind of row: distribution, counts, logits, numbers, label, table or count-table", cited(key)));
      data.rows.push_back(of_json(*named, item, file, place));
    }
  });
  return data;
}

/// An array as NumPy's save() writes it: floating-point numbers of 4 or 8 bytes, or whole ones of 8, in C order.
struct Array {
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

/// The header, a literal of Python, as JSON.
json header_of(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  std::ranges::transform(text, text.begin(), [](char c) { return c == '\'' ? '"' : c == '(' ? '[' : c == ')' ? ']' : c; });
  const auto replace = [&](std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  };
  replace("True", "true");
  replace("False", "false");
  replace(",]", "]");
  replace(",}", "}");
  return json::parse(text, nullptr, false);
}

template <class T>
double number_at(std::string_view bytes, std::size_t i, const std::string& file) {
  std::array<char, sizeof(T)> own;
  std::memcpy(own.data(), bytes.data() + i * sizeof(T), sizeof(T));
  if constexpr (std::endian::native == std::endian::big) std::ranges::reverse(own);
  const T x = std::bit_cast<T>(own);
  if constexpr (std::is_integral_v<T>) {
    if (x > (T{1} << 53) || x < -(T{1} << 53)) fail(fmt::format("{}, number {}", file, i), fmt::format("{} is beyond 2^53", x));
  }
  return static_cast<double>(x);
}

Array of_npy(const std::string& file, std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  if (bytes.size() < 12 || !bytes.starts_with("\x93NUMPY")) fail(file, "it is no .npy file");
  if (byte(6) < 1 || byte(6) > 3) fail(file, fmt::format("version {} of .npy is not known here", byte(6)));
  const std::size_t start = byte(6) == 1 ? 10 : 12;
  const std::size_t length = byte(8) | byte(9) << 8 | (byte(6) == 1 ? 0 : byte(10) << 16 | byte(11) << 24);
  if (bytes.size() - start < length) fail(file, "it ends within its header");
  const json header = header_of(std::string(bytes.substr(start, length)));
  if (!header.is_object() || !header.contains("descr") || !header.contains("fortran_order") || !header.contains("shape") || !header["shape"].is_array()) fail(file, "its header cannot be read");
  if (!header["descr"].is_string()) fail(file, "structured arrays are not read; save one field of it");
  const std::string type = header["descr"];
  const std::size_t size = type == "<f4" ? 4 : type == "<f8" || type == "<i8" ? 8 : 0;
  if (size == 0) fail(file, fmt::format("numbers of type {} are not read; save .astype('<f8'), '<f4' or '<i8'", cited(type)));
  if (header["fortran_order"] != false) fail(file, "its order is Fortran's; save numpy.ascontiguousarray of it");
  Array array;
  bytes.remove_prefix(start + length);
  std::size_t n = 1;
  for (const json& extent : header["shape"]) {
    if (!extent.is_number_unsigned()) fail(file, "its header cannot be read");
    array.shape.push_back(extent);
    if (array.shape.back() == 0) fail(file, "it holds no numbers");
    if (array.shape.back() > bytes.size() / size / n) fail(file, "it is shorter than its header says");
    n *= array.shape.back();
  }
  if (bytes.size() != n * size) fail(file, fmt::format("it has {} bytes of numbers, not the {} of its header", bytes.size(), n * size));
  array.values.reserve(n);
  for (std::size_t i = 0; i < n; ++i) array.values.push_back(type == "<f4" ? number_at<float>(bytes, i, file) : type == "<f8" ? number_at<double>(bytes, i, file) : number_at<std::int64_t>(bytes, i, file));
  return array;
}

/// Rows along the first axis; one that has no such axis is one row.
Data of_array(const Kind& kind, const std::string& file, std::string_view bytes) {
  const Array array = of_npy(file, bytes);
  const std::size_t own = kind.role == Role::labels ? 0 : kind.role == Role::joint ? 2 : 1;  // axes of one row
  if (array.shape.size() != own && array.shape.size() != own + 1) {
    fail(file, fmt::format("it has {} axes; {} have {}{}", array.shape.size(), kind.name, own + 1, own == 0 ? "" : fmt::format(", or {} if there is one row", own)));
  }
  const bool several = array.shape.size() == own + 1;
  const std::size_t n = several ? array.shape[0] : 1;
  Data data;
  for (std::size_t i = 0; i < n; ++i) {
    DataRow row = row_of(kind, file, several ? fmt::format("[{}]", i) : "[]");
    const std::size_t width = array.values.size() / n;
    row.values.assign(array.values.begin() + static_cast<std::ptrdiff_t>(i * width), array.values.begin() + static_cast<std::ptrdiff_t>((i + 1) * width));
    if (own == 2) row.columns = array.shape.back();
    data.rows.push_back(std::move(row));
  }
  return data;
}

std::string bytes_of(const std::string& path) {
  std::error_code none;
  if (std::filesystem::is_directory(path, none)) fail("cannot read " + path, std::strerror(EISDIR));
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("cannot read " + path, std::strerror(errno));
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Data parse_data(const std::string& name, const std::string& path, std::string_view content) {
  const auto kind = std::ranges::find(kinds, name, &Kind::name);
  if (!name.empty() && kind == std::end(kinds)) throw UsageError(fmt::format("--data: {} is no kind of data: {}", cited(name), kind_names));
  const std::string ending = std::filesystem::path(path).extension();
  const auto is = [&](std::initializer_list<std::string_view> some) { return std::ranges::find(some, ending) != some.end(); };
  const bool lines = is({".csv", ".tsv", ".txt"}), array = is({".npy"});
  if (!lines && !array && !is({".jsonl", ".ndjson"})) fail(path, "its ending does not tell what it is: .csv, .tsv, .txt, .jsonl, .ndjson or .npy");
  if (name.empty() && (lines || array)) fail(path, fmt::format("nothing says what it holds: give KIND={}, KIND being {}", path, kind_names));
  Data data = lines ? of_lines(*kind, path, content) : array ? of_array(*kind, path, content) : of_json_lines(name.empty() ? nullptr : kind, path, content);
  if (data.rows.empty()) fail(path, "there are no rows in it");
  return data;
}

Data read_data(const std::vector<std::string>& arguments) {
  Data all;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    const std::string kind = equals == argument.npos ? "" : argument.substr(0, equals), path = argument.substr(equals == argument.npos ? 0 : equals + 1);
    if (kind.empty() && equals == 0) throw UsageError(fmt::format("--data: KIND=FILE lacks its kind: {}", kind_names));
    if (path.empty()) throw UsageError("--data: KIND=FILE lacks its file");
    Data one = parse_data(kind, path, bytes_of(path));
    all.rows.insert(all.rows.end(), std::make_move_iterator(one.rows.begin()), std::make_move_iterator(one.rows.end()));
  }
  return all;
}

}  // namespace gibbs::cli
