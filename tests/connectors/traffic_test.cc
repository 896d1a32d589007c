// Who may go to a destination, who stands in line, who is called.
#include "connectors/traffic.h"

#include <gtest/gtest.h>

#include <future>

namespace mailroom::connectors {
namespace {

using namespace std::chrono_literals;

class TrafficTest : public ::testing::Test {
 protected:
  // One that took a second: nobody stands at the door of such a destination.
  void send_slowly(Traffic& traffic, bool is_called = false) {
    const auto pass = traffic.enter(is_called);
    ASSERT_TRUE(pass);
    clock.advance(1s);
  }
  FakeClock clock{Instant{1'000'000'000}};
};

TEST_F(TrafficTest, AsManyGoAtOnceAsThereIsRoomFor) {
  Traffic traffic({2, 0}, clock);
  send_slowly(traffic);
  auto first = traffic.enter(false), second = traffic.enter(false);
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(traffic.enter(false));
  first.reset();
  EXPECT_TRUE(traffic.enter(false));
}

TEST_F(TrafficTest, WhoeverStandsInLineGoesBeforeWhoComesNow) {
  Traffic traffic({1, 0}, clock);
  send_slowly(traffic);
  {
    const auto pass = traffic.enter(false);
    EXPECT_FALSE(traffic.enter(false));
    traffic.line_up();
    EXPECT_EQ(traffic.call().count, 0) << "there is no room";
    clock.advance(1s);
  }
  EXPECT_FALSE(traffic.enter(false));
  EXPECT_EQ(traffic.call().count, 1);
  EXPECT_EQ(traffic.call().count, 0) << "one was called and has the room";
  EXPECT_TRUE(traffic.enter(true));
}

TEST_F(TrafficTest, ALineThatNobodyStoodInIsForgotten) {
  Traffic traffic({1, 0}, clock);
  send_slowly(traffic);
  traffic.line_up();
  traffic.answered(traffic.call(), 0, true);
  EXPECT_EQ(traffic.call().count, 0);
  EXPECT_TRUE(traffic.enter(false));
}

TEST_F(TrafficTest, WhoLinesUpWhileTheLineIsLookedAtIsNotForgotten) {
  Traffic traffic({1, 0}, clock);
  send_slowly(traffic);
  traffic.line_up();
  const auto call = traffic.call();
  traffic.line_up();
  traffic.answered(call, 0, true);
  EXPECT_EQ(traffic.call().count, 1);
}

TEST_F(TrafficTest, WhoWasCalledAndDoesNotComeKeepsTheRoomForTwoSeconds) {
  Traffic traffic({1, 0}, clock);
  send_slowly(traffic);
  traffic.line_up();
  EXPECT_EQ(traffic.call().count, 1);
  EXPECT_EQ(traffic.call().count, 0);
  EXPECT_TRUE(traffic.is_expecting());
  clock.advance(2s);
  EXPECT_FALSE(traffic.is_expecting());
  EXPECT_EQ(traffic.call().count, 1);
}

TEST_F(TrafficTest, OneIsCalledForTheNextPlaceOfTheMinute) {
  Traffic traffic({4, 30}, clock);
  send_slowly(traffic);
  EXPECT_FALSE(traffic.enter(false)) << "one each two seconds";
  traffic.line_up();
  const auto call = traffic.call();
  EXPECT_EQ(call.count, 1);
  EXPECT_EQ(call.at, clock.now() + 1s);
  EXPECT_EQ(traffic.call().count, 0);
  EXPECT_FALSE(traffic.is_expecting()) << "not before it may go";
  clock.advance(1s);
  EXPECT_TRUE(traffic.is_expecting());
  EXPECT_TRUE(traffic.enter(true));
  EXPECT_EQ(traffic.call().at, clock.now() + 2s);
}

TEST_F(TrafficTest, AClockThatIsSetBackStopsNothingForLong) {
  Traffic traffic({1, 60}, clock);
  send_slowly(traffic);
  clock.set(Instant{clock.now().microseconds - std::chrono::microseconds(24h).count()});
  EXPECT_FALSE(traffic.enter(false));
  clock.advance(61s);
  EXPECT_TRUE(traffic.enter(false));
}

TEST_F(TrafficTest, WhoeverWasCalledBeforeTheClockWasSetBackIsNotExpectedForADay) {
  Traffic traffic({1, 0}, clock);
  send_slowly(traffic);
  traffic.line_up();
  EXPECT_EQ(traffic.call().count, 1);
  clock.set(Instant{clock.now().microseconds - std::chrono::microseconds(24h).count()});
  EXPECT_EQ(traffic.call().count, 1);
}

TEST_F(TrafficTest, BeforeAQuickOneSomebodyStandsAtTheDoor) {
  Traffic traffic({1, 0}, clock);
  auto pass = traffic.enter(false);
  auto other = std::async(std::launch::async, [&] { return traffic.enter(false).has_value(); });
  pass.reset();
  EXPECT_TRUE(other.get());
}

TEST_F(TrafficTest, WhoWasCalledAndDidNotComeMayStandInLineStill) {
  Traffic traffic({2, 0}, clock);
  send_slowly(traffic);
  traffic.line_up();
  traffic.answered(traffic.call(), 1, true);  // nobody else stood there
  EXPECT_EQ(traffic.call().count, 0);
  clock.advance(2s);
  EXPECT_EQ(traffic.call().count, 2);
}

TEST_F(TrafficTest, NobodyIsSentIntoTomorrowByAClockThatWasThereForAMoment) {
  Traffic traffic({1, 60}, clock);
  const Instant today = clock.now();
  clock.advance(24h);
  send_slowly(traffic);
  clock.set(today);
  traffic.line_up();
  EXPECT_LE(traffic.call().at, today + 60s);
}

TEST_F(TrafficTest, WhatIsOnItsWayCountsForWhoeverSendsNext) {
  AllTraffic all(clock);
  Traffic& before = all.to("ledger", {1, 0});
  send_slowly(before);
  const auto pass = before.enter(false);
  Traffic& now = all.to("ledger", {1, 0});
  EXPECT_FALSE(now.enter(false));
  EXPECT_TRUE(all.to("letter", {1, 0}).enter(false));
  EXPECT_TRUE(all.to("ledger", {2, 0}).enter(false)) << "within the new limit";
}

TEST(Traffic, TwoLimitsOfOneDestinationBothHold) {
  const auto both = stricter({4, 0}, {1, 60});
  EXPECT_EQ(both.at_once, 1);
  EXPECT_EQ(both.per_minute, 60);
  EXPECT_EQ(stricter({1, 30}, {1, 60}).per_minute, 30);
}

}  // namespace
}  // namespace mailroom::connectors
