#include "base/local_time.h"

#include <cstdlib>

namespace mailroom {

namespace {
constexpr int64_t kSecond = 1'000'000;
}

void use_time_zone(const std::string& name) {
  if (name.empty()) return;
  ::setenv("TZ", name.c_str(), 1);
  ::tzset();
}

std::tm local_time(Instant instant) {
  const auto seconds =
      static_cast<std::time_t>(instant.microseconds / kSecond - (instant.microseconds % kSecond < 0));
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return parts;
}

Instant instant_of(std::tm local) {
  local.tm_isdst = -1;
  return {static_cast<int64_t>(std::mktime(&local)) * kSecond};
}

Date local_date(Instant instant) {
  const std::tm parts = local_time(instant);
  return {parts.tm_year + 1900, static_cast<uint8_t>(parts.tm_mon + 1), static_cast<uint8_t>(parts.tm_mday)};
}

Instant start_of_local_day(const Date& date) {
  std::tm midnight{};
  midnight.tm_year = date.year - 1900;
  midnight.tm_mon = date.month - 1;
  midnight.tm_mday = date.day;
  return instant_of(midnight);
}

int offset_of_local_time(Instant instant) {
  return static_cast<int>(local_time(instant).tm_gmtoff);
}

}  // namespace mailroom
