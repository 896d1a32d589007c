// Dates, times and durations as FEEL reads and compares them (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8): parsing
// with offsets and zones, instants, arithmetic. Named zones come from ICU's IANA data. Pure; thread safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/calendar.h"

namespace mailroom::feel {

std::optional<TimeZone> parse_zone(std::string_view text);  // "", "Z", "+01:00", "@Europe/Paris"
std::optional<TimeOfDay> parse_time(std::string_view text);
std::optional<DateTime> parse_date_time(std::string_view text);  // a date alone is its midnight

// The zone's offset at that local time.
int32_t offset_at(const TimeZone& zone, const DateTime& local);

// Seconds and nanoseconds since 1970-01-01T00:00Z; local times count as UTC.
struct Moment {
  int64_t seconds = 0;
  uint32_t nanoseconds = 0;
  friend auto operator<=>(const Moment&, const Moment&) = default;
};
Moment moment_of(const DateTime& time);
// Of the day: for times without a date, on 1970-01-01.
Moment moment_of(const TimeOfDay& time);
// The local time in `zone` at that moment; none if the year is out of range.
std::optional<DateTime> date_time_at(const Moment& moment, const TimeZone& zone);

std::optional<DateTime> add(const DateTime& time, const Duration& duration);
std::optional<Date> add(const Date& date, const Duration& duration);  // whole days, rounded down
TimeOfDay add(const TimeOfDay& time, const Duration& duration);       // around midnight
std::optional<Date> add(const Date& date, const Months& months);
std::optional<Duration> between(const Moment& from, const Moment& to);
// Whole months from one day to the other; times of day do not count.
Months months_between(const DateTime& from, const DateTime& to);
DateTime midnight(const Date& date);

}  // namespace mailroom::feel
