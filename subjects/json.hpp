// Numbers in JSON, exactly.
//
// Numbers are written so that they read back as the same double, always with a point or an exponent: "1.0", never "1",
// and "-0.0", so that no reader takes them for integers. NaN and the infinities are the strings "NaN", "Infinity" and
// "-Infinity".
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gibbs::subjects {

/// One JSON text, strictly RFC 8259; "-0" is read as −0.0, where most readers make it the integer 0.
/// Throws std::invalid_argument saying what is wrong.
nlohmann::json parse(std::string_view text);

/// A JSON number, one of the three strings, or a string that is a hexadecimal number as C writes it: "0x1.8p-1".
/// Nothing otherwise.
std::optional<double> read_number(const nlohmann::json& value);

/// Numbers as JSON numbers, or as such strings: for readers of decimals that are not exact.
enum class Speech { decimal, hexadecimal };
void write(std::string& out, double x, Speech speech = Speech::decimal);
void write(std::string& out, std::span<const double> values, Speech speech = Speech::decimal);

/// A stranger's value for a message: itself if it is short, else what type it is.
std::string brief(const nlohmann::json& value);

}  // namespace gibbs::subjects
