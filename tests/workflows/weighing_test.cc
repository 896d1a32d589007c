// Who is asked about what: the small office's case with fields that are not sure.
#include "workflows/weighing.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "base/json.h"
#include "office.h"

namespace mailroom::workflows {
namespace {

class AskOnlyWhatMatters : public Office {
 protected:
  static void doubt(ReadDocument& document, const std::string& id, double confidence,
                    std::vector<ocr::Alternative> others = {}) {
    ocr::FieldReading& field = field_of(document, id);
    field.accepted = false;
    field.confidence = confidence;
    field.alternatives = std::move(others);
  }
  static std::string weights(const CaseRecord& record) {
    std::string text;
    for (const WeighedField& one : record.weighed)
      text += one.field + " " + std::string(to_string(one.weight)) + "; ";
    return text;
  }
  // "109.04: full; 189.04: half": what the band would be.
  static std::string hangs(const WeighedField& field) {
    std::string text;
    for (const WeighedReading& one : field.readings)
      text +=
          to_display(one.value) + ": " +
          (one.decisions.empty() ? one.why : one.decisions.front().value.context().at("band").text_or("")) +
          "; ";
    return text;
  }
  void sample(double share) {
    auto changed = std::make_shared<Workflow>(*workflows.all().front());
    changed->sample = share;
    workflows = Workflows({changed});
  }
};

TEST_F(AskOnlyWhatMatters, NobodyIsAskedWhereAllReadingsComeToTheSame) {
  ReadDocument document = claim("d1");  // an income of 109.04: full, however many live there
  doubt(document, "household_size", 0.7, {{"8", 0.2996}});
  const CaseRecord record = run(document);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(weights(record), "household_size same_outcome; ");
  EXPECT_EQ(hangs(record.weighed[0]), "3: full; 8: full; ");
  const auto& fields = record.filings[0].fields;
  const auto doubted =
      std::find_if(fields.begin(), fields.end(), [](const auto& one) { return one.id == "household_size"; });
  ASSERT_NE(doubted, fields.end());
  EXPECT_FALSE(doubted->accepted);
  const auto audit = store.audit(record.id);
  const auto weighed = std::find_if(audit.begin(), audit.end(),
                                    [](const AuditRecord& one) { return one.event == "doubts_weighed"; });
  ASSERT_NE(weighed, audit.end());
  EXPECT_EQ(
      to_json(Value(weighed->details)),
      R"({"fields": [{"document": "d1", "part": 0, "field": "household_size", "weight": "same_outcome", )"
      R"("readings": 2}], "tried": 2})");
}

TEST_F(AskOnlyWhatMatters, APersonIsToldWhatHangsOnEachReading) {
  ReadDocument document = claim("d1", {{"income", "189.04"}});
  doubt(document, "household_size", 0.7, {{"1", 0.2996}});
  const CaseRecord record = run(document);
  EXPECT_EQ(reasons(record), "field_unsure: household_size: read as '3', or '1', not sure\n");
  EXPECT_EQ(weights(record), "household_size outcome_differs; ");
  EXPECT_EQ(hangs(record.weighed[0]), "3: half; 1: third; ");
  EXPECT_EQ(record.weighed[0].readings[1].decisions[0].fired[0].reference, "reg 4(4)");
}

TEST_F(AskOnlyWhatMatters, TheSameOutcomeIsNotEnoughIfWhatIsSentDiffers) {
  ReadDocument document = claim("d1");
  doubt(document, "start_date", 0.7, {{"02/11/2026", 0.2999}});  // the letter tells it
  EXPECT_EQ(weights(run(document)), "start_date outcome_differs; ");
}

TEST_F(AskOnlyWhatMatters, DifferentSignsOfTheSameDateAreNoDoubt) {
  ReadDocument document = claim("d1");
  doubt(document, "start_date", 0.7, {{"01 11 2026", 0.2995}});
  EXPECT_EQ(run(document).state, State::closed);
}

TEST_F(AskOnlyWhatMatters, ReadingsThatHoldTooLittleAreAskedFor) {
  ReadDocument document = claim("d1");
  doubt(document, "household_size", 0.7, {{"8", 0.29}});
  EXPECT_EQ(weights(run(document)), "household_size unread; ");
  document = claim("d2", {{"nino", "CE123456A"}});
  doubt(document, "household_size", 0.9999);  // no alternatives: nobody knows what else it may be
  EXPECT_EQ(weights(run(document)), "household_size unread; ");
}

TEST_F(AskOnlyWhatMatters, AReadingWithinTheErrorBudgetMayDiffer) {
  ReadDocument document = claim("d1", {{"income", "189.04"}});
  doubt(document, "household_size", 0.9, {{"4", 0.0995}, {"1", 0.0005}});
  EXPECT_EQ(run(document).state, State::closed);
  document = claim("d2", {{"nino", "CE123456A"}, {"income", "189.04"}});
  doubt(document, "household_size", 0.9, {{"4", 0.098}, {"1", 0.002}});
  EXPECT_EQ(weights(run(document)), "household_size outcome_differs; ");
}

TEST_F(AskOnlyWhatMatters, AnAlteredEntryAlwaysGoesToAPersonWhoSeesWhatHangsOnIt) {
  ReadDocument document = claim("d1");
  doubt(document, "household_size", 0.7, {{"8", 0.3}});
  field_of(document, "household_size").altered = true;
  const CaseRecord record = run(document);
  EXPECT_EQ(weights(record), "household_size for_a_person; ");
  EXPECT_EQ(hangs(record.weighed[0]), "3: full; 8: full; ");
}

TEST_F(AskOnlyWhatMatters, WhatTwoSourcesDisputeOrACheckDigitChoseIsForAPerson) {
  ReadDocument document = claim("d1");
  doubt(document, "household_size", 0.7, {{"8", 0.3}});
  field_of(document, "household_size").conflict = true;
  EXPECT_EQ(weights(run(document)), "household_size for_a_person; ");
  document = claim("d2", {{"nino", "CE123456A"}});
  doubt(document, "household_size", 0.7, {{"8", 0.3}});
  field_of(document, "household_size").repaired = true;
  EXPECT_EQ(weights(run(document)), "household_size for_a_person; ");
}

TEST_F(AskOnlyWhatMatters, WhoseCaseItIsAlwaysMatters) {
  ReadDocument document = claim("d1");
  doubt(document, "nino", 0.7, {{"AB123456D", 0.3}});
  const CaseRecord record = run(document);
  EXPECT_EQ(weights(record), "nino names_the_case; ");
  EXPECT_TRUE(record.weighed[0].readings.empty());
}

TEST_F(AskOnlyWhatMatters, BesideAFieldThatMattersTheOthersAreNotAskedFor) {
  ReadDocument document = claim("d1");
  doubt(document, "household_size", 0.7, {{"8", 0.3}});
  doubt(document, "income", 0.8, {{"189.04", 0.2}});
  CaseRecord record = run(document);
  EXPECT_EQ(reasons(record), "field_unsure: income: read as '109.04', or '189.04', not sure\n");
  EXPECT_EQ(weights(record), "income outcome_differs; household_size same_outcome; ");
  Runner::Verdict correction;
  correction.kind = Runner::Verdict::Kind::correct;
  correction.corrections = {{"d1", 0, "income", Value("109.04"), "", {}}};
  runner->decide_by_person(record.id, correction, "m.lund");
  EXPECT_EQ(go_on(record.id).state, State::closed);
}

TEST_F(AskOnlyWhatMatters, SmallDoubtsAddUp) {
  ReadDocument document = claim("d1");
  doubt(document, "income", 0.9992, {{"189.04", 0.0008}});
  EXPECT_EQ(run(document).state, State::closed);
  document = claim("d2", {{"nino", "CE123456A"}});
  doubt(document, "income", 0.9992, {{"189.04", 0.0008}});
  doubt(document, "start_date", 0.9992, {{"02/11/2026", 0.0008}});
  EXPECT_EQ(weights(run(document)), "income outcome_differs; start_date outcome_differs; ");
}

TEST_F(AskOnlyWhatMatters, BeyondTheBoundAPersonIsAskedAndItIsSaidWhy) {
  auto changed = std::make_shared<Workflow>(*workflows.all().front());
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    forms[0].fields.push_back(field(name, ocr::FieldType::integer));
    changed->rule_fields.push_back(std::string("claim.") + name);
    changed->always_read.push_back(std::string("claim.") + name);
    changed->used_fields.push_back(std::string("claim.") + name);
  }
  changed->forms = forms;
  workflows = Workflows({changed});
  ReadDocument document = claim("d1");
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    field_of(document, name).value = Value("1");
    doubt(document, name, 0.5, {{"2", 0.25}, {"3", 0.25}});
  }
  EXPECT_EQ(weights(run(document)), "a too_many; b too_many; c too_many; d too_many; e too_many; ");
}

TEST_F(AskOnlyWhatMatters, WhatNothingOnTheCasesWayReadsMaySayWhatItLikes) {
  // A bank account is told to the ledger, which hears nothing of a refusal.
  auto changed = std::make_shared<Workflow>(*workflows.all().front());
  changed->deliveries[0].reads.push_back("claim.email");
  changed->used_fields.push_back("claim.email");
  workflows = Workflows({changed});
  ReadDocument document = claim("d1", {{"income", "500.00"}});
  doubt(document, "email", 0.1);
  CaseRecord record = run(document);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(weights(record), "email nothing_reads_it; ");
  document = claim("d2", {{"nino", "CE123456A"}});
  doubt(document, "email", 0.1);
  EXPECT_EQ(weights(run(document)), "email unread; ");
  document = claim("d3", {{"nino", "EG123456B"}, {"income", "500.00"}});
  doubt(document, "email", 0.1);
  field_of(document, "email").altered = true;
  EXPECT_EQ(weights(run(document)), "email for_a_person; ");
}

TEST_F(AskOnlyWhatMatters, WhatStandsInABranchThatIsNotTakenIsNotRead) {
  // The income that was stated counts only where no payslips came.
  ReadDocument document = claim("d1", {{"slips", "1"}});
  add(document, "payslip", {{"nino", "AB123456C"}, {"net_pay", "473.00"}});
  doubt(document, "income", 0.1);
  CaseRecord record = run(document);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(weights(record), "income nothing_reads_it; ");
  document = claim("d2", {{"nino", "CE123456A"}});
  doubt(document, "income", 0.1);
  EXPECT_EQ(weights(run(document)), "income unread; ");
}

TEST_F(AskOnlyWhatMatters, ABranchThatAnotherReadingWouldTakeIsRead) {
  std::string text(kOfficeWorkflow);
  text.replace(text.find("facts:\n"), 7,
               "facts:\n  extra: if claim.household_size > 5 then claim.email else \"\"\n");
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  std::vector<Diagnostic> problems;
  workflows = Workflows({parse_workflow(text, "ctr.yaml", options, problems)});
  ReadDocument document = claim("d1");
  doubt(document, "email", 0.1);
  EXPECT_EQ(weights(run(document)), "email nothing_reads_it; ");
  document = claim("d2", {{"nino", "CE123456A"}});
  doubt(document, "email", 0.1);
  doubt(document, "household_size", 0.7, {{"8", 0.2996}});
  EXPECT_EQ(weights(run(document)), "email unread; household_size same_outcome; ");
}

TEST_F(AskOnlyWhatMatters, ACaseThatDoesNotEndHereAsksAtOnce) {
  ReadDocument document = claim("d1", {{"slips", "2"}});
  doubt(document, "household_size", 0.7, {{"8", 0.3}});
  EXPECT_EQ(weights(run(document)), "household_size goes_on_later; ");
}

TEST_F(AskOnlyWhatMatters, ASampleIsCheckedBlind) {
  sample(1);
  ReadDocument document = claim("d1");
  doubt(document, "household_size", 0.7, {{"8", 0.3}});
  CaseRecord record = run(document);
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(weights(record), "household_size sampled; ");
  EXPECT_EQ(reasons(record),
            "field_sampled: household_size: write down what it says; a sample, so that what the machine read "
            "is not shown\n");
  Runner::Verdict verdict;
  EXPECT_THROW(runner->decide_by_person(record.id, verdict, "m.lund"), Error);
  verdict.kind = Runner::Verdict::Kind::correct;
  verdict.corrections = {{"d1", 0, "household_size", Value("8"), "", {}}};
  runner->decide_by_person(record.id, verdict, "m.lund");
  record = go_on(record.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  const auto audit = store.audit(record.id);
  const auto corrected = std::find_if(audit.begin(), audit.end(),
                                      [](const AuditRecord& one) { return one.event == "field_corrected"; });
  EXPECT_EQ(to_json(Value(corrected->details)),
            R"({"document": "d1", "part": 0, "field": "household_size", "as_read": false})");
}

TEST_F(AskOnlyWhatMatters, TheSampleIsTheSameHoweverOftenItIsDrawn) {
  sample(0.5);
  int sampled = 0;
  for (int i = 0; i < 40; ++i) {
    ReadDocument document = claim("s" + std::to_string(i));
    doubt(document, "household_size", 0.7, {{"8", 0.3}});
    MemoryStore again;
    Runner other(again, clock, workflows, {});
    const auto state = [&](CaseStore& kept, Runner& who) {
      const std::string id = who.file(document).at(0);
      who.advance(id);
      return kept.load(id)->state;
    };
    MemoryStore first;
    Runner one(first, clock, workflows, {});
    const State drawn = state(first, one);
    EXPECT_EQ(state(again, other), drawn);
    sampled += drawn == State::awaiting_review;
  }
  EXPECT_GT(sampled, 10);
  EXPECT_LT(sampled, 30);
}

TEST_F(AskOnlyWhatMatters, WhatWasLetThroughIsNotSentByAPersonsRefusalEither) {
  auto changed = std::make_shared<Workflow>(*workflows.all().front());
  changed->deliveries[1].reads.push_back("claim.email");
  changed->used_fields.push_back("claim.email");
  changed->routes[2].deliver = {"ledger"};
  workflows = Workflows({changed});
  ledger->next = {{connectors::DeliveryOutcome::Kind::refused, "no such table", ""}};
  ReadDocument document = claim("d1", {{"income", "500.00"}});
  doubt(document, "email", 0.1);
  const CaseRecord record = run(document);
  ASSERT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(weights(record), "email nothing_reads_it; ");
  Runner::Verdict refusal;
  refusal.kind = Runner::Verdict::Kind::refuse;
  refusal.why = "not entitled";
  try {
    runner->decide_by_person(record.id, refusal, "m.lund");
    FAIL() << "the letter would tell the address";
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "'email' is not sure, and 'letter' would tell it");
  }
}

TEST_F(AskOnlyWhatMatters, WhatWasWeighedIsKeptWithTheCase) {
  ReadDocument document = claim("d1", {{"income", "189.04"}});
  doubt(document, "household_size", 0.7, {{"1", 0.2996}});
  const CaseRecord record = run(document);
  const CaseRecord back = case_from_value(parse_json(to_json(to_value(record))));
  EXPECT_EQ(to_json(to_value(back)), to_json(to_value(record)));
  EXPECT_EQ(hangs(back.weighed.at(0)), "3: half; 1: third; ");
}

}  // namespace
}  // namespace mailroom::workflows
