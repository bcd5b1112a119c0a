#include "subjects/adapters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <iterator>
#include <stdexcept>

#include "museum/exhibit.hpp"
#include "subjects/adapter_files.hpp"
#include "subjects/library.hpp"
#include "subjects/planted.hpp"
#include "subjects/process.hpp"
#include "subjects/text.hpp"

namespace gibbs::subjects {
namespace {

using properties::Subject;
using properties::SubjectUnavailable;

struct BuiltIn {
  std::string_view name, about;
  const reference::Format& format;
};
constexpr std::array built_in{
    BuiltIn{"gibbs", "the library of this project, binary64", reference::binary64},
    BuiltIn{"gibbs-binary32", "the library of this project, binary32", reference::binary32},
};

/// Compilers are given time.
constexpr std::chrono::minutes patience{10};

std::unique_ptr<Subject> open_adapter(const AdapterFile& adapter, std::string_view configuration, ProcessOptions options) {
  std::vector<std::string> commands = start_commands(adapter, configuration);
  if (adapter.path.extension() == ".cpp") options.start_timeout = std::max<std::chrono::milliseconds>(options.start_timeout, patience);
  for (;;) {
    try {
      return std::make_unique<ProcessSubject>(commands.front(), options);
    } catch (const SubjectUnavailable&) {
      commands.erase(commands.begin());
      if (commands.empty()) throw;
    }
  }
}

std::unique_ptr<Subject> open_exhibit(std::string_view id) {
  if (const museum::Exhibit* exhibit = museum::find(id)) return museum::open(*exhibit);
  std::vector<std::string_view> ids;
  std::ranges::transform(museum::exhibits(), std::back_inserter(ids), &museum::Exhibit::id);
  const std::string advice = did_you_mean(std::string(id), ids);
  throw std::invalid_argument(fmt::format("the museum has no exhibit '{}'{}", printable(std::string(id), 60),
                                          advice.empty() ? "; `gibbs subjects museum` lists them" : advice));
}

std::invalid_argument unknown(const std::string& spec, const std::vector<AdapterFile>& adapters) {
  std::vector<std::string_view> names;
  std::ranges::transform(built_in, std::back_inserter(names), &BuiltIn::name);
  std::ranges::transform(adapters, std::back_inserter(names), &AdapterFile::name);
  const std::string advice = did_you_mean(spec, names);
  return std::invalid_argument(fmt::format("unknown subject '{}'{}", printable(spec, 60),
                                           advice.empty()
                                               ? fmt::format("; there is {}, museum:EXHIBIT, planted:METRIC:FAULT, and exec:COMMAND for any "
                                                             "program that speaks the subject protocol",
                                                             fmt::join(names, ", "))
                                               : advice));
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
  constexpr std::string_view fault = "planted:";
  if (spec.starts_with(fault)) return planted(std::string_view(spec).substr(fault.size()));
  for (const BuiltIn& subject : built_in) {
    if (subject.name == (spec.empty() ? "gibbs" : spec)) return library(subject.format);
  }
  const std::vector<AdapterFile> adapters = adapter_files(share_folder());
  const std::string name = spec.substr(0, spec.find(':'));
  const std::string configuration = spec.size() > name.size() ? spec.substr(name.size() + 1) : "";
  const auto adapter = std::ranges::find(adapters, name, &AdapterFile::name);
  if (adapter == adapters.end()) throw unknown(spec, adapters);
  const auto& known = adapter->configurations;
  if (spec.size() > name.size() && std::ranges::find(known, configuration) == known.end()) {
    throw std::invalid_argument(fmt::format("{} has no configuration '{}'; it has {}", name, printable(configuration, 40),
                                            known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
  }
  try {
    return open_adapter(*adapter, configuration, options);
  } catch (const SubjectUnavailable& error) {
    const std::string install = install_command(*adapter);
    if (install.empty()) throw;
    throw SubjectUnavailable(fmt::format("{}; to install what it needs: {}", error.what(), install));
  }
}

std::vector<Availability> available_subjects() {
  std::vector<Availability> result;
  for (const BuiltIn& subject : built_in) {
    const std::string version = library(subject.format)->description().version;
    result.push_back({std::string(subject.name), std::string(subject.about), true, version, "", ""});
  }
  // All at once: most of the time goes into interpreters that load libraries.
  std::vector<std::future<Availability>> started;
  for (const AdapterFile& adapter : adapter_files(share_folder())) {
    started.push_back(std::async(std::launch::async, [adapter] {
      Availability entry{adapter.name, adapter.about, true, "", "", ""};
      for (const std::string& word : adapter.configurations) entry.about += fmt::format("; {}:{}", adapter.name, word);
      try {
        entry.version = open_adapter(adapter, "", {})->description().version;
      } catch (const SubjectUnavailable& error) {
        entry = {adapter.name, entry.about, false, "", error.what(), install_command(adapter)};
      }
      return entry;
    }));
  }
  for (std::future<Availability>& entry : started) result.push_back(entry.get());
  return result;
}

}  // namespace gibbs::subjects
