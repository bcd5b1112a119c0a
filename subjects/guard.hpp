// No process that a subject began outlives its trial: not one that left its process group, nor where the trial itself
// is killed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gibbs::subjects {

/// An environment for a child: this process's own and a mark, which all that the child begins inherits.
class Marked {
 public:
  Marked();
  /// For posix_spawn; as long as this lives.
  char** environment() { return pointers_.data(); }
  /// Kills whoever bears the mark (Linux: what /proc/PID/environ tells; a process that was given another environment is
  /// missed).
  void sweep() const;

 private:
  std::string mark_;
  std::vector<char*> pointers_;
};

/// Begins a process that waits for this one to end, however it ends, and then kills whoever bears a mark of it. It holds
/// none of this process's files open. For `main` to call before there are threads.
void guard_children();

}  // namespace gibbs::subjects
