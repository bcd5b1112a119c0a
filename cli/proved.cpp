#include "cli/proved.hpp"

#include <fmt/format.h>

#include "cli/proved_texts.hpp"

namespace gibbs::cli {
namespace {

/// As in Coq, where - and ^ are no letters.
std::string name_in_coq(std::string_view id) {
  std::string name;
  for (const char c : id) name += c == '-' ? "_" : c == '^' ? "_to_the_" : std::string(1, c);
  return name;
}

/// What follows `head` at the beginning of a line, up to `end`; nothing where no line begins so.
std::string_view after(std::string_view text, const std::string& head, std::string_view end) {
  const std::size_t at = text.starts_with(head) ? 0 : text.find("\n" + head);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(text.find(head, at) + head.size());
  return text.substr(0, text.find(end));
}

}  // namespace

std::optional<Proof> proof(std::string_view id) {
  const std::string_view found = after(proved_statements, name_in_coq(id) + " ", "\n\n");
  const std::size_t line = found.find('\n');
  if (!found.empty()) return Proof{fmt::format("proofs/{}", found.substr(0, line)), std::string(found.substr(line + 1)), ""};
  const std::string_view reason = after(unproved_reasons, std::string(id) + "  ", "\n");
  return reason.empty() ? std::nullopt : std::optional(Proof{"", "", std::string(reason)});
}

std::string proved(std::string_view id) {
  const std::optional<Proof> found = proof(id);
  if (!found) return "";
  return found->reason.empty() ? fmt::format("by Coq, in {}:\n{}", found->file, found->statement)
                               : fmt::format("not by machine: {}", found->reason);
}

}  // namespace gibbs::cli
