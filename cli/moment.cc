#include "cli/moment.h"

#include <ctime>

#include "base/local_time.h"
#include "base/period.h"
#include "base/text.h"

namespace mailroom::cli {

namespace {

constexpr int kHoursOfDay = 24, kMinutesOfHour = 60;

std::optional<int> number_of(std::string_view text) {
  if (text.empty() || text.size() > 2) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

struct TimeOfDay {
  int hour = 0, minute = 0;
};

std::optional<TimeOfDay> time_of_day(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 2) return std::nullopt;
  const auto hour = number_of(parts[0]), minute = number_of(parts[1]);
  if (!hour || !minute || *hour >= kHoursOfDay || *minute >= kMinutesOfHour) return std::nullopt;
  return TimeOfDay{*hour, *minute};
}

Instant local(std::tm day, const TimeOfDay& time) {
  day.tm_hour = time.hour;
  day.tm_min = time.minute;
  day.tm_sec = 0;
  return instant_of(day);
}

}  // namespace

std::optional<Instant> moment_of(const std::string& typed, Instant now) {
  if (const auto instant = parse_rfc3339(typed)) return instant;
  if (const auto time = time_of_day(typed)) {
    std::tm day = local_time(now);
    const Instant today = local(day, *time);
    if (today > now) return today;
    ++day.tm_mday;
    return local(day, *time);
  }
  constexpr size_t kDateLength = 10;
  if (typed.size() > kDateLength + 1 && (typed[kDateLength] == ' ' || typed[kDateLength] == 'T')) {
    const auto date = parse_date(typed.substr(0, kDateLength));
    const auto time = time_of_day(std::string_view(typed).substr(kDateLength + 1));
    if (!date || !time) return std::nullopt;
    std::tm day{};
    day.tm_year = date->year - 1900;
    day.tm_mon = date->month - 1;
    day.tm_mday = date->day;
    return local(day, *time);
  }
  if (const auto period = parse_period(typed)) return add(now, *period);
  return std::nullopt;
}

}  // namespace mailroom::cli
