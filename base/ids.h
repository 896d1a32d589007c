// Identifiers that we make: UUIDv7 (RFC 9562, 5.7; time-ordered, so that a database's index grows at its end)
// and the numbers of cases that are read out on the telephone. Thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace mailroom {

// "0192f0c1-…": the clock's millisecond, then random bits from the kernel; ids of one process are strictly
// ascending.
std::string new_uuid(const Clock& clock);
// Before every UUIDv7 of this millisecond and later, after all others.
std::string first_uuid(Instant instant);

// Case numbers: year, five digits in a group, a check digit over all of them: "26-48817-3" (ISO 7064 MOD
// 11,10 which finds every single wrong digit and nearly all swapped neighbours). The serial is at most 99,999
// for the short form and simply grows longer after that: "26-148817-0".
std::string case_number(int year, int64_t serial);
// The number as typed by a person ("26 48817 3", "26488173") in its written form; none if the check digit is
// wrong.
std::optional<std::string> normal_case_number(std::string_view typed);

}  // namespace mailroom
