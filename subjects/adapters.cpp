#include "subjects/adapters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "museum/exhibit.hpp"
#include "subjects/library.hpp"
#include "subjects/process.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using properties::Subject;
using properties::SubjectUnavailable;

struct Named {
  std::string_view name, about, package;  // package: of Debian; empty for the library
};
constexpr std::array named{
    Named{"gibbs", "the library of this project, binary64", ""},
    Named{"gibbs-binary32", "the library of this project, binary32", ""},
    Named{"numpy", "textbook formulas in NumPy, one line each", "python3-numpy"},
    Named{"scipy", "SciPy, called as its users call it", "python3-scipy"},
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::filesystem::path adapter_directory() {
  if (const std::string share = environment("GIBBS_SHARE"); !share.empty()) {
    return std::filesystem::path(share) / "python";
  }
  std::error_code none;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", none);
  const auto installed = program.parent_path().parent_path() / "share/gibbs/python";
  return std::filesystem::exists(installed, none) ? installed : std::filesystem::path(GIBBS_SOURCE_SHARE) / "python";
}

/// The text as one word of a shell command, quoted where it has to be.
std::string shell_word(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/.+-";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::unique_ptr<Subject> open_adapter(const Named& adapter, const ProcessOptions& options) {
  const auto file = adapter_directory() / fmt::format("{}_subject.py", adapter.name);
  if (!std::filesystem::exists(file)) {
    throw SubjectUnavailable(
        fmt::format("{} is missing; GIBBS_SHARE names the folder that holds python/", file.string()));
  }
  std::vector<std::string> interpreters{"python3", "/usr/bin/python3"};
  if (const std::string chosen = environment("GIBBS_PYTHON"); !chosen.empty()) interpreters = {chosen};
  for (;;) {
    try {
      // -B: leave no byte code in a folder that may belong to the system.
      return std::make_unique<ProcessSubject>(shell_word(interpreters.front()) + " -B " + shell_word(file), options);
    } catch (const SubjectUnavailable&) {
      interpreters.erase(interpreters.begin());
      if (interpreters.empty()) throw;
    }
  }
}

std::string install_command(const Named& adapter) { return fmt::format("apt install {}", adapter.package); }

const Named* find(std::string_view name) {
  const auto found = std::ranges::find(named, name, &Named::name);
  return found == named.end() ? nullptr : found;
}

std::unique_ptr<Subject> open_exhibit(std::string_view id) {
  if (const museum::Exhibit* exhibit = museum::find(id)) return museum::open(*exhibit);
  std::vector<std::string_view> ids;
  std::ranges::transform(museum::exhibits(), std::back_inserter(ids), &museum::Exhibit::id);
  const std::string advice = did_you_mean(std::string(id), ids);
  throw std::invalid_argument(fmt::format("the museum has no exhibit '{}'{}", printable(std::string(id), 60),
                                          advice.empty() ? "; `gibbs subjects museum` lists them" : advice));
}

std::unique_ptr<Subject> open_named(const Named& subject, const ProcessOptions& options) {
  if (subject.package.empty()) {
    return library(subject.name == "gibbs" ? reference::binary64 : reference::binary32);
  }
  return open_adapter(subject, options);
}

}  // namespace

std::unique_ptr<Subject> open_subject(const std::string& spec, const ProcessOptions& options) {
  constexpr std::string_view exec = "exec:";
  if (spec.starts_with(exec)) {
    const std::string command = spec.substr(exec.size());
    if (command.find_first_not_of(" \t\n") == command.npos) throw std::invalid_argument("exec: names no command");
    return std::make_unique<ProcessSubject>(command, options);
  }
  constexpr std::string_view exhibit = "museum:";
  if (spec.starts_with(exhibit)) return open_exhibit(std::string_view(spec).substr(exhibit.size()));
  const Named* subject = find(spec.empty() ? "gibbs" : spec);
  if (!subject) {
    std::array<std::string_view, named.size()> names;
    std::ranges::transform(named, names.begin(), &Named::name);
    const std::string advice = did_you_mean(spec, names);
    throw std::invalid_argument(fmt::format("unknown subject '{}'{}", printable(spec, 60),
                                            advice.empty()
                                                ? fmt::format("; there is {}, museum:EXHIBIT, and exec:COMMAND for "
                                                              "any program that speaks the subject protocol",
                                                              fmt::join(names, ", "))
                                                : advice));
  }
  try {
    return open_named(*subject, options);
  } catch (const SubjectUnavailable& error) {
    throw SubjectUnavailable(fmt::format("{}; to install what it needs: {}", error.what(), install_command(*subject)));
  }
}

std::vector<Availability> available_subjects() {
  std::vector<Availability> result;
  for (const Named& subject : named) {
    Availability entry{std::string(subject.name), std::string(subject.about), true, "", "", ""};
    try {
      entry.version = open_named(subject, {})->description().version;
    } catch (const SubjectUnavailable& error) {
      entry.available = false;
      entry.problem = error.what();
      entry.install = install_command(subject);
    }
    result.push_back(std::move(entry));
  }
  return result;
}

}  // namespace gibbs::subjects
