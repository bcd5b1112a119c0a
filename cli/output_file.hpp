// Files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gibbs::cli {

/// A file to be written later. It is written to a temporary beside the target, which then takes the target's name, so
/// that nobody ever sees a part of it; what stands under the name stays until then. Devices and pipes are written as
/// they are; "-" is standard output.
class OutputFile {
 public:
  /// Throws UsageError if the target cannot be written, and leaves nothing behind.
  explicit OutputFile(const std::string& path);
  /// Throws UsageError if it cannot be written whole; what stood under the name is untouched then.
  void write(std::string_view content) const;
  const std::filesystem::path& target() const { return target_; }

 private:
  std::string name_;  // as the user wrote it
  std::filesystem::path target_;
  bool special_ = false;  // neither a regular file nor absent
};

/// While it lives, no other gibbs changes what it reads first and writes then in the folder of the file: one that holds
/// such a lock is waited for. Where the file system has no locks there is none.
class FolderLock {
 public:
  explicit FolderLock(const OutputFile& file);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int folder_ = -1;
};

}  // namespace gibbs::cli
