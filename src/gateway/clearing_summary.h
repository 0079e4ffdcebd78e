// What the last sharing out of a round says: whether it is proven best, and what it lacked and why.
// Worked out once for each and kept, since every phone asks for it at about the same time. Holds no
// truth: it follows from the record.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "model/round.h"

namespace commune::gateway {

// Tasks that lack people, and why.
struct ShortageView {
  std::vector<std::string> tasks{};
  std::uint32_t places_needed = 0;
  std::uint32_t places_covered = 0;
  std::uint32_t people_offering = 0;
  std::vector<std::string> required{};
};

struct ClearingSummary {
  std::uint32_t number = 0;
  bool is_optimal = false;
  std::vector<ShortageView> shortages{};
};

class ClearingSummaries {
 public:
  [[nodiscard]] std::shared_ptr<const ClearingSummary> of(const model::Clearing& clearing) const;
  [[nodiscard]] bool has(const model::Clearing& clearing) const;

 private:
  [[nodiscard]] std::shared_ptr<const ClearingSummary> find(const model::Clearing& clearing) const;

  mutable std::mutex mutex_;
  mutable std::map<model::RoundId, std::shared_ptr<const ClearingSummary>> kept_;
};

}  // namespace commune::gateway
