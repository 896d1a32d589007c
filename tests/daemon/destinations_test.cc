// Destinations that take nothing for a while, and persons who get nothing: with deliveries queued.
#include <future>

#include "base/error.h"
#include "tests/daemon/sending_office.h"

namespace mailroom::workflows {
namespace {

using namespace std::chrono_literals;
using Kind = connectors::DeliveryOutcome::Kind;

class DestinationsTest : public SendingOffice {
 protected:
  std::vector<std::string> claims(int count) {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) ids.push_back(claimed(i));
    return ids;
  }
  int64_t closed(const std::vector<std::string>& ids) {
    return std::count_if(ids.begin(), ids.end(),
                         [&](const auto& id) { return load(id).state == State::closed; });
  }
};

TEST_F(DestinationsTest, OneThatIsDownIsTriedByItselfAndSpendsNobodysAttempts) {
  ledger->down = true;
  const auto ids = claims(8);
  work();
  EXPECT_EQ(ledger->sent.size(), 3u);  // then it is closed, and the others are not even tried
  EXPECT_EQ(standing(ids[7]), "waiting for ledger");
  work_after(29s);
  EXPECT_EQ(ledger->sent.size(), 3u);
  work_after(2s);
  EXPECT_EQ(ledger->sent.size(), 4u);  // one tries
  work_after(50s);
  EXPECT_EQ(ledger->sent.size(), 4u);  // and it stays closed for longer
  ledger->down = false;
  work_after(15s);
  EXPECT_EQ(closed(ids), 8);
  EXPECT_EQ(ledger->sent.size(), 12u);
  for (const auto& id : ids) EXPECT_EQ(load(id).deliveries.at(0).attempts, 1);
  EXPECT_TRUE(sql.destinations().empty());
}

TEST_F(DestinationsTest, OneThatSaysWhenToComeAgainIsLeftAloneUntilThen) {
  ledger->next = {{Kind::unavailable, "the receiver answered 429", "", clock.now() + 10min}};
  const auto ids = claims(5);
  work();
  EXPECT_EQ(ledger->sent.size(), 1u);  // the others are not even tried
  EXPECT_EQ(standing(ids[4]), "waiting for ledger");
  work_after(9min);
  EXPECT_EQ(ledger->sent.size(), 1u);
  work_after(62s);
  EXPECT_EQ(closed(ids), 5);
  EXPECT_EQ(ledger->sent.size(), 6u);
  for (const auto& id : ids) EXPECT_EQ(load(id).deliveries.at(0).attempts, 1);
}

TEST_F(DestinationsTest, APausedOneTakesNothingUntilItsTimeAndThenTheUrgentFirst) {
  runner->pause_destination("ledger", clock.now() + 2h, "month end", "m.lund");
  const auto ids = claims(6);
  work();
  EXPECT_TRUE(ledger->sent.empty());
  Runner::Verdict hurry;
  hurry.kind = Runner::Verdict::Kind::prioritise;
  hurry.why = "no food";
  hurry.priority.urgent = true;
  runner->decide_by_person(ids[4], hurry, "m.lund");
  work_after(90min);
  EXPECT_TRUE(ledger->sent.empty());
  work_after(31min);
  EXPECT_EQ(closed(ids), 6);
  EXPECT_EQ(ledger->sent.at(0).idempotency_key, ids[4] + "/ledger");
  for (const auto& id : ids) EXPECT_EQ(load(id).deliveries.at(0).attempts, 1);
}

TEST_F(DestinationsTest, AProbeThatFailsSendsNoSecond) {
  runner->pause_destination("ledger", {}, "month end", "m.lund");
  claims(6);
  work();
  work_after(24h);
  EXPECT_TRUE(ledger->sent.empty());
  ledger->down = true;
  runner->resume_destination("ledger", "m.lund");
  work();
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(sql.destination("ledger")->gate, Destination::Gate::down);
}

TEST_F(DestinationsTest, WhatComesWhileItIsTriedWaitsBehind) {
  runner->pause_destination("ledger", {}, "month end", "m.lund");
  const auto ids = claims(1);
  work();
  runner->resume_destination("ledger", "m.lund");
  const std::string second = claimed(5);
  while (runner->advance(second)) {
  }
  runner->deliver_due(second);  // before the probe was sent
  EXPECT_TRUE(ledger->sent.empty());
  work();
  EXPECT_EQ(ledger->sent.size(), 2u);
  EXPECT_EQ(ledger->sent[0].idempotency_key, ids[0] + "/ledger");
}

TEST_F(DestinationsTest, TheDestinationOfALaterDeliveryDoesNotHoldTheFirst) {
  runner->pause_destination("letter", {}, "no paper", "m.lund");
  const auto ids = claims(2);
  work();
  EXPECT_EQ(ledger->sent.size(), 2u);
  EXPECT_TRUE(letter->sent.empty());  // `after:` the ledger, and paused
  EXPECT_EQ(standing(ids[0]), "waiting for letter");
  runner->resume_destination("letter", "m.lund");
  work();
  EXPECT_EQ(closed(ids), 2);
}

TEST_F(DestinationsTest, ADeliveryWaitsForTheOneBeforeItToBeConfirmed) {
  ledger->next = {{Kind::retry_later, "busy", ""}};
  const auto ids = claims(1);
  work();
  EXPECT_TRUE(letter->sent.empty());
  work_after(31s);
  EXPECT_EQ(ledger->sent.size(), 2u);
  EXPECT_EQ(letter->sent.size(), 1u);
  EXPECT_EQ(closed(ids), 1);
}

TEST_F(DestinationsTest, OnlyWhatAWorkflowNamesIsPausedAndOnlyWithAReason) {
  EXPECT_EQ(refusal_of([&] { runner->pause_destination("ledgre", {}, "x", "m.lund"); }),
            "unknown_destination");
  EXPECT_EQ(refusal_of([&] { runner->pause_destination("ledger", {}, " ", "m.lund"); }), "why_missing");
  EXPECT_EQ(refusal_of([&] { runner->resume_destination("ledger", "m.lund"); }), "not_paused");
}

TEST_F(DestinationsTest, NoMoreGoesAMinuteThanTheWorkflowSays) {
  use_with("    retry: {max_attempts: 3", "    limit: {per_minute: 2}\n    retry: {max_attempts: 3");
  employ();
  const auto ids = claims(4);
  work();
  EXPECT_EQ(ledger->sent.size(), 1u);
  for (int i = 0; i < 3; ++i) work_after(31s);
  EXPECT_EQ(ledger->sent.size(), 4u);
  EXPECT_EQ(closed(ids), 4);
}

TEST_F(DestinationsTest, OneThatRecoversTakesAsManyAMinuteAsItMay) {
  use_with("    retry: {max_attempts: 3", "    limit: {per_minute: 60}\n    retry: {max_attempts: 3");
  employ();
  ledger->down = true;
  const auto ids = claims(9);
  for (int i = 0; i < 5; ++i) work_after(2s);
  EXPECT_EQ(ledger->sent.size(), 3u);  // then it is closed
  ledger->down = false;
  work_after(29s);
  EXPECT_EQ(ledger->sent.size(), 4u);  // one tries
  for (int i = 0; i < 10; ++i) work_after(1s);
  EXPECT_EQ(closed(ids), 9);
}

TEST_F(DestinationsTest, WhoeverMayNotGoTakesNoPlaceFromThoseWhoMay) {
  use_with("    retry: {max_attempts: 3", "    limit: {per_minute: 2}\n    retry: {max_attempts: 3");
  employ();
  runner->pause_destination("ledger", clock.now() + 1h, "month end", "m.lund");
  claims(3);
  work();
  runner->resume_destination("ledger", "m.lund");
  claimed(4);  // comes while one is to try
  work();
  EXPECT_EQ(ledger->sent.size(), 1u);
}

// The ledger refused it, a person let that pass, and nothing goes to where letters go.
TEST_F(DestinationsTest, WhatComesAfterADeliveryThatWasWavedThroughWaitsLikeAnyOther) {
  ledger->next = {{Kind::refused, "no such account", ""}};
  const auto id = claims(1).at(0);
  work();
  ASSERT_EQ(load(id).state, State::awaiting_review);
  runner->pause_destination("letter", clock.now() + 1h, "no paper", "m.lund");
  Runner::Verdict verdict;
  verdict.kind = Runner::Verdict::Kind::approve;
  runner->decide_by_person(id, verdict, "m.lund");
  work();  // that it ends shows that the case is not due
  EXPECT_EQ(standing(id), "waiting for letter");
  work_after(61min);
  EXPECT_EQ(closed({id}), 1);
}

// While one is on its way other workers find no room.
class LineTest : public DestinationsTest {
 protected:
  // Of one claim that takes a second, with `others` worked on meanwhile.
  void send_slowly_while(const std::function<void()>& others) {
    bool is_first = true;
    ledger->on_deliver = [this, others, is_first]() mutable {
      clock.advance(1s);
      if (std::exchange(is_first, false)) others();
    };
  }
  // While all others that are due line up.
  void send_only(const std::string& id) {
    send_slowly_while([&] { work(); });
    while (runner->advance(id)) {
    }
    runner->deliver_due(id);
  }
  void SetUp() override {
    send_slowly_while([] {});
    claimed(9);
    work();
    ledger->sent.clear();
  }
};

TEST_F(LineTest, WhoeverFindsNoRoomStandsInLineAndIsNotLookedAtAgain) {
  const auto ids = claims(5);
  send_slowly_while([&] {
    work();  // that it ends shows that nobody comes back by himself
    EXPECT_EQ(ledger->sent.size(), 1u);
    EXPECT_EQ(standing(ids[4]), "waiting for ledger");
  });
  work();
  EXPECT_EQ(closed(ids), 5);
  EXPECT_EQ(ledger->sent.size(), 5u);
  for (const auto& id : ids) {
    EXPECT_EQ(load(id).deliveries.at(0).attempts, 1);
    for (const auto& line : sql.history(id)) EXPECT_NE(line.record.event, "delivery_parked");
  }
}

TEST_F(LineTest, TheUrgentAreCalledFirst) {
  const auto ids = claims(5);
  send_slowly_while([&] {
    work();
    Runner::Verdict hurry;
    hurry.kind = Runner::Verdict::Kind::prioritise;
    hurry.why = "no food";
    hurry.priority.urgent = true;
    runner->decide_by_person(ids[4], hurry, "m.lund");
  });
  work();
  EXPECT_EQ(closed(ids), 5);
  EXPECT_EQ(ledger->sent.at(1).idempotency_key, ids[4] + "/ledger");
}

// The letter of the second is on its way when it is called to the ledger: what is written of the letter
// afterwards does not make it wait again.
TEST_F(LineTest, WhoeverIsCalledWhileAnotherDeliveryOfTheCaseIsOnItsWayGoes) {
  use_with("    after: ledger\n", "");
  employ();
  const auto ids = claims(2);
  for (const auto& id : ids) {
    while (runner->advance(id)) {
    }
  }
  std::promise<void> letter_begun, ledger_done;
  std::future<void> second;
  letter->on_deliver = [&, is_first = true]() mutable {
    if (!std::exchange(is_first, false)) return;
    letter_begun.set_value();
    ledger_done.get_future().wait();
  };
  send_slowly_while([&] {
    second = std::async(std::launch::async, [&] { runner->deliver_due(ids[1]); });
    letter_begun.get_future().wait();
  });
  runner->deliver_due(ids[0]);
  ledger_done.set_value();
  second.get();
  work();
  EXPECT_EQ(closed(ids), 2);
}

TEST_F(LineTest, ALineWhoseCallerEndedIsFoundWithinAMinute) {
  const auto ids = claims(3);
  send_only(ids[0]);
  employ();  // nobody remembers that one was called, nor that others wait
  work_after(61s);
  EXPECT_EQ(closed(ids), 3);
}

TEST_F(LineTest, WhatStandsInLineForADestinationThatNoWorkflowKnowsAnyMoreIsAPersons) {
  const auto ids = claims(3);
  send_only(ids[0]);
  use_with("ledger", "books");
  employ();
  work_after(61s);
  EXPECT_EQ(load(ids[1]).state, State::awaiting_review);
  EXPECT_EQ(load(ids[2]).state, State::awaiting_review);
}

TEST_F(DestinationsTest, AHoldOnAPersonParksWhatIsQueuedAndWhatComesLater) {
  ledger->down = true;
  const auto ids = claims(5);  // all queued, some parked
  work();
  ledger->down = false;
  EXPECT_EQ(runner->hold_subject(nino(4), "death reported", "m.lund"), 1);
  EXPECT_EQ(runner->hold_subject(nino(0), "death reported", "m.lund"), 1);
  EXPECT_EQ(standing(ids[4]), "on hold");
  const std::string later = claimed(4);  // a second claim of the same person
  work_after(10min);
  work_after(2h);
  EXPECT_EQ(closed(ids), 3);
  EXPECT_EQ(standing(later), "on hold");
  for (const auto& sent : ledger->sent) EXPECT_NE(sent.idempotency_key, later + "/ledger");
  EXPECT_EQ(load(later).hold->by, "m.lund");
  EXPECT_EQ(runner->release_subject(nino(4), "j.osei"), 2);
  EXPECT_EQ(runner->release_subject(nino(0), "j.osei"), 1);
  work();
  EXPECT_EQ(closed(ids), 5);
  EXPECT_EQ(load(later).state, State::closed);
  EXPECT_TRUE(sql.verify_audit().problems.empty());
}

TEST_F(DestinationsTest, AHoldThatWasReleasedByHalvesEndsByItself) {
  ledger->down = true;
  const std::string id = claimed(1);
  work();
  ledger->down = false;
  runner->hold_subject(nino(1), "death reported", "m.lund");
  ASSERT_TRUE(sql.release_subject(nino(1), "m.lund", clock.now()));  // and the daemon ended here
  work_after(61min);
  EXPECT_EQ(load(id).state, State::closed);
}

TEST_F(DestinationsTest, APersonIsHeldOnce) {
  runner->hold_subject(nino(1), "death reported", "m.lund");
  EXPECT_EQ(refusal_of([&] { runner->hold_subject("ab 12 34 51 c", "again", "m.lund"); }), "subject_held");
  runner->release_subject("ab123451c", "m.lund");
  EXPECT_EQ(refusal_of([&] { runner->release_subject(nino(1), "m.lund"); }), "not_held");
}

TEST_F(DestinationsTest, EvidenceThatComesWhileItIsSentIsForAPersonAndNothingGoesTwice) {
  ledger->down = letter->can_amend = true;
  const std::string id = claimed(1);
  work();
  ASSERT_EQ(runner->file(payslip("slip", "900.00", nino(1))).at(0), id);
  ledger->down = false;
  work_after(10min);
  const CaseRecord record = load(id);
  EXPECT_EQ(reasons(record),
            "amendment_needed: ledger took effect already and cannot be amended: "
            "insert.row.amount: 31.40 was sent, 15.70 is decided now\n");
  EXPECT_EQ(record.deliveries.at(0).state, DeliveryState::delivered);
}

}  // namespace
}  // namespace mailroom::workflows
