// A span of time as offices say it: "P90D", "P3M", "P7Y", "PT1H" (ISO 8601, one unit) or "5 working days"
// (Monday to Friday). Plain value, pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/clock.h"

namespace mailroom {

struct Period {
  enum class Unit { days, months, working_days, seconds } unit = Unit::days;
  int64_t count = 0;
  friend bool operator==(const Period&, const Period&) = default;
};

std::optional<Period> parse_period(std::string_view text);
std::string to_string(const Period& period);

// A month's end stays in its month: 31 January + P1M is 28 February.
Date add(const Date& date, const Period& period);
Instant add(Instant instant, const Period& period);

}  // namespace mailroom
