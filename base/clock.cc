#include "base/clock.h"

#include <cstdio>

#include "base/calendar.h"

namespace mailroom {

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

std::string to_rfc3339(Instant instant) {
  const Date date = date_of(instant);
  const int64_t in_day = instant.microseconds - start_of(date).microseconds;
  char time[40];
  std::snprintf(time, sizeof time, "T%02d:%02d:%02d.%03dZ", static_cast<int>(in_day / 3'600'000'000),
                static_cast<int>(in_day / 60'000'000 % 60), static_cast<int>(in_day / 1'000'000 % 60),
                static_cast<int>(in_day / 1000 % 1000));
  return to_string(date) + time;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  const std::optional<Date> date = parse_date(text.substr(0, 10));
  const auto two = [&](size_t at) -> int {
    if (at + 1 >= text.size() || text[at] < '0' || text[at] > '9' || text[at + 1] < '0' ||
        text[at + 1] > '9') {
      return 99;
    }
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
  };
  const int hour = two(11), minute = two(14), second = two(17);
  if (!date || text[13] != ':' || text[16] != ':' || hour > 23 || minute > 59 || second > 60)
    return std::nullopt;
  int64_t microseconds = ((hour * 60LL + minute) * 60 + second) * 1'000'000;
  size_t at = 19;
  if (text[at] == '.') {
    int64_t unit = 100'000;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
      microseconds += (text[at] - '0') * unit;
    }
  }
  const std::string_view zone = text.substr(at);
  int64_t offset_minutes = 0;
  if (zone == "Z" || zone == "z") {
    offset_minutes = 0;
  } else if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
    const int hours = two(at + 1), minutes = two(at + 4);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset_minutes = (zone[0] == '-' ? -1 : 1) * (hours * 60LL + minutes);
  } else {
    return std::nullopt;
  }
  return Instant{start_of(*date).microseconds + microseconds - offset_minutes * 60'000'000};
}

}  // namespace mailroom
