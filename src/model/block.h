// One entry of the log.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct Block {
  core::Height height{};  // from 1
  core::Time time{};
  Digest previous{};                    // hash of the block before; of block 1: the chain id
  Digest state_digest{};                // of the state before this block
  std::vector<core::Bytes> commands{};  // SignedEnvelope, byte for byte
  friend bool operator==(const Block&, const Block&) = default;
};

template <Of<Block> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "height", noun.height);
  visit(2, "time", noun.time);
  visit(3, "previous", noun.previous);
  visit(4, "state_digest", noun.state_digest);
  visit(5, "commands", noun.commands);
}

}  // namespace commune::model
