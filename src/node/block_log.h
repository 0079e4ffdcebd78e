// The log of blocks in SQLite (WAL, synchronous=FULL): the one truth of a commune on disk.
//
// `append` is durable when it returns; a failed append leaves the log as it was and says exactly
// why. Every block is kept byte for byte with its hash, and every read compares the two. The bytes
// are opaque here: links between blocks and commands are checked by whoever decodes them.
//
// One object is used by one thread. Other threads and processes open their own with `to_read`.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"

namespace commune::node {

// labelled_hash("commune/block/v1", encoded block).
[[nodiscard]] core::Digest hash_of_block(core::ByteView encoded_block);

struct StoredBlock {
  core::Height height;
  core::Bytes bytes;
  core::Digest hash;
};

// Where the log ends. Of an empty log: height 0 and a hash of zeros.
struct LogTip {
  core::Height height;
  core::Digest hash;
};

enum class LogAccess { to_write, to_read };

// Whether each append waits for the disk, which is the promise of a node, or all of them until the
// next checkpoint, which is enough while a commune is being founded.
enum class LogPatience { each_append, until_checkpoint };

class BlockLog {
 public:
  // A new, empty log. `conflict` where there is a file already.
  [[nodiscard]] static core::Result<BlockLog> make(const std::filesystem::path& path,
                                                   core::ByteView genesis);
  [[nodiscard]] static core::Result<BlockLog> open(const std::filesystem::path& path,
                                                   LogAccess access);

  BlockLog(BlockLog&&) noexcept;
  BlockLog& operator=(BlockLog&&) noexcept;
  ~BlockLog();

  [[nodiscard]] const core::Bytes& genesis() const;
  [[nodiscard]] LogTip tip() const;

  // Appends the next block; durable on return. storage_full and storage_read_only leave everything
  // usable, and a later append may succeed. After any other failure nobody can know what reached
  // the disk, so every later append is refused until the log is opened again.
  [[nodiscard]] core::Result<LogTip> append(core::ByteView encoded_block);

  // Calls `visit` for every block from `from` on, in order; stops at its first error. `corrupt`,
  // naming the height, where a block is missing or its bytes do not have the stored hash.
  using Visitor = std::function<core::Result<void>(const StoredBlock&)>;
  [[nodiscard]] core::Result<void> read(core::Height from, const Visitor& visit);

  // Nothing where there is no such block.
  [[nodiscard]] core::Result<std::optional<StoredBlock>> find(core::Height height);

  // The same as it is stored, whether or not bytes and hash fit: to explain what was changed.
  [[nodiscard]] core::Result<std::optional<StoredBlock>> find_unchecked(core::Height height);

  // Small facts beside the blocks, durable on return.
  [[nodiscard]] core::Result<std::optional<core::Bytes>> find_meta(std::string_view key);
  [[nodiscard]] core::Result<void> put_meta(std::string_view key, core::ByteView value);
  [[nodiscard]] core::Result<void> remove_meta(std::string_view key);

  // The keys of those facts that begin so, in order.
  [[nodiscard]] core::Result<std::vector<std::string>> meta_keys(std::string_view prefix);

  // Of a database that nobody has open, and that stays one plain file. All of them or none.
  using MetaFacts = std::vector<std::pair<std::string, core::Bytes>>;
  [[nodiscard]] static core::Result<void> put_meta_of(const std::filesystem::path& path,
                                                      const MetaFacts& facts);

  // Has SQLite look at every page, for `commune verify`. `corrupt` with its first finding.
  [[nodiscard]] core::Result<void> check_pages();

  // A consistent copy in one new file without a WAL beside it, while others may go on writing.
  [[nodiscard]] core::Result<void> copy_to(const std::filesystem::path& path);

  [[nodiscard]] core::Result<void> set_patience(LogPatience patience);

  // Moves everything into the main file, so that a stopped commune is one plain database.
  [[nodiscard]] core::Result<void> checkpoint();

 private:
  struct Parts;
  explicit BlockLog(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace commune::node
