// Records and the genesis to and from bytes. A snapshot writes each record as (kind, bytes).
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "core/error.h"
#include "model/genesis.h"
#include "model/record.h"

namespace commune::wire {

[[nodiscard]] core::Bytes encode_genesis(const model::Genesis& genesis);
[[nodiscard]] core::Result<model::Genesis> parse_genesis(core::ByteView bytes);
// SHA-256 of the encoded genesis.
[[nodiscard]] model::ChainId chain_id_of(const model::Genesis& genesis);

// `kind` is the index of the alternative in model::Record.
[[nodiscard]] core::Result<model::Record> parse_record(std::uint32_t kind, core::ByteView bytes);

}  // namespace commune::wire
