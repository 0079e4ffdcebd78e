// The names of things: 16-byte ids, 32-byte keys, and slugs that people can read.
#pragma once

#include "core/fixed_bytes.h"
#include "core/slug.h"

namespace commune::model {

using core::Digest;

struct TaskIdTag {};
struct SeriesIdTag {};
struct MemberIdTag {};
struct NullifierTag {};
struct RoundIdTag {};
struct WillingIdTag {};
struct AlertIdTag {};
struct NonceTag {};
struct PublicKeyTag {};
struct SignatureTag {};
struct ChainIdTag {};

using TaskId = core::FixedBytes<TaskIdTag, 16>;
using SeriesId = core::FixedBytes<SeriesIdTag, 16>;
using MemberId = core::FixedBytes<MemberIdTag, 16>;
using Nullifier = core::FixedBytes<NullifierTag, 16>;  // one person, one place, without saying who
using RoundId = core::FixedBytes<RoundIdTag, 16>;
using WillingId = core::FixedBytes<WillingIdTag, 32>;  // the round, then one person in it
using AlertId = core::FixedBytes<AlertIdTag, 16>;
using Nonce = core::FixedBytes<NonceTag, 16>;
using PublicKey = core::FixedBytes<PublicKeyTag, 32>;  // Ed25519
using Signature = core::FixedBytes<SignatureTag, 64>;  // Ed25519
using ChainId = core::FixedBytes<ChainIdTag, 32>;      // SHA-256 of the encoded genesis

struct SectorIdTag {};
struct GuildIdTag {};
struct VenueIdTag {};
struct SkillIdTag {};
struct TemplateIdTag {};

using SectorId = core::Slug<SectorIdTag>;
using GuildId = core::Slug<GuildIdTag>;
using VenueId = core::Slug<VenueIdTag>;
using SkillId = core::Slug<SkillIdTag>;
using TemplateId = core::Slug<TemplateIdTag>;

// SHA-256("commune/member/v1" || 0x00 || key), first 16 bytes.
[[nodiscard]] MemberId member_id_of(const PublicKey& key);

// The id of one occurrence of a standing request: the same for whoever posts it.
[[nodiscard]] TaskId occurrence_id_of(const SeriesId& series, std::string_view local);

// Marks a place as one person's without naming the person: a second place on the same task has the
// same mark. A membership proof will carry it later (Semaphore: scope = task).
[[nodiscard]] Nullifier place_nullifier_of(const ChainId& chain, const TaskId& task,
                                           const PublicKey& member);

// One person's word in one round, without naming the person; a round's all lie side by side.
[[nodiscard]] WillingId willing_id_of(const ChainId& chain, const RoundId& round,
                                      const PublicKey& member);
// Before all that a round has.
[[nodiscard]] WillingId first_willing_of(const RoundId& round);
[[nodiscard]] RoundId round_of(const WillingId& willing);

// One reporter of one alert: told apart, not known.
[[nodiscard]] Nullifier reporter_mark_of(const AlertId& alert, const PublicKey& key);
// The urgent task that an alert becomes has the same bytes.
[[nodiscard]] TaskId task_of_alert(const AlertId& alert);
[[nodiscard]] AlertId alert_of_task(const TaskId& task);

}  // namespace commune::model
