#include "workflows/runner.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "base/local_time.h"
#include "office.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {
namespace {

using RunnerTest = Office;
using VerdictKind = Runner::Verdict::Kind;

TEST_F(RunnerTest, ASureClaimGoesStraightThroughAndIsClosed) {
  const CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.route, "award");
  EXPECT_EQ(record.subject, "AB123456C");
  EXPECT_EQ(record.effective, (Date{2026, 11, 1}));
  ASSERT_EQ(record.decisions.size(), 1u);
  EXPECT_EQ(record.decisions[0].fired.at(0).reference, "reg 4(2)");
  ASSERT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(ledger->sent[0].idempotency_key, record.id + "/ledger");
  EXPECT_EQ(to_json(Value(ledger->sent[0].content)),
            R"({"insert": {"row": {"nino": "AB123456C", "amount": 31.40}}})");
  ASSERT_EQ(letter->sent.size(), 1u);
  EXPECT_EQ(letter->sent[0].content.at("letter").text_or(""),
            "You get £31.40 a week from 1 November 2026. \n");
}

TEST_F(RunnerTest, AWorkflowSaysWhichCasesComeFirst) {
  use_with("documents:\n", "urgent: weekly_income < 50\ndocuments:\n");
  EXPECT_FALSE(run(claim("d1", {{"nino", "AB123451C"}, {"income", "60.00"}})).urgent);
  EXPECT_TRUE(run(claim("d2", {{"nino", "AB123452C"}, {"income", "40.00"}})).urgent);
  // While it waits for a document or for a person too, though what it says is not sure.
  EXPECT_TRUE(run(claim("d3", {{"nino", "AB123453C"}, {"income", "40.00"}, {"slips", "1"}})).urgent);
  ReadDocument unsure = claim("d4", {{"nino", "AB123454C"}, {"income", "40.00"}});
  field_of(unsure, "household_size").altered = true;
  const CaseRecord asked = run(unsure);
  EXPECT_EQ(asked.state, State::awaiting_review);
  EXPECT_TRUE(asked.urgent);
  EXPECT_EQ(store.audit(asked.id).at(2).event, "urgency_found");  // opened, filed
}

// At eight in the evening in New York it is the next day in Greenwich.
TEST_F(RunnerTest, PostIsDatedByTheOfficesDay) {
  use_time_zone("EST5EDT,M3.2.0,M11.1.0");
  use_with("documents:\n", "urgent: received = date(\"2026-01-31\") and today() = received\ndocuments:\n");
  clock.set(*parse_rfc3339("2026-02-01T01:00:00Z"));
  EXPECT_TRUE(run(claim("d1")).urgent);
  ::unsetenv("TZ");
  ::tzset();
}

TEST_F(RunnerTest, APersonsWordOnUrgencyOutlastsTheWorkflows) {
  use_with("documents:\n", "urgent: claim.income < 50\ndocuments:\n");
  CaseRecord record = run(claim("d1", {{"income", "40.00"}, {"household_size", "12"}}));
  ASSERT_TRUE(record.urgent);
  Runner::Verdict calmed = verdict(VerdictKind::prioritise);
  calmed.why = "paid by hand";
  calmed.priority.urgent = false;
  runner->decide_by_person(record.id, calmed, "m.lund");
  runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund");
  runner->advance(record.id);
  EXPECT_FALSE(store.load(record.id)->urgent);
}

TEST_F(RunnerTest, ACaseIsDueByItsWorkflowsDayAndNoReviewLater) {
  use_with("documents:\n", "due: P4D\ndocuments:\n");
  EXPECT_EQ(run(claim("d1", {{"nino", "AB123451C"}, {"slips", "1"}})).due, (Date{2026, 11, 27}));
  // A route's own "due: P5D" would be a day later.
  EXPECT_EQ(run(claim("d2", {{"nino", "AB123452C"}, {"household_size", "12"}})).due, (Date{2026, 11, 27}));
  const CaseRecord closed = run(claim("d3", {{"nino", "AB123453C"}}));
  EXPECT_EQ(closed.state, State::closed);
  EXPECT_EQ(closed.due, std::nullopt);
}

TEST_F(RunnerTest, OnlyUnsureFieldsThatAreUsedAreAskedFor) {
  ReadDocument document = claim("d1");
  field_of(document, "email").accepted = false;  // no expression reads it
  EXPECT_EQ(run(document).state, State::closed);
  document = claim("d2", {{"nino", "CE123456A"}});
  field_of(document, "income").accepted = false;
  field_of(document, "income").alternatives = {{Value("189.04"), 0.2}};
  field_of(document, "household_size").altered = true;
  CaseRecord record = run(document);
  EXPECT_EQ(reasons(record),
            "field_unsure: income: read as '109.04', or '189.04', not sure\n"
            "field_altered: household_size: crossed out or corrected by hand, read as '3'\n");
  EXPECT_EQ(record.queue, "ctr");
  EXPECT_EQ(*record.due, (Date{2026, 11, 30}));
  Runner::Verdict correction = verdict(VerdictKind::correct);
  correction.corrections = {{"d2", 0, "income", Value("189.04"), "", {}},
                            {"d2", 0, "household_size", Value("1"), "", {}}};
  runner->decide_by_person(record.id, correction, "m.lund");
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.decisions.at(0).value.context().at("band").text_or(""), "third");
  EXPECT_EQ(record.corrections.at(0).by, "m.lund");
}

TEST_F(RunnerTest, ACorrectionThatCannotBeIsRefusedWithTheReason) {
  ReadDocument document = claim("d1");
  field_of(document, "income").accepted = false;
  const CaseRecord record = run(document);
  Runner::Verdict correction = verdict(VerdictKind::correct);
  const auto message = [&](const std::string& field, const Value& value) {
    correction.corrections = {{"d1", 0, field, value, "", {}}};
    try {
      runner->decide_by_person(record.id, correction, "m.lund");
    } catch (const Error& error) {
      return error.message() + (error.hint().empty() ? "" : " (" + error.hint() + ")");
    }
    return std::string("taken");
  };
  EXPECT_EQ(message("income", "lots"), "'income': expected an amount, got 'lots'");
  EXPECT_EQ(message("incom", "1"), "form 'ctr1-2026' has no field 'incom' (write 'income')");
  EXPECT_EQ(message("start_date", "31/02/2026"),
            "'start_date': expected a date (day, month, year), got '31/02/2026'");
}

TEST_F(RunnerTest, WhatCannotBeAValueIsAskedForAndWhatWasCrossedOutIsCalledSo) {
  ReadDocument document = claim("d1", {{"income", "48.0034-06"}});
  EXPECT_EQ(reasons(run(document)), "field_invalid: income: '48.0034-06' is not an amount\n");
  document = claim("d2", {{"income", "48.0034-06"}, {"nino", "CE123456A"}});
  field_of(document, "income").altered = true;
  EXPECT_EQ(reasons(run(document)),
            "field_altered: income: crossed out or corrected by hand, read as '48.0034-06'\n");
}

TEST_F(RunnerTest, AFailedCheckGoesToAPersonWhoMayWaveIt) {
  CaseRecord record = run(claim("d1", {{"nino", "QQ123456C"}}));
  EXPECT_EQ(reasons(record), "check_failed: QQ123456C is not a National Insurance number\n");
  runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund");
  EXPECT_EQ(record.approvals.size(), 0u);
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.approvals, std::vector<std::string>{"check_failed:nino"});
}

TEST_F(RunnerTest, APaperThatIsNotSignedGoesBack) {
  const CaseRecord record = run(claim("d1", {{"declared", false}}));
  EXPECT_EQ(record.state, State::returned);
  EXPECT_EQ(reasons(record), "check_failed: The declaration was not agreed to\n");
  EXPECT_TRUE(ledger->sent.empty());
}

TEST_F(RunnerTest, ARouteToAPersonIsSkippedOnceApproved) {
  CaseRecord record = run(claim("d1", {{"household_size", "12"}}));
  EXPECT_EQ(record.queue, "large-team");
  EXPECT_EQ(*record.due, (Date{2026, 11, 28}));
  EXPECT_EQ(reasons(record), "route: a large household\n");
  runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund");
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed);
  EXPECT_EQ(record.route, "award");
}

TEST_F(RunnerTest, WhatNoRuleFitsGoesToTheLastRoute) {
  const CaseRecord record = run(claim("d1", {{"income", "5,000.00"}}));
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(record.route, "caseworker");
  EXPECT_EQ(*record.due, (Date{2026, 11, 30}));
}

TEST_F(RunnerTest, ARefusalByAPersonIsSentWithItsReason) {
  CaseRecord record = run(claim("d1", {{"income", "5,000.00"}}));
  EXPECT_THROW(runner->decide_by_person(record.id, verdict(VerdictKind::refuse), "m.lund"), Error);
  runner->decide_by_person(record.id, verdict(VerdictKind::refuse, "income too high"), "m.lund");
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed);
  EXPECT_EQ(record.route, "refused");
  ASSERT_EQ(letter->sent.size(), 1u);
  EXPECT_NE(letter->sent[0].content.at("letter").text_or("").find("income too high"), std::string::npos);
  EXPECT_THROW(runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund"), Error);
}

TEST_F(RunnerTest, ACaseSurvivesItsWayThroughJson) {
  for (const CaseRecord& record : {run(claim("d1")), run(claim("d2", {{"nino", "QQ123456C"}}))}) {
    const Value stored = to_value(record);
    EXPECT_EQ(to_json(to_value(case_from_value(parse_json(to_json(stored))))), to_json(stored));
  }
}

TEST_F(RunnerTest, TheAuditNamesWhatHappenedAndNoValue) {
  const CaseRecord record = run(claim("d1"));
  std::string events;
  for (const AuditRecord& line : store.audit(record.id)) {
    events += line.event + " ";
    EXPECT_EQ(to_json(Value(line.details)).find("AB123456C"), std::string::npos);
  }
  EXPECT_EQ(events,
            "case_opened document_filed decision_made route_taken delivery_planned delivery_planned "
            "delivery_attempted delivery_attempted case_closed ");
}

TEST(Transitions, EndedCasesStayEnded) {
  for (int to = 0; to <= static_cast<int>(State::quarantined); ++to) {
    EXPECT_FALSE(may_follow(State::closed, static_cast<State>(to)));
    EXPECT_FALSE(may_follow(State::returned, static_cast<State>(to)));
  }
  CaseRecord record;
  record.state = State::closed;
  EXPECT_THROW(move_to(record, State::checking), Error);
  EXPECT_THROW(move_to(record, State::awaiting_review), Error);
  move_to(record, State::awaiting_review, Mover::person);
}

}  // namespace
}  // namespace mailroom::workflows
