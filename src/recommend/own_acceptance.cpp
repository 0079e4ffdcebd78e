#include "recommend/own_acceptance.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "recommend/log_odds.h"

namespace commune::recommend {
namespace {

constexpr std::uint32_t whole = 1000;
constexpr std::uint32_t permille_min = 5;
constexpr double known_max = 2;  // no model turns one in three into less than one in sixteen

double log_odds_of(double share_permille) {
  return log_odds(std::clamp<double>(share_permille, permille_min, whole - permille_min) / whole);
}

// What the commune's model says of this ring, beside an average invitation.
float known_of(const UsualAcceptance& usual) {
  double known = 0;
  if (usual.all != 0) {
    if (usual.such != 0) known += log_odds_of(usual.such) - log_odds_of(usual.all);
    if (usual.when_tired != 0) known += log_odds_of(usual.when_tired) - log_odds_of(usual.all);
  }
  return static_cast<float>(std::clamp(known, -known_max, known_max));
}

core::Result<InvitationSituation> as_invitation(const RingSituation& at, std::uint32_t kinds) {
  const UsualAcceptance& usual = at.usual;
  if (std::max({usual.all, usual.such, usual.when_tired}) > whole)
    return core::fail(core::ErrorCode::invalid, "a share is more than 1,000 of 1,000");
  return InvitationSituation{
      .begins = at.begins,
      .kind = std::min(at.kind, kinds),
      .lead_hours = std::min(static_cast<float>(at.lead_minutes) / 60, 10'000.0F),
      .known = known_of(usual)};
}

}  // namespace

OwnAcceptance::OwnAcceptance(double pooled_log_odds, std::uint32_t kinds, Acceptance commune)
    : pooled_log_odds_(pooled_log_odds), kinds_(kinds), commune_(commune), owner_(commune) {}

core::Result<OwnAcceptance> OwnAcceptance::make(const CallRecord& record, std::uint32_t kinds,
                                                std::span<const AnsweredRing> answered) {
  if (answered.size() > answered_rings_max) {
    return core::fail(core::ErrorCode::too_large,
                      "more than " + std::to_string(answered_rings_max) + " answered rings");
  }
  const double pooled = log_odds_of(pooled_acceptance_permille(record));
  Acceptance commune = TRY(Acceptance::make(
      {.all = static_cast<float>(pooled), .by_hours = {}, .by_kind = std::vector<float>(kinds)}));
  OwnAcceptance own(pooled, kinds, std::move(commune));
  for (const AnsweredRing& ring : answered) {
    const InvitationSituation earlier = TRY(as_invitation(ring.at, kinds));
    TRY_VOID(own.owner_.update(earlier, ring.came));
  }
  return own;
}

core::Result<std::uint32_t> OwnAcceptance::permille(const RingSituation& now) const {
  const InvitationSituation asked = TRY(as_invitation(now, kinds_));
  InvitationSituation plain = asked;
  plain.known = 0;
  const double before = whole * double{TRY(commune_.predict(plain))};
  const double after = whole * double{TRY(owner_.predict(asked))};
  // Without answers and without a model it is what calls get as a rule, to the thousandth: else
  // all phones together would ring for more people, or fewer, than a call intends.
  const double own = logistic(pooled_log_odds_ + log_odds_of(after) - log_odds_of(before));
  const auto share = static_cast<std::uint32_t>(std::lround(whole * own));
  return std::clamp(share, permille_min, whole);
}

core::Result<std::uint32_t> own_acceptance_permille(const CallRecord& record, std::uint32_t kinds,
                                                    std::span<const AnsweredRing> answered,
                                                    const RingSituation& now) {
  const OwnAcceptance own = TRY(OwnAcceptance::make(record, kinds, answered));
  return own.permille(now);
}

}  // namespace commune::recommend
