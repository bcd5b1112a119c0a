// What the targets share. A target ends the program where what it was given leads to anything but what contracts promise.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace gibbs::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// The first line, taken off the text.
inline std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

inline void require(bool holds, const char* what, std::string_view about) {
  if (holds) return;
  std::fprintf(stderr, "%s: %.*s\n", what, static_cast<int>(about.size()), about.data());
  std::abort();
}

/// A file of this content, in memory.
class File {
 public:
  explicit File(std::string_view content) : file_(memfd_create("fuzz", 0)) {
    const auto size = static_cast<ssize_t>(content.size());
    require(file_ >= 0 && write(file_, content.data(), content.size()) == size, "no file in memory", "");
    path_ = "/proc/self/fd/" + std::to_string(file_);
  }
  ~File() { close(file_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  const std::string& path() const { return path_; }

 private:
  int file_;
  std::string path_;
};

}  // namespace gibbs::fuzz
