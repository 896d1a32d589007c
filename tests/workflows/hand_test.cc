// What a person's hand does to a case beside deciding it.
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "office.h"

namespace mailroom::workflows {
namespace {

using Kind = connectors::DeliveryOutcome::Kind;
using VerdictKind = Runner::Verdict::Kind;

class HandTest : public Office {
 protected:
  static Runner::Verdict hand(VerdictKind kind, std::string why = "the manager says so") {
    Runner::Verdict made;
    made.kind = kind;
    made.why = std::move(why);
    return made;
  }
  CaseRecord lay(const CaseRecord& record, const Runner::Verdict& verdict, const std::string& by = "m.lund") {
    runner->decide_by_person(record.id, verdict, by);
    return *store.load(record.id);
  }
  std::string refusal_of(const CaseRecord& record, const Runner::Verdict& verdict) {
    try {
      runner->decide_by_person(record.id, verdict, "m.lund");
    } catch (const Error& error) {
      return error.code();
    }
    return "";
  }
  std::string last_event(const CaseRecord& record) {
    const AuditRecord line = store.audit(record.id).back();
    return line.event + " by " + line.by;
  }
  CaseRecord in_review() { return run(claim("d1", {{"household_size", "12"}})); }
};

TEST_F(HandTest, EveryActNeedsAReasonAndKeepsItWithTheCaseButNotInTheAudit) {
  const CaseRecord record = in_review();
  EXPECT_EQ(refusal_of(record, hand(VerdictKind::hold, " ")), "why_missing");
  const CaseRecord noted = lay(record, hand(VerdictKind::note, "Ms Osei called"));
  ASSERT_EQ(noted.notes.size(), 1u);
  EXPECT_EQ(noted.notes[0].what, "note");
  EXPECT_EQ(noted.notes[0].text, "Ms Osei called");
  EXPECT_EQ(noted.notes[0].by, "m.lund");
  EXPECT_EQ(last_event(record), "case_noted by m.lund");
  EXPECT_EQ(to_json(Value(store.audit(record.id).back().details)).find("Osei"), std::string::npos);
  EXPECT_EQ(to_json(to_value(case_from_value(parse_json(to_json(to_value(noted)))))),
            to_json(to_value(noted)));
}

TEST_F(HandTest, AHeldCaseSendsNothingUntilItIsReleased) {
  ledger->next = {{Kind::retry_later, "down", ""}};
  CaseRecord record = run(claim("d1"));
  ASSERT_EQ(record.state, State::delivering);
  record = lay(record, hand(VerdictKind::hold));
  EXPECT_EQ(record.hold->by, "m.lund");
  EXPECT_EQ(last_event(record), "case_held by m.lund");
  clock.advance(std::chrono::hours(2));
  EXPECT_EQ(go_on(record.id).state, State::delivering);
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(refusal_of(record, hand(VerdictKind::hold)), "case_held");
  lay(record, hand(VerdictKind::release), "j.osei");
  EXPECT_EQ(last_event(record), "case_released by j.osei");
  EXPECT_EQ(go_on(record.id).state, State::closed);
  EXPECT_EQ(refusal_of(record, hand(VerdictKind::release)), "not_held");
  EXPECT_EQ(refusal_of(record, hand(VerdictKind::hold)), "case_ended");
}

TEST_F(HandTest, NobodyDecidesAHeldCase) {
  const CaseRecord record = lay(in_review(), hand(VerdictKind::hold));
  EXPECT_EQ(refusal_of(record, hand(VerdictKind::approve)), "case_held");
  EXPECT_EQ(refusal_of(record, hand(VerdictKind::refuse)), "case_held");
}

TEST_F(HandTest, ACaseMovesToAnotherQueueThatSomebodyWorksOn) {
  const CaseRecord record = in_review();
  Runner::Verdict move = hand(VerdictKind::move);
  move.queue = "ctr-taem";
  EXPECT_EQ(refusal_of(record, move), "unknown_queue");
  move.queue = "ctr-team";
  EXPECT_EQ(lay(record, move).queue, "ctr-team");
  EXPECT_EQ(last_event(record), "case_moved by m.lund");
}

TEST_F(HandTest, ADocumentMovesToTheCaseItBelongsTo) {
  const CaseRecord other = run(claim("d1", {{"slips", "1"}}));
  const CaseRecord record = run(claim("d2", {{"nino", "CE123456A"}, {"slips", "2"}}));
  runner->file(payslip("d3", "472.50", "CE123456A"));
  go_on(record.id);
  Runner::Verdict move = hand(VerdictKind::move);
  move.case_number = other.number;
  move.documents = {"nothing.pdf"};
  EXPECT_EQ(refusal_of(record, move), "unknown_document");
  move.documents = {"d3.pdf"};
  lay(record, move);
  EXPECT_EQ(go_on(other.id).state, State::closed);
  EXPECT_EQ(store.filed_in("d3"), std::vector<std::string>{other.id});
  EXPECT_EQ(go_on(record.id).waiting_for, "payslips 1 of 2");
  EXPECT_EQ(store.load(other.id)->notes.at(0).what, "move");
}

TEST_F(HandTest, ACaseMovesToAnotherWorkflowUnlessSomethingWasSent) {
  letter->next = {{Kind::refused, "no paper", ""}};
  const CaseRecord paid = run(claim("d2", {{"nino", "CE123456A"}}));
  const CaseRecord waiting = in_review();
  auto second = std::make_shared<Workflow>(*workflows.all().front());
  second->id = "hardship";
  workflows = Workflows({workflows.all().front(), second});
  Runner::Verdict move = hand(VerdictKind::move);
  move.workflow = "hardship";
  const CaseRecord sorted = lay(waiting, move);
  EXPECT_EQ(sorted.workflow, "hardship");
  EXPECT_EQ(sorted.state, State::checking);
  EXPECT_EQ(refusal_of(paid, move), "effects_stand");
}

TEST_F(HandTest, LinkedCasesTellEachOther) {
  const CaseRecord one = in_review();
  const CaseRecord other = run(claim("d2", {{"nino", "CE123456A"}}));
  Runner::Verdict link = hand(VerdictKind::link, "one household");
  link.case_number = other.number;
  EXPECT_EQ(lay(one, link).links, std::vector<std::string>{other.number});
  EXPECT_EQ(store.load(other.id)->links, std::vector<std::string>{one.number});
  EXPECT_EQ(last_event(other), "case_linked by m.lund");
  EXPECT_EQ(refusal_of(one, link), "already_linked");
  link.case_number = one.number;
  EXPECT_EQ(refusal_of(one, link), "same_case");
}

TEST_F(HandTest, ASplitMakesACaseOfItsOwnThatStaysApart) {
  const CaseRecord record = run(claim("d1", {{"slips", "2"}}));
  runner->file(payslip("d2", "472.50"));
  ASSERT_EQ(go_on(record.id).filings.size(), 2u);
  Runner::Verdict split = hand(VerdictKind::split);
  EXPECT_EQ(refusal_of(record, split), "no_documents");
  split.documents = {"d1.pdf", "d2.pdf"};
  EXPECT_EQ(refusal_of(record, split), "nothing_left");
  split.documents = {"d2.pdf"};
  const CaseRecord rest = lay(record, split);
  ASSERT_EQ(rest.links.size(), 1u);
  const CaseRecord made = *store.load(*store.find_by_number(rest.links[0]));
  EXPECT_EQ(made.links, std::vector<std::string>{record.number});
  EXPECT_EQ(go_on(made.id).waiting_for, "claim");  // and did not join the first again
  EXPECT_EQ(store.filed_in("d2"), std::vector<std::string>{made.id});
  EXPECT_EQ(go_on(record.id).filings.size(), 1u);
  EXPECT_EQ(last_event(made), "document_awaited by mailroom");
}

TEST_F(HandTest, OnlyWhatEndedIsOpenedAgain) {
  const CaseRecord closed = run(claim("d1"));
  const CaseRecord again = lay(closed, hand(VerdictKind::reopen));
  EXPECT_EQ(again.state, State::awaiting_review);
  EXPECT_EQ(refusal_of(again, hand(VerdictKind::reopen)), "case_open");
  const CaseRecord returned = run(claim("d2", {{"declared", false}}));
  EXPECT_EQ(lay(returned, hand(VerdictKind::reopen)).state, State::awaiting_review);
}

TEST_F(HandTest, APersonsPriorityOutlastsTheWorkflows) {
  CaseRecord record = in_review();
  Runner::Verdict first = hand(VerdictKind::prioritise);
  EXPECT_EQ(refusal_of(record, first), "no_priority");
  first.priority = {true, Date{2026, 11, 24}};
  record = lay(record, first);
  EXPECT_TRUE(record.urgent);
  EXPECT_EQ(record.due, (Date{2026, 11, 24}));
  lay(record, hand(VerdictKind::retry));
  record = go_on(record.id);  // the route would say five days
  EXPECT_TRUE(record.urgent);
  EXPECT_EQ(record.due, (Date{2026, 11, 24}));
}

}  // namespace
}  // namespace mailroom::workflows
