#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/error.hpp"
#include "cli/text.hpp"

namespace gibbs::cli {
namespace {

[[noreturn]] void fail(const std::string& name, int error) {
  throw UsageError(fmt::format("cannot write {}: {}", name, std::strerror(error)));
}

// Signals wait while this lives: between the creation of a temporary and its renaming nothing may end the program.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Makes `target` of the content by way of a temporary; with `keep` false it only finds out whether that would work.
int replace(const std::filesystem::path& target, std::string_view content, bool keep) {
  const SignalsHeld held;
  std::string temporary = target.parent_path() / ("." + target.filename().string() + ".XXXXXX");
  const int file = mkstemp(temporary.data());
  if (file < 0) return errno;
  const mode_t mask = umask(0);
  umask(mask);
  struct stat before;
  const mode_t mode = stat(target.c_str(), &before) == 0 ? before.st_mode & 07777U : 0666U & ~mask;
  bool sound = write_all(file, content) && fchmod(file, mode) == 0;
  int error = sound ? 0 : errno;
  if (close(file) != 0 && sound) sound = false, error = errno;
  if (sound && keep && rename(temporary.c_str(), target.c_str()) != 0) sound = false, error = errno;
  if (!sound || !keep) unlink(temporary.c_str());
  return error;
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : name_(path) {
  if (path.empty()) throw UsageError("a file to write needs a name");
  if (path == "-") {
    target_ = path;
    return;
  }
  std::error_code error;
  const auto kind = std::filesystem::status(path, error).type();
  if (kind == std::filesystem::file_type::directory || path.ends_with('/')) fail(name_, EISDIR);
  if (kind != std::filesystem::file_type::not_found && access(path.c_str(), W_OK) != 0) fail(name_, errno);
  special_ = kind != std::filesystem::file_type::not_found && kind != std::filesystem::file_type::regular;
  // A link's end is replaced, not the link; the link of /dev/stdout may lead to no name at all.
  target_ = special_ ? std::filesystem::path(path)
                     : std::filesystem::weakly_canonical(std::filesystem::absolute(path), error);
  if (special_) return;
  if (error && kind != std::filesystem::file_type::not_found) fail(name_, error.value());
  if (const int problem = replace(target_, "", false)) fail(name_, problem);
}

void OutputFile::write(std::string_view content) const {
  if (name_ == "-") return print(content);
  if (!special_) {
    if (const int problem = replace(target_, content, true)) fail(name_, problem);
    return;
  }
  const int file = open(target_.c_str(), O_WRONLY);
  const bool sound = file >= 0 && write_all(file, content);
  const int error = errno;
  if (file >= 0) close(file);
  if (!sound) fail(name_, error);
}

FolderLock::FolderLock(const OutputFile& file) : folder_(open(file.target().parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  while (folder_ >= 0 && flock(folder_, LOCK_EX) != 0 && errno == EINTR) {
  }
}
FolderLock::~FolderLock() {
  if (folder_ >= 0) close(folder_);
}

}  // namespace gibbs::cli
