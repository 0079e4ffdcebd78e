// Whole files on a disk that may be full, read-only or lose its power at any instant.
// A write is durable when it returns: temporary file, fsync, rename, fsync of the folder; a reader
// sees the old bytes or the new ones, never a mixture. Failures carry the path and a stable code.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "core/bytes.h"
#include "core/error.h"

namespace commune::node {

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// The code for an `errno` of a file operation: no space, read-only, missing, or another failure.
[[nodiscard]] core::ErrorCode code_of_errno(int number);

// "cannot write /a/b: No space left on device", with the code that belongs to `number`.
[[nodiscard]] core::Error error_of_errno(std::string_view verb, const std::filesystem::path& path,
                                         int number);

[[nodiscard]] core::Result<core::Bytes> read_file(const std::filesystem::path& path);

// Replaces `path` by the parts one after another. `mode` are the permission bits of the new file.
[[nodiscard]] core::Result<void> write_file(const std::filesystem::path& path,
                                            std::initializer_list<core::ByteView> parts,
                                            mode_t mode = 0644);

// Makes the folder if it is missing. Its parent must exist or be makeable.
[[nodiscard]] core::Result<void> make_folder(const std::filesystem::path& path, mode_t mode = 0755);

// An empty file that only its owner may read; one that is there stays and becomes so.
[[nodiscard]] core::Result<void> make_private_file(const std::filesystem::path& path);

// Makes what was written to the file durable.
[[nodiscard]] core::Result<void> sync_file(const std::filesystem::path& path);

// Makes renames and removals inside the folder durable.
[[nodiscard]] core::Result<void> sync_folder(const std::filesystem::path& path);

}  // namespace commune::node
