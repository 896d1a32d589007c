// How much goes to a destination: so many deliveries at once, so many a minute. It keeps nobody waiting:
// where there is no room a delivery goes into the line, which the store keeps (docs/decisions/0032), and
// whoever leaves calls the next. Only before a destination that is quick do a few stand at the door for an
// instant, because the line costs more than that. In one process; each daemon has its own. Thread safe. The
// clock is not owned.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"

namespace mailroom::connectors {

struct TrafficLimit {
  int at_once = 1;
  int per_minute = 0;  // 0: as many as there are
};
// What both allow.
TrafficLimit stricter(const TrafficLimit& one, const TrafficLimit& other);

class Traffic {
 public:
  Traffic(const TrafficLimit& limit, const Clock& clock) : clock_(clock), limit_(limit) {}
  void change(const TrafficLimit& limit);

  // Room for one delivery while it lives.
  struct Leave {
    Instant since;
    void operator()(Traffic* traffic) const { traffic->leave(since); }
  };
  using Pass = std::unique_ptr<Traffic, Leave>;
  // None: into the line. `is_called`: it comes from there.
  std::optional<Pass> enter(bool is_called);

  // Somebody stands in the line, so far as is known; to be said once that is written down.
  void line_up();
  // How many of the line to call, and when they may go; they count as on their way until they come, or for
  // two seconds after they might have. None where there is no room, or nobody in the line.
  struct Call {
    int count = 0;
    Instant at{};
    int64_t lined_up = 0;  // how often somebody had
  };
  Call call();
  // So many of them came. `is_all`: nobody else stands in the line, unless somebody lined up since.
  void answered(const Call& call, int came, bool is_all);
  // Somebody was called who may go now and is expected still.
  bool is_expecting();

 private:
  bool has_room() const;
  void look_at_clock();
  void leave(Instant since);

  const Clock& clock_;
  std::mutex mutex_;
  TrafficLimit limit_;
  std::condition_variable left_;
  int on_their_way_ = 0;
  std::deque<Instant> called_;           // when each may go
  int64_t lined_up_ = 0, empty_at_ = 0;  // the line is empty where they are the same
  Instant next_start_{};
  std::chrono::microseconds last_took_{};
};

// To all destinations, by name. It outlives whoever sends: what a runner has on its way when a reload makes
// another counts for that one too. Thread safe.
class AllTraffic {
 public:
  explicit AllTraffic(const Clock& clock) : clock_(clock) {}

  // From now on within this limit. Owned here.
  Traffic& to(const std::string& destination, const TrafficLimit& limit);

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Traffic>> by_name_;
};

}  // namespace mailroom::connectors
