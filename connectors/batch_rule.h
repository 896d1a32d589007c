// When a batch of deliveries is closed: so long after it was opened (`every`), at a time of the office's day
// (`at`), or when it is full. Plain value; the office's time zone is the process's (TZ).
#pragma once

#include <optional>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/value.h"

namespace mailroom::connectors {

struct BatchRule {
  std::optional<Duration> every;
  std::optional<int> at;  // minutes after midnight
  int at_most = 1000;     // deliveries

  // The keys `batch.every`, `batch.at` and `batch.at_most`. Throws Error{usage, "setting_invalid"}; one of
  // the first two must be there.
  static BatchRule of(const Context& settings);
  Instant due(Instant opened) const;
};

}  // namespace mailroom::connectors
