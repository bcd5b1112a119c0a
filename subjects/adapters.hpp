// Subjects by name: the library, the adapters that come with gibbs, the museum, and any command.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "properties/judge/subject.hpp"
#include "subjects/process.hpp"

namespace gibbs::subjects {

/// "" or "gibbs"      the library; "gibbs-binary32" its functions on float
/// "scipy", "torch:float32"  an adapter that comes with gibbs (subjects/adapter_files.hpp), in one of its configurations
/// "museum:EXHIBIT"   a real defect (museum/exhibit.hpp)
/// "planted:METRIC:FAULT"  the library with a fault (planted.hpp)
/// "exec:COMMAND"     any program that speaks the subject protocol, started by `sh -c COMMAND`
/// Throws std::invalid_argument for anything else, with the nearest name; SubjectUnavailable if it cannot be started,
/// for an adapter with what to install.
///
/// Python adapters run with the first of `python3` and `/usr/bin/python3` that has what they import, or with
/// $GIBBS_PYTHON alone where that is set. `options` are for programs.
std::unique_ptr<properties::Subject> open_subject(const std::string& spec, const ProcessOptions& options = {});

/// A named subject, as `gibbs subjects` lists it.
struct Availability {
  std::string name;
  std::string about;    // what it is
  bool available;       // it was started and described itself
  std::string version;  // if it is available
  std::string problem;  // if not: why, in one line
  std::string install;  // if not: the command that would help
};

/// Tries to start every named subject.
std::vector<Availability> available_subjects();

}  // namespace gibbs::subjects
