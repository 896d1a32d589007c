// What becomes of a case's deliveries by what the receivers say.
#include "tests/workflows/office.h"

namespace mailroom::workflows {
namespace {

using RunnerDeliverTest = Office;
using Kind = connectors::DeliveryOutcome::Kind;
using VerdictKind = Runner::Verdict::Kind;

TEST_F(RunnerDeliverTest, ADeliveryIsRetriedWithGrowingDelaysAndThenGivenToAPerson) {
  ledger->next = {{Kind::retry_later, "the ledger is down", ""},
                  {Kind::retry_later, "the ledger is down", ""},
                  {Kind::retry_later, "the ledger is down", ""}};
  const auto ids = runner->file(claim("d1"));
  while (runner->advance(ids[0])) {
  }
  const auto first = runner->deliver_due(ids[0]);
  ASSERT_TRUE(first);
  EXPECT_GE(*first, clock.now() + std::chrono::milliseconds(22'500));
  EXPECT_LE(*first, clock.now() + std::chrono::seconds(30));
  EXPECT_EQ(*runner->deliver_due(ids[0]), *first);  // not due yet: nothing is sent
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_TRUE(letter->sent.empty());  // after the ledger
  clock.set(*first);
  const auto second = runner->deliver_due(ids[0]);
  ASSERT_TRUE(second);
  EXPECT_GE(*second, clock.now() + std::chrono::seconds(45));
  clock.set(*second);
  EXPECT_FALSE(runner->deliver_due(ids[0]));
  CaseRecord record = *store.load(ids[0]);
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(reasons(record),
            "delivery_refused: ledger was not delivered: gave up after 3 attempts: the ledger is down\n");
  runner->decide_by_person(ids[0], verdict(VerdictKind::retry), "m.lund");
  record = go_on(ids[0]);
  EXPECT_EQ(record.state, State::closed);
  EXPECT_EQ(ledger->sent.size(), 4u);
  for (const auto& one : ledger->sent) EXPECT_EQ(one.idempotency_key, record.id + "/ledger");
}

TEST_F(RunnerDeliverTest, AnUnknownOutcomeIsParkedUnlessTheReceiverKnowsTheKey) {
  ledger->next = {{Kind::unknown, "the line broke", ""}};
  ledger->honours = false;
  CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(reasons(record), "delivery_unknown: ledger may or may not have been delivered: the line broke\n");
  EXPECT_EQ(ledger->sent.size(), 1u);
  ledger->honours = true;
  ledger->next = {{Kind::unknown, "the line broke", ""}};
  record = run(claim("d2", {{"nino", "CE123456A"}}));
  EXPECT_EQ(record.state, State::delivering);
  EXPECT_EQ(record.deliveries.at(0).state, DeliveryState::waiting);
}

TEST_F(RunnerDeliverTest, WhatMayHaveBeenTakenIsNotCalledUndeliveredWhenItIsGivenUp) {
  // The receiver took it and lost its answers; then it only says that it is busy.
  using Outcome = connectors::DeliveryOutcome;
  ledger->next = {{Kind::unknown, "the line broke", ""},
                  {Kind::retry_later, "busy", ""},
                  {Kind::retry_later, "busy", ""},
                  Outcome{}};
  CaseRecord record = run(claim("d1"));
  for (int i = 0; i < 5; ++i) {
    clock.advance(std::chrono::hours(2));
    record = go_on(record.id);
  }
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(record.deliveries.at(0).state, DeliveryState::unknown);
  EXPECT_EQ(reasons(record),
            "delivery_unknown: ledger may or may not have been delivered: gave up after 3 attempts: busy\n");
  EXPECT_EQ(ledger->sent.size(), 3u);
}

TEST_F(RunnerDeliverTest, AStopInTheMiddleOfSendingIsNeverBlindlySentAgain) {
  struct Stop {};
  ledger->honours = false;
  ledger->on_deliver = [] { throw Stop(); };
  const auto ids = runner->file(claim("d1"));
  while (runner->advance(ids[0])) {
  }
  EXPECT_THROW(runner->deliver_due(ids[0]), Stop);
  ledger->on_deliver = nullptr;
  EXPECT_FALSE(runner->deliver_due(ids[0]));  // as after a restart
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(store.load(ids[0])->state, State::awaiting_review);
}

TEST_F(RunnerDeliverTest, WhatWasSentIsWrittenDownEvenIfAPersonWroteANoteMeanwhile) {
  const auto ids = runner->file(claim("d1"));
  Runner::Verdict note = verdict(VerdictKind::note, "called");
  ledger->on_deliver = [&] { runner->decide_by_person(ids[0], note, "m.lund"); };
  EXPECT_EQ(go_on(ids[0]).state, State::closed);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(store.load(ids[0])->notes.size(), 1u);
}

}  // namespace
}  // namespace mailroom::workflows
