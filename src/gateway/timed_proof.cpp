#include "gateway/timed_proof.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/big_endian.h"
#include "trust/signature.h"

namespace commune::gateway {

using core::ErrorCode;

core::Result<TimedProof> parse_timed_proof(std::string_view text, std::string_view field) {
  const auto refuse = [field] {
    return core::fail(
        ErrorCode::malformed,
        fmt::format(R"(Whoever asks here shows {{"{}", "time", "signature"}}.)", field));
  };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || json.size() != 3) return refuse();
  const auto who = json.find(field);
  const auto time = json.find("time");
  const auto signature = json.find("signature");
  if (who == json.end() || time == json.end() || signature == json.end()) return refuse();
  if (!who->is_string() || !time->is_number_unsigned() || !signature->is_string()) return refuse();
  const auto bytes = model::Signature::parse(signature->get_ref<const std::string&>());
  const auto seconds = time->get<std::uint64_t>();
  if (!bytes || seconds > core::time_seconds_max) return refuse();
  return TimedProof{who->get<std::string>(), {static_cast<std::int64_t>(seconds)}, *bytes};
}

core::Result<void> check_timed_proof(core::Time time, const model::Signature& signature,
                                     const model::PublicKey& key, std::string_view label,
                                     const model::ChainId& chain, core::Time now) {
  if (time < now - proof_age_max || time > now + proof_age_max) {
    return core::fail(ErrorCode::invalid,
                      "The device's clock is more than five minutes off. Set it, then try again.");
  }
  const auto stamp = core::big_endian(static_cast<std::uint64_t>(time.seconds));
  if (trust::is_signed_by(key, signature, label, {chain.view(), stamp})) return {};
  return core::fail(ErrorCode::forged, "The signature does not belong to whom it names.");
}

}  // namespace commune::gateway
