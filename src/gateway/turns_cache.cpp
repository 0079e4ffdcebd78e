#include "gateway/turns_cache.h"

#include "calendar/period.h"
#include "gateway/turns_view.h"

namespace commune::gateway {

std::shared_ptr<const std::string> TurnsCache::at(core::Height height, const ledger::State& state,
                                                  const calendar::Zone& zone, core::Time now) {
  const core::Time month = calendar::period_at(zone, calendar::PeriodKind::month, now).from;
  const std::lock_guard lock(mutex_);
  if (text_ == nullptr || height != height_ || month != month_) {
    JsonWriter json;
    json.begin_object();
    write_turns(json, state, zone, now);
    const std::string whole = json.end_object().take();
    text_ = std::make_shared<const std::string>(whole.substr(1, whole.size() - 2));
    height_ = height;
    month_ = month;
  }
  return text_;
}

}  // namespace commune::gateway
