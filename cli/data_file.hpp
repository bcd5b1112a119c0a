// The user's own rows: CSV, JSON lines, and NumPy's .npy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/inputs/data.hpp"

namespace gibbs::cli {

/// What --data takes: FILE, of JSON lines that say what they are; or KIND=FILE, KIND being distributions, counts, logits,
/// numbers, labels, tables or count-tables. Throws UsageError naming file, line or row, column and what is wrong there.
properties::Data read_data(const std::vector<std::string>& arguments);

/// The same of a file's content; `path` is its name, whose ending tells the format: .npy, .jsonl or .ndjson, .csv, .tsv or .txt.
/// `kind` may be empty.
properties::Data parse_data(const std::string& kind, const std::string& path, std::string_view content);

}  // namespace gibbs::cli
