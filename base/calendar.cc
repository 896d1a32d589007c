#include "base/calendar.h"

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace mailroom {

int days_in_month(int32_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

bool is_valid(const Date& date) {
  return date.year >= -999'999'999 && date.year <= 999'999'999 && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

// Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that start on 1 March.
int64_t days_since_epoch(const Date& date) {
  const int64_t year = static_cast<int64_t>(date.year) - (date.month <= 2);
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

Date date_from_days(int64_t days) {
  days += 719'468;
  const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const int64_t day_of_era = days - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * day_of_year + 2) / 153;
  const int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<int32_t>(year_of_era + era * 400 + (month <= 2)), static_cast<uint8_t>(month),
          static_cast<uint8_t>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

int weekday(const Date& date) {
  const int64_t days = days_since_epoch(date) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>((days % 7 + 7) % 7) + 1;
}

Date date_of(Instant instant) {
  constexpr int64_t kDay = 86'400'000'000;
  int64_t days = instant.microseconds / kDay;
  if (instant.microseconds % kDay < 0) --days;
  return date_from_days(days);
}

Instant start_of(const Date& date) {
  return {days_since_epoch(date) * 86'400'000'000};
}

namespace {

std::string padded(int64_t number, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(number));
  return text;
}

std::string zone_text(const TimeZone& zone) {
  if (zone.kind == TimeZone::Kind::named) return "@" + *zone.name;
  if (zone.kind == TimeZone::Kind::local) return {};
  if (zone.offset_seconds == 0) return "Z";
  const int32_t offset = std::abs(zone.offset_seconds);
  std::string text = zone.offset_seconds < 0 ? "-" : "+";
  text += padded(offset / 3600, 2) + ":" + padded(offset / 60 % 60, 2);
  if (offset % 60 != 0) text += ":" + padded(offset % 60, 2);
  return text;
}

std::string fraction(uint32_t nanoseconds) {
  if (nanoseconds == 0) return {};
  std::string text = "." + padded(nanoseconds, 9);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

// One number and its designator of an ISO 8601 duration; advances past both.
struct Component {
  int64_t number;
  uint32_t nanoseconds;
  char designator;
};

std::optional<Component> next_component(std::string_view& text) {
  Component c{0, 0, 0};
  size_t i = 0;
  while (i < text.size() && text[i] >= '0' && text[i] <= '9') {
    if (c.number > (std::numeric_limits<int64_t>::max() - 9) / 10) return std::nullopt;
    c.number = c.number * 10 + (text[i++] - '0');
  }
  if (i == 0) return std::nullopt;
  if (i < text.size() && text[i] == '.') {
    uint32_t unit = 100'000'000;
    ++i;  // "0.S" is read as "0S"
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, unit /= 10) {
      c.nanoseconds += static_cast<uint32_t>(text[i] - '0') * unit;
    }
    if (i >= text.size() || text[i] != 'S') return std::nullopt;
  }
  if (i >= text.size()) return std::nullopt;
  c.designator = text[i];
  text.remove_prefix(i + 1);
  return c;
}

}  // namespace

std::string to_string(const Date& date) {
  const std::string year = padded(std::abs(static_cast<int64_t>(date.year)), 4);
  return (date.year < 0 ? "-" : "") + year + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::string to_string(const TimeOfDay& time) {
  return padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2) +
         fraction(time.nanosecond) + zone_text(time.zone);
}

std::string to_string(const DateTime& time) {
  return to_string(time.date) + "T" + to_string(time.time);
}

std::string to_string(const Months& months) {
  const int64_t count = std::abs(months.count);
  std::string text = months.count < 0 ? "-P" : "P";
  if (count / 12 > 0) text += std::to_string(count / 12) + "Y";
  if (count % 12 > 0 || count == 0) text += std::to_string(count % 12) + "M";
  return text;
}

std::string to_string(const Duration& duration) {
  if (duration.seconds == 0 && duration.nanoseconds == 0) return "PT0S";
  const bool negative = duration.seconds < 0 || duration.nanoseconds < 0;
  const int64_t seconds = std::abs(duration.seconds);
  const auto nanoseconds = static_cast<uint32_t>(std::abs(duration.nanoseconds));
  std::string text = negative ? "-P" : "P";
  if (seconds / 86'400 > 0) text += std::to_string(seconds / 86'400) + "D";
  if (seconds % 86'400 == 0 && nanoseconds == 0) return text;
  text += "T";
  if (seconds / 3600 % 24 > 0) text += std::to_string(seconds / 3600 % 24) + "H";
  if (seconds / 60 % 60 > 0) text += std::to_string(seconds / 60 % 60) + "M";
  if (seconds % 60 > 0 || nanoseconds > 0) text += std::to_string(seconds % 60) + fraction(nanoseconds) + "S";
  return text;
}

std::optional<Date> parse_date(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos || dash < 4 || dash > 9 || text.size() != dash + 6 ||
      text[dash + 3] != '-') {
    return std::nullopt;
  }
  if (dash > 4 && text[0] == '0') return std::nullopt;
  const auto number = [&](size_t from, size_t count) -> int64_t {
    int64_t n = 0;
    for (size_t i = from; i < from + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      n = n * 10 + (text[i] - '0');
    }
    return n;
  };
  const int64_t year = number(0, dash), month = number(dash + 1, 2), day = number(dash + 4, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const Date date{static_cast<int32_t>(negative ? -year : year), static_cast<uint8_t>(month),
                  static_cast<uint8_t>(day)};
  if (!is_valid(date)) return std::nullopt;
  return date;
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.size() < 3 || text[0] != 'P') return std::nullopt;
  text.remove_prefix(1);
  Duration duration;
  bool in_time = false;
  std::string_view allowed = "D";
  while (!text.empty()) {
    if (text[0] == 'T' && !in_time) {
      in_time = true, allowed = "HMS";
      text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
    }
    const std::optional<Component> part = next_component(text);
    if (!part) return std::nullopt;
    const size_t at = allowed.find(part->designator);
    if (at == std::string_view::npos) return std::nullopt;
    allowed.remove_prefix(at + 1);
    const int64_t unit = part->designator == 'D'   ? 86'400
                         : part->designator == 'H' ? 3600
                         : part->designator == 'M' ? 60
                                                   : 1;
    int64_t seconds = 0;
    if (__builtin_mul_overflow(part->number, unit, &seconds) ||
        __builtin_add_overflow(duration.seconds, seconds, &duration.seconds)) {
      return std::nullopt;
    }
    duration.nanoseconds += static_cast<int32_t>(part->nanoseconds);
  }
  if (negative) duration.seconds = -duration.seconds, duration.nanoseconds = -duration.nanoseconds;
  return duration;
}

std::optional<Months> parse_months(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.size() < 3 || text[0] != 'P') return std::nullopt;
  text.remove_prefix(1);
  Months months;
  std::string_view allowed = "YM";
  while (!text.empty()) {
    const std::optional<Component> part = next_component(text);
    if (!part) return std::nullopt;
    const size_t at = allowed.find(part->designator);
    if (at == std::string_view::npos) return std::nullopt;
    allowed.remove_prefix(at + 1);
    int64_t count = 0;
    if (__builtin_mul_overflow(part->number, part->designator == 'Y' ? 12 : 1, &count) ||
        __builtin_add_overflow(months.count, count, &months.count)) {
      return std::nullopt;
    }
  }
  if (negative) months.count = -months.count;
  return months;
}

}  // namespace mailroom
