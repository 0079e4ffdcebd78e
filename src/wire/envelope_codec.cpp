#include "wire/envelope_codec.h"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "core/canonical.h"
#include "model/limits.h"
#include "wire/canonical_reader.h"

namespace commune::wire {
namespace {

using core::Bytes;
using core::ByteView;
using core::ErrorCode;
using core::Result;

// The envelope as the schema has it: the command still as bytes.
struct EnvelopeFields {
  model::ChainId chain;
  model::Nonce nonce;
  core::Time expires_at;
  model::CredentialKind credential{};
  model::PublicKey key;
  Bytes command;
};

template <model::Of<EnvelopeFields> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "chain", noun.chain);
  visit(2, "nonce", noun.nonce);
  visit(3, "expires_at", noun.expires_at);
  visit(4, "credential", noun.credential);
  visit(5, "key", noun.key);
  visit(6, "command", noun.command);
}

struct SignedFields {
  Bytes envelope;
  model::Signature signature;
};

template <model::Of<SignedFields> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "envelope", noun.envelope);
  visit(2, "signature", noun.signature);
}

// Parses the alternative whose field number is `number`.
template <std::size_t I = 0>
Result<model::Command> parse_alternative(std::uint32_t number, ByteView body) {
  if constexpr (I == std::variant_size_v<model::Command>) {
    return core::fail(ErrorCode::malformed, fmt::format("command {} is unknown", number));
  } else {
    if (model::command_kinds[I].number != number) return parse_alternative<I + 1>(number, body);
    using Alternative = std::variant_alternative_t<I, model::Command>;
    auto parsed = decode_canonical<Alternative>(body, std::string(model::command_kinds[I].name));
    if (!parsed) return std::unexpected(std::move(parsed).error());
    return model::Command{std::in_place_index<I>, *std::move(parsed)};
  }
}

std::unexpected<core::Error> too_large(std::size_t size) {
  return core::fail(
      ErrorCode::too_large,
      fmt::format("an envelope has at most {} bytes, this one {}", model::envelope_size_max, size));
}

}  // namespace

Bytes encode_command(const model::Command& command) {
  core::CanonicalWriter writer;
  writer.nested_field(model::command_kinds[command.index()].number, [&] {
    std::visit([&](const auto& alternative) { writer.fields(alternative); }, command);
  });
  return writer.take();
}

Result<model::Command> parse_command(ByteView bytes) {
  CanonicalReader reader(bytes, "command");
  if (reader.at_end()) return core::fail(ErrorCode::malformed, "the command is empty");
  const auto tag = TRY(reader.peek_tag());
  if (tag.type != core::WireType::length_delimited) {
    return core::fail(ErrorCode::malformed, "the command has the wrong wire type");
  }
  const ByteView body = TRY(reader.length_delimited(tag));
  if (!reader.at_end()) {
    return core::fail(ErrorCode::malformed, "an envelope carries exactly one command");
  }
  return parse_alternative(tag.number, body);
}

Bytes encode_envelope(const model::Envelope& envelope) {
  return core::encode_canonical(EnvelopeFields{envelope.chain, envelope.nonce, envelope.expires_at,
                                               envelope.credential, envelope.key,
                                               encode_command(envelope.command)});
}

Result<model::Envelope> parse_envelope(ByteView bytes) {
  if (bytes.size() > model::clearing_size_max) return too_large(bytes.size());
  auto fields = TRY(decode_canonical<EnvelopeFields>(bytes, "envelope"));
  if (fields.credential == model::CredentialKind{}) {
    return core::fail(ErrorCode::malformed, "envelope.credential is missing");
  }
  if (fields.chain.is_zero() || fields.nonce.is_zero() || fields.key.is_zero()) {
    return core::fail(ErrorCode::malformed, "envelope.chain, nonce and key are required");
  }
  model::Command command = TRY(parse_command(fields.command));
  if (bytes.size() > model::envelope_size_max &&
      !std::holds_alternative<model::ClearRound>(command)) {
    return too_large(bytes.size());
  }
  return model::Envelope{fields.chain,      fields.nonce, fields.expires_at,
                         fields.credential, fields.key,   std::move(command)};
}

Bytes encode_signed_envelope(const model::SignedEnvelope& envelope) {
  return core::encode_canonical(SignedFields{envelope.envelope, envelope.signature});
}

Result<model::SignedEnvelope> parse_signed_envelope(ByteView bytes) {
  if (bytes.size() > model::clearing_size_max + 128) {
    return core::fail(ErrorCode::too_large, "the posted command is too large");
  }
  auto fields = TRY(decode_canonical<SignedFields>(bytes, "signed_envelope"));
  if (fields.envelope.empty()) {
    return core::fail(ErrorCode::malformed, "signed_envelope.envelope is missing");
  }
  if (fields.signature.is_zero()) {
    return core::fail(ErrorCode::malformed, "signed_envelope.signature is missing");
  }
  return model::SignedEnvelope{std::move(fields.envelope), fields.signature};
}

Bytes encode_block(const model::Block& block) { return core::encode_canonical(block); }

Result<model::Block> parse_block(ByteView bytes) {
  return decode_canonical<model::Block>(bytes, "block");
}

}  // namespace commune::wire
