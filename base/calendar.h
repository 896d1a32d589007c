// Dates, times and durations as FEEL knows them (DMN 1.5, 10.3.2.3; XML Schema 1.1 part 2), proleptic
// Gregorian. Plain values without behaviour; arithmetic that depends on FEEL's rules lives in workflows/feel.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace mailroom {

struct Date {
  int32_t year = 1970;  // -999,999,999 to 999,999,999
  uint8_t month = 1;
  uint8_t day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// None (local), a fixed offset, or a named zone; a named zone's text is interned and lives as long as the
// process.
struct TimeZone {
  enum class Kind : uint8_t { local, offset, named } kind = Kind::local;
  int32_t offset_seconds = 0;
  const std::string* name = nullptr;
  friend bool operator==(const TimeZone&, const TimeZone&) = default;
};

struct TimeOfDay {
  uint8_t hour = 0, minute = 0, second = 0;
  uint32_t nanosecond = 0;
  TimeZone zone;
  friend bool operator==(const TimeOfDay&, const TimeOfDay&) = default;
};

struct DateTime {
  Date date;
  TimeOfDay time;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

// FEEL's "years and months duration".
struct Months {
  int64_t count = 0;
  friend auto operator<=>(const Months&, const Months&) = default;
};

// FEEL's "days and time duration"; both parts have the same sign.
struct Duration {
  int64_t seconds = 0;
  int32_t nanoseconds = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};

bool is_valid(const Date& date);
int days_in_month(int32_t year, int month);
int64_t days_since_epoch(const Date& date);  // 1970-01-01 is 0
Date date_from_days(int64_t days_since_epoch);
// Monday is 1, Sunday is 7 (ISO 8601).
int weekday(const Date& date);

Date date_of(Instant instant);  // the UTC day
Instant start_of(const Date& date);

std::string to_string(const Date& date);  // "2026-11-23"
std::string to_string(const TimeOfDay& time);
std::string to_string(const DateTime& time);
std::string to_string(const Months& months);      // "P1Y2M"
std::string to_string(const Duration& duration);  // "P1DT2H"
// "2026-11-23": strict; none for an impossible day.
std::optional<Date> parse_date(std::string_view text);
// ISO 8601 durations of one kind or the other: "P90D", "PT30S"; "P1Y2M".
std::optional<Duration> parse_duration(std::string_view text);
std::optional<Months> parse_months(std::string_view text);

}  // namespace mailroom
