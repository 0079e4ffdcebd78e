// Envelopes to and from bytes. This is the only door through which a command enters.
#pragma once

#include "core/bytes.h"
#include "core/error.h"
#include "model/block.h"
#include "model/envelope.h"

namespace commune::wire {

[[nodiscard]] core::Bytes encode_command(const model::Command& command);
[[nodiscard]] core::Result<model::Command> parse_command(core::ByteView bytes);

[[nodiscard]] core::Bytes encode_envelope(const model::Envelope& envelope);
// Refuses anything that is not canonical, and more than `model::envelope_size_max` bytes, or
// `clearing_size_max` for a clearing.
[[nodiscard]] core::Result<model::Envelope> parse_envelope(core::ByteView bytes);

[[nodiscard]] core::Bytes encode_signed_envelope(const model::SignedEnvelope& envelope);
[[nodiscard]] core::Result<model::SignedEnvelope> parse_signed_envelope(core::ByteView bytes);

[[nodiscard]] core::Bytes encode_block(const model::Block& block);
[[nodiscard]] core::Result<model::Block> parse_block(core::ByteView bytes);

}  // namespace commune::wire
