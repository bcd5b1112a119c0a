// Pages that need nothing else: one file, without scripts, fonts and addresses that are loaded. They are legible on
// paper, on a narrow screen, in the dark, and without colour.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gibbs::cli::html {

std::string escaped(std::string_view text);
/// A link where it is an address.
std::string linked(std::string_view text);
/// A term and its description; nothing where there is none.
std::string row(std::string_view name, const std::string& html);
/// A heading and what stands below it; nothing where nothing does.
std::string section(std::string_view title, std::string_view items);
std::string list(const std::vector<std::string>& items);
/// `style` is added to what all pages have; `body` is headed by the title.
std::string page(std::string_view title, std::string_view style, std::string_view body);

}  // namespace gibbs::cli::html
