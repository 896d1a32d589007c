// Evidence that comes after something took effect: nobody is paid twice because a payslip came late.
#include <gtest/gtest.h>

#include "base/json.h"
#include "office.h"

namespace mailroom::workflows {
namespace {

using Kind = connectors::DeliveryOutcome::Kind;
using VerdictKind = Runner::Verdict::Kind;

class EffectsTest : public Office {
 protected:
  // 109.04 a week: the ledger has 31.40, the letter is not out yet.
  CaseRecord paid_and_not_written() {
    letter->next = {{Kind::retry_later, "no paper", ""}};
    const CaseRecord record = run(claim("d1"));
    EXPECT_EQ(record.deliveries.at(0).state, DeliveryState::delivered);
    EXPECT_EQ(record.state, State::delivering);
    return record;
  }
  // Files the payslip and lets everything go that is due later.
  CaseRecord late(const CaseRecord& record, const std::string& net_pay) {
    EXPECT_EQ(runner->file(payslip("d2", net_pay)), std::vector<std::string>{record.id});
    clock.advance(std::chrono::minutes(5));
    go_on(record.id);
    return go_on(record.id);
  }
  void approve(const CaseRecord& record) {
    Runner::Verdict verdict;
    verdict.kind = VerdictKind::approve;
    runner->decide_by_person(record.id, verdict, "m.lund");
  }
  std::vector<std::string> keys_of(const FakeConnector& connector) {
    std::vector<std::string> keys;
    for (const auto& one : connector.sent) keys.push_back(one.idempotency_key);
    return keys;
  }
};

TEST_F(EffectsTest, APayslipThatComesAfterThePaymentIsForAPersonAndPaysNobodyTwice) {
  letter->can_amend = true;
  CaseRecord record = late(paid_and_not_written(), "900.00");  // 207.69 a week: half
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(reasons(record),
            "amendment_needed: ledger took effect already and cannot be amended: "
            "insert.row.amount: 31.40 was sent, 15.70 is decided now\n");
  EXPECT_EQ(ledger->sent.size(), 1u);
  approve(record);  // the person settled it with the ledger's office
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_NE(letter->sent.back().content.at("letter").text_or("").find("15.70"), std::string::npos);
}

TEST_F(EffectsTest, AConnectorThatAmendsGetsTheNewContentUnderTheSameKey) {
  ledger->can_amend = letter->can_amend = true;
  const CaseRecord record = late(paid_and_not_written(), "900.00");
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(keys_of(*ledger), (std::vector<std::string>{record.id + "/ledger", record.id + "/ledger"}));
  EXPECT_EQ(ledger->sent[0].amendment, 0);
  EXPECT_EQ(ledger->sent[1].amendment, 1);
  EXPECT_EQ(to_json(Value(ledger->sent[1].content)),
            R"({"insert": {"row": {"nino": "AB123456C", "amount": 15.70}}})");
}

TEST_F(EffectsTest, EvidenceThatChangesNothingSendsNothing) {
  const CaseRecord record = late(paid_and_not_written(), "472.50");  // 109.04 a week, as claimed
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(letter->sent.back().amendment, 0);
}

TEST_F(EffectsTest, WhatIsNotWantedAnyMoreCannotBeTakenBackByItself) {
  letter->can_amend = true;
  const CaseRecord record = late(paid_and_not_written(), "2000.00");  // 461.54 a week: nothing
  EXPECT_EQ(
      reasons(record),
      "amendment_needed: ledger took effect already and cannot be amended: it is not wanted any more\n");
  approve(record);
  EXPECT_EQ(go_on(record.id).state, State::closed);
}

TEST_F(EffectsTest, AnAmendmentThatIsNotTakenIsTriedAgainUnderItsNumber) {
  ledger->can_amend = letter->can_amend = true;
  CaseRecord record = paid_and_not_written();
  ledger->next = {{Kind::retry_later, "down", ""}};
  record = late(record, "900.00");
  EXPECT_EQ(record.state, State::delivering);
  clock.advance(std::chrono::minutes(5));
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  ASSERT_EQ(ledger->sent.size(), 3u);
  EXPECT_EQ(ledger->sent[1].amendment, 1);
  EXPECT_EQ(ledger->sent[2].amendment, 1);
}

TEST_F(EffectsTest, APayslipThatComesDaysAfterTheCaseWasClosedIsEvidenceOfThatCase) {
  letter->can_amend = true;
  const CaseRecord record = run(claim("d1"));
  ASSERT_EQ(record.state, State::closed);
  clock.advance(std::chrono::hours(72));
  CaseRecord again = run(payslip("d2", "900.00"));
  EXPECT_EQ(again.id, record.id);
  EXPECT_EQ(reasons(again),
            "amendment_needed: ledger took effect already and cannot be amended: "
            "insert.row.amount: 31.40 was sent, 15.70 is decided now\n");
  approve(again);
  EXPECT_EQ(go_on(record.id).state, State::closed);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(letter->sent.size(), 2u);
}

TEST_F(EffectsTest, WhatAPersonFoundOutAboutIsNotSentAgainWithTheOther) {
  ledger->honours = false;
  ledger->next = {{Kind::unknown, "the line broke", ""}};
  letter->next = {{Kind::refused, "no paper", ""}};
  CaseRecord record = run(claim("d1"));
  ASSERT_EQ(record.deliveries.at(0).state, DeliveryState::unknown);
  approve(record);  // it was paid, the ledger's office says
  record = go_on(record.id);
  ASSERT_EQ(record.deliveries.at(1).state, DeliveryState::refused);
  Runner::Verdict again;
  again.kind = VerdictKind::retry;
  runner->decide_by_person(record.id, again, "m.lund");
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(letter->sent.size(), 2u);
}

TEST_F(EffectsTest, PapersOfACaseThatPaidJoinNoOther) {
  letter->next = {{Kind::refused, "no paper", ""}};
  const CaseRecord paid = run(claim("d1"));
  const CaseRecord other = run(claim("d2", {{"nino", "CE123456A"}, {"household_size", "12"}}));
  Runner::Verdict join;
  join.kind = VerdictKind::join;
  join.case_number = other.number;
  EXPECT_EQ(refusal_of([&] { runner->decide_by_person(paid.id, join, "m.lund"); }), "effects_stand");
}

TEST_F(EffectsTest, WhatMayHaveBeenTakenIsNotCalledUndeliveredWhenItIsRefusedLater) {
  ledger->next = {{Kind::unknown, "the gateway answered 502", ""},
                  {Kind::refused, "the receiver answered 422", ""}};
  CaseRecord record = run(claim("d1"));
  clock.advance(std::chrono::minutes(5));
  record = go_on(record.id);
  EXPECT_EQ(record.deliveries.at(0).state, DeliveryState::unknown);
  EXPECT_EQ(reasons(record),
            "delivery_unknown: ledger may or may not have been delivered: the receiver answered 422\n");
}

TEST_F(EffectsTest, APaperIsNotSentBackAsIfNothingHadBeenPaid) {
  use_with("    message: The declaration was not agreed to",
           "    message: The declaration was not agreed to\n    otherwise: return\n"
           "  - id: little\n    require: weekly_income < 200\n    message: You have too much");
  letter->can_amend = true;
  CaseRecord record = late(paid_and_not_written(), "900.00");
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(
      reasons(record),
      "amendment_needed: ledger took effect already and cannot be amended: it is not wanted any more\n"
      "amendment_needed: letter took effect already and cannot be amended: it is not wanted any more\n");
  approve(record);
  EXPECT_EQ(go_on(record.id).state, State::returned);
}

TEST_F(EffectsTest, WhatMayBeginACaseBeginsOne) {
  const CaseRecord record = run(claim("d1"));
  EXPECT_NE(run(claim("d2")).id, record.id);
  clock.advance(std::chrono::hours(24 * 91));  // open_for: P90D
  EXPECT_NE(run(payslip("d3", "900.00")).id, record.id);
}

TEST_F(EffectsTest, ACaseThatIsOpenedAgainAndDecidedAlikeSendsNothingAgain) {
  CaseRecord record = run(claim("d1"));
  ASSERT_EQ(record.state, State::closed);
  Runner::Verdict again;
  again.kind = VerdictKind::reopen;
  again.why = "the claimant called";
  runner->decide_by_person(record.id, again, "m.lund");
  record = *store.load(record.id);
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(reasons(record), "reopened: opened again: the claimant called\n");
  approve(record);
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(letter->sent.size(), 1u);
}

}  // namespace
}  // namespace mailroom::workflows
