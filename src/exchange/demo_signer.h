// Signs the steps of a demo's past with the keys of its invented people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bytes.h"
#include "exchange/demo_people.h"
#include "exchange/demo_script.h"
#include "model/envelope.h"

namespace commune::exchange {

struct SignedStep {
  core::Bytes bytes;  // encoded SignedEnvelope
  model::VerifiedCommand verified;
};

class DemoSigners {
 public:
  DemoSigners(const DemoPeople& people, const trust::SigningKey& keeper,
              const model::ChainId& chain)
      : people_(people), keeper_(keeper), chain_(chain) {}

  // The invitations with which so many people arrive. Their keys are public, so they soon end.
  [[nodiscard]] static std::vector<model::Invitation> invitations(std::size_t people,
                                                                  core::Time expires_at);

  [[nodiscard]] SignedStep sign(const DemoStep& step);

 private:
  const DemoPeople& people_;
  const trust::SigningKey& keeper_;
  model::ChainId chain_;
  std::uint64_t count_ = 0;  // makes each nonce another
};

}  // namespace commune::exchange
