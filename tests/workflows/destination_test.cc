#include "workflows/destination.h"

#include <gtest/gtest.h>

#include <chrono>

namespace mailroom::workflows {
namespace {

using Gate = Destination::Gate;
using namespace std::chrono_literals;

class DestinationTest : public testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(take_failure(ledger_, "the line is dead", now_), 0);
  }
  Destination ledger_{"ledger", Gate::open, {}, "", "", 0, 0, 0};
  Instant now_{1'000'000};
};

TEST_F(DestinationTest, ClosesAfterFailuresInARowAndNotBefore) {
  fail(kFailuresToClose - 1);
  EXPECT_EQ(take_success(ledger_, now_), 0);
  EXPECT_TRUE(is_plain(ledger_));
  fail(kFailuresToClose - 1);
  EXPECT_TRUE(admits(ledger_, false));
  fail(1);
  EXPECT_EQ(ledger_.gate, Gate::down);
  EXPECT_FALSE(admits(ledger_, false));
  EXPECT_FALSE(admits(ledger_, true));
  EXPECT_EQ(*ledger_.until, now_ + 30s);
}

TEST_F(DestinationTest, ClosesAtOnceUntilTheTimeThatItNames) {
  EXPECT_EQ(take_failure(ledger_, "answered 429", now_, now_ + 90s), 0);
  EXPECT_EQ(ledger_.gate, Gate::down);
  EXPECT_EQ(*ledger_.until, now_ + 90s);
}

TEST_F(DestinationTest, NamesNoTimeThatIsOverOrBeyondADay) {
  EXPECT_EQ(in_bounds(now_ + -5s, now_), now_ + 1s);
  EXPECT_EQ(in_bounds(now_ + 48h, now_), now_ + 24h);
}

TEST_F(DestinationTest, IsTriedWithOneAndWaitsLongerEachTimeThatFails) {
  fail(kFailuresToClose);
  std::chrono::microseconds waited = 30s;
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(take_turn(ledger_, now_), 1);
    EXPECT_EQ(ledger_.gate, Gate::probing);
    EXPECT_TRUE(admits(ledger_, true));    // the one that was let go
    EXPECT_FALSE(admits(ledger_, false));  // whoever comes newly waits behind
    fail(1);
    EXPECT_EQ(ledger_.gate, Gate::down);
    waited = std::min<std::chrono::microseconds>(2 * waited, 15min);
    EXPECT_EQ(*ledger_.until, now_ + waited);
  }
}

TEST_F(DestinationTest, DoublesTheStreamWithEveryRoundAndOpensWhenNothingIsParked) {
  fail(kFailuresToClose);
  int on_their_way = take_turn(ledger_, now_), taken = 0;
  for (int round = 0; round < 4; ++round) {
    EXPECT_EQ(on_their_way, 1 << round);
    int more = 0;
    for (int i = 0; i < on_their_way; ++i, ++taken) more += take_success(ledger_, now_);
    on_their_way = more;
  }
  EXPECT_EQ(taken, 15);
  EXPECT_EQ(ledger_.gate, Gate::ramping);
  take_emptiness(ledger_);
  EXPECT_TRUE(is_plain(ledger_));
}

TEST_F(DestinationTest, LetsMoreGoIfThoseBeforeNeverCameBack) {
  fail(kFailuresToClose);
  take_turn(ledger_, now_);
  EXPECT_EQ(take_turn(ledger_, now_), 1);
  take_success(ledger_, now_);
  EXPECT_EQ(take_turn(ledger_, now_), 2);
}

TEST_F(DestinationTest, APauseOutlastsWhatWasOnItsWay) {
  ledger_.gate = Gate::paused;
  fail(1);
  take_success(ledger_, now_);
  EXPECT_EQ(ledger_.gate, Gate::paused);
  EXPECT_FALSE(admits(ledger_, true));
}

}  // namespace
}  // namespace mailroom::workflows
