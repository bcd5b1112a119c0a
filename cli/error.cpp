#include "cli/error.hpp"

#include <fmt/format.h>

#include "subjects/text.hpp"

namespace gibbs::cli {

UsageError unknown(std::string_view kind, std::string_view name, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::string advice = subjects::did_you_mean(name, views);
  if (advice.empty() && names.size() <= 20) advice = fmt::format("; there is {}", fmt::join(names, ", "));
  return UsageError(fmt::format("unknown {} '{}'{}", kind, subjects::printable(name, 60), advice));
}

}  // namespace gibbs::cli
