// A time as people type it: "11:00" (the next one), "2026-11-24 11:00", "PT2H" (from now), or RFC 3339. Local
// times are the process's (TZ). Pure but for the time zone.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace mailroom::cli {

// None if it is no time.
std::optional<Instant> moment_of(const std::string& typed, Instant now);

}  // namespace mailroom::cli
