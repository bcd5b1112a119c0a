// The adapters that come with gibbs. Each is one file, in the folder of its language, and is found by itself:
// python/scipy_subject.py is the subject `scipy`. What else there is to know stands in comments at its head:
//
//   about: SciPy, called as its users call it
//   apt: python3-scipy               the Debian packages it needs
//   npm: mathjs@15                   the packages of npm
//   configurations: float32 float16  scipy:float32 is the same with that word as its argument
//   flags: -lm                       for the compiler, of C++; for the virtual machine, of Java
//   upstream: js_divergence NaN https://…    what its makers know of a finding: metric, cause word, link or sentence
//   composed: all                    in comparisons every function is the adapter's own formula
//   convention: entropy base sentence        that its documentation says so: no defect
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gibbs::subjects {

/// What the head says of one finding of `gibbs compare`.
struct Note {
  std::string metric, word, text;
  bool convention = false;  // documented; otherwise it is known upstream
};

struct AdapterFile {
  std::filesystem::path path;
  std::string name, about, apt, npm, flags;
  std::vector<std::string> configurations;
  std::vector<Note> notes{};
  std::string composed{};  // "all": none of its functions is the library's own
};

/// The adapters in a folder that has one of each language, by name.
std::vector<AdapterFile> adapter_files(const std::filesystem::path& folder);

/// $GIBBS_SHARE, then beside the program (../share/gibbs), then the source tree it was built from.
std::filesystem::path share_folder();

/// Shell commands that start it, to be tried in turn. A C++ adapter is first compiled, into ~/.cache/gibbs, if it is
/// newer than what is there.
std::vector<std::string> start_commands(const AdapterFile& adapter, std::string_view configuration);

/// What installs the packages it needs, removing none; empty if it needs none.
std::string install_command(const AdapterFile& adapter);

}  // namespace gibbs::subjects
