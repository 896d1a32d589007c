// How much goes to a destination: so many deliveries at once, so many a minute. It never blocks: whoever
// finds no room comes back later. In one process; each daemon has its own. Thread safe. The clock is not
// owned.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace mailroom::connectors {

struct TrafficLimit {
  int at_once = 1;
  int per_minute = 0;  // 0: as many as there are
};

class Traffic {
 public:
  Traffic(const TrafficLimit& limit, const Clock& clock) : limit_(limit), clock_(clock) {}

  // Room for one delivery while it lives.
  struct Leave {
    void operator()(Traffic* traffic) const { traffic->leave(); }
  };
  using Pass = std::unique_ptr<Traffic, Leave>;
  // None: come back at next_room().
  std::optional<Pass> enter();
  Instant next_room() const;

 private:
  void leave();

  const TrafficLimit limit_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  int on_their_way_ = 0;
  Instant next_start_{};
};

}  // namespace mailroom::connectors
