#include "connectors/traffic.h"

#include <algorithm>
#include <chrono>

namespace mailroom::connectors {

namespace {

// How soon to ask again while others are on their way: nobody knows when they come back.
constexpr std::chrono::microseconds kSoon = std::chrono::milliseconds(200);

}  // namespace

std::optional<Traffic::Pass> Traffic::enter() {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  if (on_their_way_ >= limit_.at_once || now < next_start_) return std::nullopt;
  ++on_their_way_;
  if (limit_.per_minute > 0) {
    const std::chrono::microseconds minute = std::chrono::minutes(1);
    next_start_ = std::max(now, next_start_) + minute / limit_.per_minute;
  }
  return Pass(this);
}

Instant Traffic::next_room() const {
  const std::lock_guard lock(mutex_);
  return std::max(next_start_, clock_.now() + kSoon);
}

void Traffic::leave() {
  const std::lock_guard lock(mutex_);
  --on_their_way_;
}

}  // namespace mailroom::connectors
