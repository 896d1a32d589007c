#include "connectors/traffic.h"

#include <algorithm>

namespace mailroom::connectors {

namespace {

// A delivery this quick is waited for at the door, at most so long: being put into the line and called from
// it takes two commits and a claim.
constexpr std::chrono::microseconds kQuick = std::chrono::milliseconds(10);
constexpr std::chrono::microseconds kAtTheDoor = std::chrono::milliseconds(100);
constexpr std::chrono::microseconds kMinute = std::chrono::minutes(1);
// Whoever does not come within this after a call will not: another daemon has its case, or a person does.
constexpr std::chrono::microseconds kToCome = std::chrono::seconds(2);

}  // namespace

TrafficLimit stricter(const TrafficLimit& one, const TrafficLimit& other) {
  TrafficLimit both{std::min(one.at_once, other.at_once), std::min(one.per_minute, other.per_minute)};
  if (both.per_minute == 0) both.per_minute = std::max(one.per_minute, other.per_minute);
  return both;
}

bool Traffic::has_room() const {
  return on_their_way_ < limit_.at_once && clock_.now() >= next_start_;
}

std::optional<Traffic::Pass> Traffic::enter(bool is_called) {
  std::unique_lock lock(mutex_);
  look_at_clock();
  if (is_called && !called_.empty()) called_.pop_front();
  const bool is_quick = last_took_ <= kQuick;
  // Those who stand in the line go before those who come now.
  if (!is_called && !is_quick && lined_up_ != empty_at_) return std::nullopt;
  if (is_quick && clock_.now() >= next_start_) left_.wait_for(lock, kAtTheDoor, [&] { return has_room(); });
  if (!has_room()) return std::nullopt;
  ++on_their_way_;
  const Instant now = clock_.now();
  if (limit_.per_minute > 0) next_start_ = std::max(now, next_start_) + kMinute / limit_.per_minute;
  return Pass(this, Leave{now});
}

void Traffic::leave(Instant since) {
  {
    const std::lock_guard lock(mutex_);
    --on_their_way_;
    last_took_ = std::max(std::chrono::microseconds(0), clock_.now() - since);
  }
  left_.notify_one();
}

void Traffic::line_up() {
  const std::lock_guard lock(mutex_);
  ++lined_up_;
}

Traffic::Call Traffic::call() {
  const std::lock_guard lock(mutex_);
  look_at_clock();
  const int called = static_cast<int>(called_.size());
  int room = limit_.at_once - on_their_way_ - called;
  if (limit_.per_minute > 0) room = std::min(room, 1 - called);  // of a minute's places the next one
  if (room <= 0 || lined_up_ == empty_at_) return {};
  const Instant at = std::max(next_start_, clock_.now());
  called_.insert(called_.end(), static_cast<size_t>(room), at);
  return {room, at, lined_up_};
}

void Traffic::answered(const Call& call, int came, bool is_all) {
  const std::lock_guard lock(mutex_);
  const size_t missing = std::min(called_.size(), static_cast<size_t>(call.count - came));
  called_.resize(called_.size() - missing);
  if (is_all) empty_at_ = call.lined_up;
}

bool Traffic::is_expecting() {
  const std::lock_guard lock(mutex_);
  look_at_clock();
  return !called_.empty() && called_.front() <= clock_.now();
}

// Nobody is expected for longer than is sensible; who did not come may stand in the line still. A clock that
// was set back stops nothing.
void Traffic::look_at_clock() {
  const Instant now = clock_.now();
  next_start_ = std::min(next_start_, now + kMinute);
  const auto is_missing = [&](Instant at) { return at + kToCome <= now || at > now + kMinute; };
  if (std::erase_if(called_, is_missing) > 0) ++lined_up_;
}

void Traffic::change(const TrafficLimit& limit) {
  {
    const std::lock_guard lock(mutex_);
    limit_ = limit;
  }
  left_.notify_all();
}

Traffic& AllTraffic::to(const std::string& destination, const TrafficLimit& limit) {
  const std::lock_guard lock(mutex_);
  auto& traffic = by_name_[destination];
  if (traffic) {
    traffic->change(limit);
  } else {
    traffic = std::make_unique<Traffic>(limit, clock_);
  }
  return *traffic;
}

}  // namespace mailroom::connectors
