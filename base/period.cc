#include "base/period.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace mailroom {

namespace {

constexpr int64_t kDay = 86'400;
constexpr int64_t kMost = 1'000'000;  // days or months: what still fits a calendar

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
  constexpr std::string_view kDays[] = {" working days", " working day"};
  for (const std::string_view suffix : kDays) {
    if (text.size() <= suffix.size() || text.substr(text.size() - suffix.size()) != suffix) continue;
    const std::string_view digits = text.substr(0, text.size() - suffix.size());
    int64_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc() || end != digits.data() + digits.size() || count < 0 || count > kMost) {
      return std::nullopt;
    }
    return Period{Period::Unit::working_days, count};
  }
  if (const auto months = parse_months(text)) {
    if (months->count < 0 || months->count > kMost) return std::nullopt;
    return Period{Period::Unit::months, months->count};
  }
  if (const auto duration = parse_duration(text)) {
    if (duration->seconds < 0 || duration->nanoseconds != 0 || duration->seconds > kMost * kDay) {
      return std::nullopt;
    }
    if (duration->seconds % kDay == 0) return Period{Period::Unit::days, duration->seconds / kDay};
    return Period{Period::Unit::seconds, duration->seconds};
  }
  return std::nullopt;
}

std::string to_string(const Period& period) {
  switch (period.unit) {
    case Period::Unit::days:
      return "P" + std::to_string(period.count) + "D";
    case Period::Unit::months:
      return to_string(Months{period.count});
    case Period::Unit::working_days:
      return count_of(period.count, "working day");
    case Period::Unit::seconds:
      return to_string(Duration{period.count, 0});
  }
  return {};
}

Date add(const Date& date, const Period& period) {
  switch (period.unit) {
    case Period::Unit::days:
      return date_from_days(days_since_epoch(date) + period.count);
    case Period::Unit::seconds: {
      return date_from_days(days_since_epoch(date) + (period.count + kDay - 1) / kDay);
    }
    case Period::Unit::months: {
      const int64_t month = int64_t{date.year} * 12 + date.month - 1 + period.count;
      Date result{static_cast<int32_t>(month / 12), static_cast<uint8_t>(month % 12 + 1), date.day};
      result.day = static_cast<uint8_t>(std::min<int>(result.day, days_in_month(result.year, result.month)));
      return result;
    }
    case Period::Unit::working_days: {
      Date day = date;
      for (int64_t left = period.count; left > 0;) {
        day = date_from_days(days_since_epoch(day) + 1);
        if (weekday(day) <= 5) --left;
      }
      return day;
    }
  }
  return date;
}

Instant add(Instant instant, const Period& period) {
  if (period.unit == Period::Unit::seconds) return instant + std::chrono::seconds(period.count);
  const Date day = date_of(instant);
  return start_of(add(day, period)) + (instant - start_of(day));
}

}  // namespace mailroom
