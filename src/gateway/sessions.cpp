#include "gateway/sessions.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>

#include "core/bytes.h"
#include "core/check.h"
#include "trust/signature.h"

namespace commune::gateway {

core::Result<SessionProof> parse_session_proof(std::string_view text) {
  const TimedProof proof = TRY(parse_timed_proof(text, "member"));
  const auto member = model::MemberId::parse(proof.who);
  if (!member) return core::fail(core::ErrorCode::malformed, "\"member\" is not a member's id.");
  return SessionProof{*member, proof.time, proof.signature};
}

core::Result<void> verify_session_proof(const ledger::State& state, const SessionProof& proof,
                                        core::Time now) {
  const model::Member* member = state.members().find(proof.member);
  if (member == nullptr || member->left) {
    return core::fail(core::ErrorCode::unauthorised, "This person is not a member of the commune.");
  }
  return check_timed_proof(proof.time, proof.signature, member->key, trust::session_label,
                           state.commune().chain, now);
}

std::string Sessions::seal(std::string_view text) const {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  const auto bytes = core::as_bytes(text);
  CHECK(HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), bytes.data(),
             bytes.size(), code.data(), &size) != nullptr);
  return core::to_hex(core::ByteView(code).first(size));
}

std::string Sessions::make_cookie(const model::MemberId& member, core::Time expires_at) const {
  const std::string text = member.hex() + "." + std::to_string(expires_at.seconds);
  return text + "." + seal(text);
}

std::optional<model::MemberId> Sessions::find_member(std::string_view cookie,
                                                     core::Time now) const {
  const std::size_t end = cookie.rfind('.');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view text = cookie.substr(0, end);
  const std::string_view given = cookie.substr(end + 1);
  const std::string wanted = seal(text);
  if (given.size() != wanted.size() ||
      CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) != 0) {
    return std::nullopt;
  }
  const std::size_t dot = text.find('.');
  CHECK(dot != std::string_view::npos);  // sealed by us
  std::int64_t expires_at = 0;
  std::from_chars(text.data() + dot + 1, text.data() + text.size(), expires_at);
  if (expires_at <= now.seconds) return std::nullopt;
  return model::MemberId::parse(text.substr(0, dot));
}

}  // namespace commune::gateway
