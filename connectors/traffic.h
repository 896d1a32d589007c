// How much goes to a destination: so many deliveries at once, so many a minute. It keeps nobody waiting:
// where there is no room a delivery goes into the line, which the store keeps (docs/decisions/0032), and
// whoever leaves calls the next. Only before a destination that is quick do a few stand at the door for an
// instant, because the line costs more than that. In one process; each daemon has its own. Thread safe. The
// clock is not owned.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

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
  Traffic(const TrafficLimit& limit, const Clock& clock) : limit_(limit), clock_(clock) {}

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
  // There were so many only: the line is empty, unless somebody lined up since.
  void answered(const Call& call, int came);
  // Somebody was called who may go now and is expected still.
  bool is_expecting();

 private:
  bool has_room() const;
  void give_up_expecting();
  void leave(Instant since);

  const TrafficLimit limit_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable left_;
  int on_their_way_ = 0;
  std::deque<Instant> called_;           // when each may go
  int64_t lined_up_ = 0, empty_at_ = 0;  // the line is empty where they are the same
  Instant next_start_{};
  std::chrono::microseconds last_took_{};
};

}  // namespace mailroom::connectors
