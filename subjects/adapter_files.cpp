#include "subjects/adapter_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace gibbs::subjects {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = "_subject";
constexpr int lines_of_head = 30;

std::string environment(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

/// The text as one word of a shell command, quoted where it has to be.
std::string shell_word(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/.+-";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

void read_head(AdapterFile& adapter) {
  std::ifstream file(adapter.path);
  std::string line;
  for (int i = 0; i < lines_of_head && std::getline(file, line); ++i) {
    line.erase(0, std::min(line.find_first_not_of("#/%* "), line.size()));
    for (const auto& [key, value] : {std::pair<std::string_view, std::string*>{"about: ", &adapter.about},
                                     {"apt: ", &adapter.apt},
                                     {"npm: ", &adapter.npm},
                                     {"flags: ", &adapter.flags},
                                     {"composed: ", &adapter.composed}}) {
      if (line.starts_with(key)) *value = line.substr(key.size());
    }
    for (const std::string_view key : {"upstream: ", "convention: "}) {
      if (!line.starts_with(key)) continue;
      Note note;
      note.convention = key.front() == 'c';
      std::istringstream words(line.substr(key.size()));
      words >> note.metric >> note.word >> std::ws;
      std::getline(words, note.text);
      adapter.notes.push_back(std::move(note));
    }
    constexpr std::string_view configurations = "configurations: ";
    if (!line.starts_with(configurations)) continue;
    std::istringstream words(line.substr(configurations.size()));
    adapter.configurations.assign(std::istream_iterator<std::string>(words), {});
  }
}

std::string compile_and_start(const AdapterFile& adapter) {
  const fs::path cache = fs::path(environment("XDG_CACHE_HOME", environment("HOME", "/tmp") + "/.cache")) / "gibbs";
  const std::string file = shell_word(adapter.path), folder = shell_word(adapter.path.parent_path());
  const std::string program = shell_word(cache / adapter.name);
  // Under another name first, so that nobody starts half a program.
  return fmt::format(
      "{{ [ {0} -nt {1} ] && [ {0} -nt {2}/gibbs_subject.hpp ]; }} || "
      "{{ mkdir -p {3} && {4} -std=c++17 -O2 -I{2} {1} -o {0}.$$ {5} && mv {0}.$$ {0}; }} && exec {0}",
      program, file, folder, shell_word(cache), environment("CXX", "c++"), adapter.flags);
}

}  // namespace

std::vector<AdapterFile> adapter_files(const fs::path& folder) {
  std::vector<AdapterFile> all;
  std::error_code none;
  for (const char* language : {"cpp", "java", "javascript", "octave", "python", "r"}) {
    for (const auto& entry : fs::directory_iterator(folder / language, none)) {
      const std::string stem = entry.path().stem();
      if (!stem.ends_with(suffix) || stem == "gibbs_subject") continue;
      AdapterFile adapter{entry.path(), stem.substr(0, stem.size() - suffix.size()), {}, {}, {}, {}, {}};
      read_head(adapter);
      all.push_back(std::move(adapter));
    }
  }
  std::ranges::sort(all, {}, &AdapterFile::name);
  return all;
}

fs::path share_folder() {
  if (const std::string share = environment("GIBBS_SHARE", ""); !share.empty()) return share;
  std::error_code none;
  const auto program = fs::read_symlink("/proc/self/exe", none);
  const auto installed = program.parent_path().parent_path() / "share/gibbs";
  return fs::exists(installed / "python", none) ? installed : fs::path(GIBBS_SOURCE_SHARE);
}

std::vector<std::string> start_commands(const AdapterFile& adapter, std::string_view configuration) {
  const std::string language = adapter.path.parent_path().filename(), file = shell_word(adapter.path);
  std::vector<std::string> commands;
  if (language == "python") {
    // -B: leave no byte code in a folder that may belong to the system.
    const std::string chosen = environment("GIBBS_PYTHON", "");
    for (const std::string& python : chosen.empty() ? std::vector<std::string>{"python3", "/usr/bin/python3"}
                                                    : std::vector<std::string>{chosen}) {
      commands.push_back(shell_word(python) + " -B " + file);
    }
  } else if (language == "cpp") {
    commands.push_back(compile_and_start(adapter));
  } else if (language == "java") {
    commands.push_back(fmt::format("java {} {}", adapter.flags, file));
  } else if (language == "javascript") {
    commands.push_back("node " + file);
  } else if (language == "octave") {
    commands.push_back("octave-cli -q " + file);
  } else {
    commands.push_back("Rscript --vanilla " + file);
  }
  if (!configuration.empty()) {
    for (std::string& command : commands) command += " " + shell_word(std::string(configuration));
  }
  return commands;
}

std::string install_command(const AdapterFile& adapter) {
  std::string command;
  if (!adapter.apt.empty()) command = "apt-get install --no-remove " + adapter.apt;
  if (!adapter.npm.empty()) {
    command += fmt::format("{}npm install --prefix ~/.local/share/gibbs {}", command.empty() ? "" : " && ", adapter.npm);
  }
  return command;
}

}  // namespace gibbs::subjects
