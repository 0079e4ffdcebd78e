// Commands about people: inviting, joining, leaving.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct CreateInvitation {
  PublicKey invitation_key{};  // 32 bytes
  core::Time expires_at{};     // at most 90 days ahead
  std::uint32_t uses_max = 0;  // 1 to 50
  friend bool operator==(const CreateInvitation&, const CreateInvitation&) = default;
};

template <Of<CreateInvitation> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "invitation_key", noun.invitation_key);
  visit(2, "expires_at", noun.expires_at);
  visit(3, "uses_max", noun.uses_max);
}

struct RevokeInvitation {
  PublicKey invitation_key{};
  friend bool operator==(const RevokeInvitation&, const RevokeInvitation&) = default;
};

template <Of<RevokeInvitation> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "invitation_key", noun.invitation_key);
}

struct Join {
  std::string name{};
  PublicKey invitation_key{};
  Signature invitation_signature{};  // Ed25519 by invitation_key over "commune/invitation/v1" ||
                                     // 0x00 || chain || newcomer's key
  friend bool operator==(const Join&, const Join&) = default;
};

template <Of<Join> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "name", noun.name);
  visit(2, "invitation_key", noun.invitation_key);
  visit(3, "invitation_signature", noun.invitation_signature);
}

struct RenameMember {
  std::string name{};
  friend bool operator==(const RenameMember&, const RenameMember&) = default;
};

template <Of<RenameMember> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "name", noun.name);
}

struct LeaveCommune {
  friend bool operator==(const LeaveCommune&, const LeaveCommune&) = default;
};

template <Of<LeaveCommune> T, class Visitor>
void visit_fields(T&, Visitor&&) {}

}  // namespace commune::model
