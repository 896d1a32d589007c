#include "base/local_time.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace mailroom {
namespace {

// By their rules, so that no zone need be installed.
constexpr const char* kNewYork = "EST5EDT,M3.2.0,M11.1.0";
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

class LocalTime : public testing::Test {
 protected:
  ~LocalTime() override {
    ::unsetenv("TZ");
    ::tzset();
  }
  static Instant at(const char* text) { return *parse_rfc3339(text); }
};

TEST_F(LocalTime, ADayIsTheOffices) {
  use_time_zone(kNewYork);
  EXPECT_EQ(local_date(at("2026-02-01T01:30:00Z")), (Date{2026, 1, 31}));
  EXPECT_EQ(local_date(at("2026-02-01T05:00:00Z")), (Date{2026, 2, 1}));
  use_time_zone(kBerlin);
  EXPECT_EQ(local_date(at("2026-07-31T22:30:00Z")), (Date{2026, 8, 1}));
  EXPECT_EQ(local_date(at("1969-12-31T22:59:59.5Z")), (Date{1969, 12, 31}));
}

TEST_F(LocalTime, ADayBeginsAtTheOfficesMidnight) {
  use_time_zone(kNewYork);
  EXPECT_EQ(start_of_local_day({2026, 1, 31}), at("2026-01-31T05:00:00Z"));
  EXPECT_EQ(start_of_local_day({2026, 7, 1}), at("2026-07-01T04:00:00Z"));
  // The day on which the clocks go forward has 23 hours.
  EXPECT_EQ(start_of_local_day({2026, 3, 9}) - start_of_local_day({2026, 3, 8}), std::chrono::hours(23));
  for (int day = 1; day <= 31; ++day) {
    const Date date{2026, 3, static_cast<uint8_t>(day)};
    EXPECT_EQ(local_date(start_of_local_day(date)), date);
  }
}

TEST_F(LocalTime, TheOffsetKnowsOfSummer) {
  use_time_zone(kBerlin);
  EXPECT_EQ(offset_of_local_time(at("2026-01-15T12:00:00Z")), 3600);
  EXPECT_EQ(offset_of_local_time(at("2026-07-15T12:00:00Z")), 7200);
  use_time_zone("");
  EXPECT_EQ(offset_of_local_time(at("2026-07-15T12:00:00Z")), 7200) << "nothing named: the zone stays";
}

}  // namespace
}  // namespace mailroom
