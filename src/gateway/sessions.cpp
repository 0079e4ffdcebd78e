#include "gateway/sessions.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/big_endian.h"
#include "core/bytes.h"
#include "core/check.h"
#include "trust/signature.h"

namespace commune::gateway {
core::Result<SessionProof> parse_session_proof(std::string_view text) {
  const auto refuse = [] {
    return core::fail(core::ErrorCode::malformed,
                      "A session is opened with {\"member\", \"time\", \"signature\"}.");
  };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || json.size() != 3) return refuse();
  const auto member = json.find("member");
  const auto time = json.find("time");
  const auto signature = json.find("signature");
  if (member == json.end() || time == json.end() || signature == json.end()) return refuse();
  if (!member->is_string() || !time->is_number_integer() || !signature->is_string())
    return refuse();
  const auto id = model::MemberId::parse(member->get_ref<const std::string&>());
  const auto bytes = model::Signature::parse(signature->get_ref<const std::string&>());
  if (!id || !bytes) return refuse();
  if (time->is_number_unsigned() && time->get<std::uint64_t>() > INT64_MAX) return refuse();
  const auto seconds = time->get<std::int64_t>();
  if (seconds < 0 || seconds > core::time_seconds_max) return refuse();
  return SessionProof{.member = *id, .time = seconds, .signature = *bytes};
}

core::Result<void> verify_session_proof(const ledger::State& state, const SessionProof& proof,
                                        core::Time now) {
  const model::Member* member = state.members().find(proof.member);
  if (member == nullptr || member->left) {
    return core::fail(core::ErrorCode::unauthorised, "This person is not a member of the commune.");
  }
  const core::Time time{proof.time};
  if (time < now - proof_age_max || time > now + proof_age_max) {
    return core::fail(core::ErrorCode::invalid,
                      "The device's clock is more than five minutes off. Set it, then try again.");
  }
  const auto stamp = core::big_endian(static_cast<std::uint64_t>(proof.time));
  if (!trust::is_signed_by(member->key, proof.signature, trust::session_label,
                           {state.commune().chain.view(), stamp})) {
    return core::fail(core::ErrorCode::forged, "The signature does not belong to this member.");
  }
  return {};
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
