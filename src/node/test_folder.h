// For tests: a folder that goes away, and a disk so small that a test can fill it.
#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <system_error>
#include <utility>

#include "core/bytes.h"

namespace commune::node {

class TestFolder {
 public:
  TestFolder() {
    std::random_device seed;
    path_ = std::filesystem::temp_directory_path() /
            ("commune-test-" + std::to_string(seed()) + std::to_string(seed()));
    std::filesystem::create_directories(path_);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A file system of its own in memory. Mounting one takes root; otherwise `make` gives nothing.
class SmallDisk {
 public:
  [[nodiscard]] static std::optional<SmallDisk> make(const std::filesystem::path& path,
                                                     const std::string& size) {
    std::filesystem::create_directories(path);
    const std::string options = "size=" + size;
    if (::mount("tmpfs", path.c_str(), "tmpfs", 0, options.c_str()) != 0) return std::nullopt;
    return SmallDisk(path);
  }
  SmallDisk(SmallDisk&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  SmallDisk& operator=(SmallDisk&&) = delete;
  ~SmallDisk() {
    if (!path_.empty()) ::umount2(path_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool set_read_only(bool read_only) const {
    const unsigned long flags =
        MS_REMOUNT | (read_only ? static_cast<unsigned long>(MS_RDONLY) : 0UL);
    return ::mount("tmpfs", path_.c_str(), "tmpfs", flags, nullptr) == 0;
  }
  // Takes all the space that is left; removing the file gives it back.
  void fill() const {
    std::ofstream file(path_ / "ballast", std::ios::binary);
    const std::string block(4096, 'x');
    while (file.write(block.data(), 4096) && file.flush()) continue;
  }
  void make_room() const { std::filesystem::remove(path_ / "ballast"); }

 private:
  explicit SmallDisk(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

inline void flip_byte(const std::filesystem::path& path, std::streamoff offset) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(offset);
  const int byte = file.get();
  file.seekp(offset);
  file.put(static_cast<char>(byte ^ 0x20));
}

}  // namespace commune::node
