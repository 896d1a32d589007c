#include "workflows/feel/temporal.h"

#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <string>

namespace mailroom::feel {

namespace {

constexpr int64_t kDay = 86'400;
constexpr int32_t kMostOffset = 18 * 3600;

// All zone names ICU knows, read once; TimeZone::name points into it.
const std::set<std::string, std::less<>>& zone_names() {
  static const std::set<std::string, std::less<>> kNames = [] {
    std::set<std::string, std::less<>> names;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> all(icu::TimeZone::createEnumeration());
    for (const char* name = all->next(nullptr, status); name && U_SUCCESS(status);
         name = all->next(nullptr, status)) {
      names.insert(name);
    }
    return names;
  }();
  return kNames;
}

// -1 if there are not as many digits.
int digits(std::string_view text, size_t from, size_t count) {
  if (from + count > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

int64_t local_seconds(const DateTime& t) {
  return days_since_epoch(t.date) * kDay + t.time.hour * 3600 + t.time.minute * 60 + t.time.second;
}

int64_t floor_div(int64_t a, int64_t b) {
  return a / b - (a % b < 0);
}

// Seconds and nanoseconds with the nanoseconds in [0, 1e9).
Moment plus(Moment m, const Duration& d) {
  int64_t nanoseconds = static_cast<int64_t>(m.nanoseconds) + d.nanoseconds;
  m.seconds += d.seconds + floor_div(nanoseconds, 1'000'000'000);
  nanoseconds -= floor_div(nanoseconds, 1'000'000'000) * 1'000'000'000;
  m.nanoseconds = static_cast<uint32_t>(nanoseconds);
  return m;
}

constexpr int64_t kMostSeconds = 40'000'000'000'000'000;  // beyond every year a date can have

bool in_range(int64_t seconds) {
  return seconds > -kMostSeconds && seconds < kMostSeconds;
}

TimeOfDay time_of(int64_t second_of_day, uint32_t nanosecond, const TimeZone& zone) {
  TimeOfDay t;
  t.hour = static_cast<uint8_t>(second_of_day / 3600);
  t.minute = static_cast<uint8_t>(second_of_day / 60 % 60);
  t.second = static_cast<uint8_t>(second_of_day % 60);
  t.nanosecond = nanosecond;
  t.zone = zone;
  return t;
}

}  // namespace

std::optional<TimeZone> parse_zone(std::string_view text) {
  TimeZone zone;
  if (text.empty()) return zone;
  if (text[0] == '@') {
    const auto name = zone_names().find(text.substr(1));
    if (name == zone_names().end()) return std::nullopt;
    zone.kind = TimeZone::Kind::named;
    zone.name = &*name;
    return zone;
  }
  zone.kind = TimeZone::Kind::offset;
  if (text == "Z" || text == "z") return zone;
  if ((text[0] != '+' && text[0] != '-') || (text.size() != 6 && text.size() != 9) || text[3] != ':') {
    return std::nullopt;
  }
  const int hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
  const int seconds = text.size() == 6 ? 0 : text[6] == ':' ? digits(text, 7, 2) : -1;
  if (hours < 0 || minutes < 0 || seconds < 0 || minutes > 59 || seconds > 59) return std::nullopt;
  zone.offset_seconds = hours * 3600 + minutes * 60 + seconds;
  if (zone.offset_seconds > kMostOffset) return std::nullopt;
  if (text[0] == '-') zone.offset_seconds = -zone.offset_seconds;
  return zone;
}

std::optional<TimeOfDay> parse_time(std::string_view text) {
  const int hour = digits(text, 0, 2), minute = digits(text, 3, 2), second = digits(text, 6, 2);
  if (hour < 0 || minute < 0 || second < 0 || text[2] != ':' || text[5] != ':') return std::nullopt;
  // XML Schema's end of day, 24:00:00, is the midnight after; the caller that has a date moves it on.
  const bool end_of_day = hour == 24 && minute == 0 && second == 0;
  if ((hour > 23 && !end_of_day) || minute > 59 || second > 59) return std::nullopt;
  size_t at = 8;
  uint32_t nanosecond = 0;
  if (at < text.size() && text[at] == '.') {
    const size_t from = ++at;
    for (uint32_t unit = 100'000'000; at < text.size() && text[at] >= '0' && text[at] <= '9';
         ++at, unit /= 10) {
      nanosecond += static_cast<uint32_t>(text[at] - '0') * unit;
    }
    if (at == from) return std::nullopt;
  }
  const auto zone = parse_zone(text.substr(at));
  if (!zone || (end_of_day && nanosecond != 0)) return std::nullopt;
  return time_of(hour % 24 * 3600 + minute * 60 + second, nanosecond, *zone);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  const size_t t = text.find('T');
  const auto date = parse_date(text.substr(0, t));
  if (!date) return std::nullopt;
  if (t == std::string_view::npos) return midnight(*date);
  const auto time = parse_time(text.substr(t + 1));
  if (!time) return std::nullopt;
  if (!text.substr(t + 1).starts_with("24")) return DateTime{*date, *time};
  const auto next = add(*date, Duration{86'400, 0});
  return next ? std::optional(DateTime{*next, *time}) : std::nullopt;
}

int32_t offset_at(const TimeZone& zone, const DateTime& local) {
  if (zone.kind != TimeZone::Kind::named) return zone.offset_seconds;
  const std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(*zone.name)));
  int32_t raw = 0, daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules->getOffset(static_cast<double>(local_seconds(local)) * 1000, true, raw, daylight, status);
  return U_SUCCESS(status) ? (raw + daylight) / 1000 : 0;
}

Moment moment_of(const DateTime& time) {
  return {local_seconds(time) - offset_at(time.time.zone, time), time.time.nanosecond};
}

Moment moment_of(const TimeOfDay& time) {
  return moment_of(DateTime{{}, time});
}

std::optional<DateTime> date_time_at(const Moment& moment, const TimeZone& zone) {
  if (!in_range(moment.seconds)) return std::nullopt;
  int32_t offset = zone.offset_seconds;
  if (zone.kind == TimeZone::Kind::named) {
    const std::unique_ptr<icu::TimeZone> rules(
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(*zone.name)));
    int32_t raw = 0, daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    rules->getOffset(static_cast<double>(moment.seconds) * 1000, false, raw, daylight, status);
    offset = (raw + daylight) / 1000;
  }
  const int64_t local = moment.seconds + offset, days = floor_div(local, kDay);
  DateTime result{date_from_days(days), time_of(local - days * kDay, moment.nanoseconds, zone)};
  if (!is_valid(result.date)) return std::nullopt;
  return result;
}

std::optional<DateTime> add(const DateTime& time, const Duration& duration) {
  if (!in_range(duration.seconds)) return std::nullopt;
  return date_time_at(plus(moment_of(time), duration), time.time.zone);
}

std::optional<Date> add(const Date& date, const Duration& duration) {
  if (!in_range(duration.seconds)) return std::nullopt;
  const Moment m = plus({days_since_epoch(date) * kDay, 0}, duration);
  const Date result = date_from_days(floor_div(m.seconds, kDay));
  if (!in_range(m.seconds) || !is_valid(result)) return std::nullopt;
  return result;
}

TimeOfDay add(const TimeOfDay& time, const Duration& duration) {
  const Moment m = plus({time.hour * 3600 + time.minute * 60 + time.second, time.nanosecond},
                        {duration.seconds % kDay, duration.nanoseconds});
  return time_of(m.seconds - floor_div(m.seconds, kDay) * kDay, m.nanoseconds, time.zone);
}

std::optional<Date> add(const Date& date, const Months& months) {
  if (months.count > 24'000'000'000 || months.count < -24'000'000'000) return std::nullopt;
  const int64_t total = static_cast<int64_t>(date.year) * 12 + (date.month - 1) + months.count;
  const int64_t year = floor_div(total, 12);
  if (year > 999'999'999 || year < -999'999'999) return std::nullopt;
  Date result{static_cast<int32_t>(year), static_cast<uint8_t>(total - year * 12 + 1), date.day};
  const int last = days_in_month(result.year, result.month);
  if (result.day > last) result.day = static_cast<uint8_t>(last);
  return result;
}

std::optional<Duration> between(const Moment& from, const Moment& to) {
  int64_t seconds = to.seconds - from.seconds;
  int64_t nanoseconds = static_cast<int64_t>(to.nanoseconds) - from.nanoseconds;
  if (seconds > 0 && nanoseconds < 0) --seconds, nanoseconds += 1'000'000'000;
  if (seconds < 0 && nanoseconds > 0) ++seconds, nanoseconds -= 1'000'000'000;
  return Duration{seconds, static_cast<int32_t>(nanoseconds)};
}

Months months_between(const DateTime& from, const DateTime& to) {
  int64_t count =
      (static_cast<int64_t>(to.date.year) - from.date.year) * 12 + to.date.month - from.date.month;
  if (count > 0 && to.date.day < from.date.day) --count;
  if (count < 0 && to.date.day > from.date.day) ++count;
  return {count};
}

DateTime midnight(const Date& date) {
  return {date, {}};
}

}  // namespace mailroom::feel
