// Decisions that stand in `.dmn` files, and rules in force for a time: through the case runner, as a case
// meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "office.h"
#include "workflows/dmn/model.h"

namespace mailroom::workflows {
namespace {

using ::testing::HasSubstr;

// A fee model: one table, its rules by year of law.
std::string fee_model(const std::string& fee, const std::string& hit_policy = "UNIQUE") {
  return R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="fee" namespace="urn:fee">
<inputData id="i" name="Weekly Income"><variable name="Weekly Income" typeRef="number"/></inputData>
<decision id="d" name="Award"><variable name="Award" typeRef="number"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable hitPolicy=")" +
         hit_policy + R"("><input><inputExpression><text>Weekly Income</text></inputExpression></input>
<output/><annotation name="reference"/><annotation name="reason"/>
<rule><inputEntry><text>&lt; 200</text></inputEntry><outputEntry><text>)" +
         fee + R"(</text></outputEntry><annotationEntry><text>reg 9</text></annotationEntry>
<annotationEntry><text>your income</text></annotationEntry></rule>
<rule><inputEntry><text>&gt;= 100</text></inputEntry><outputEntry><text>0</text></outputEntry>
<annotationEntry><text>reg 10</text></annotationEntry><annotationEntry><text/></annotationEntry></rule>
</decisionTable></decision></definitions>)";
}

class ModelDecisionTest : public Office {
 protected:
  ModelDecisionTest() {
    make_folder(folder.path() / "rules");
    write_file(folder.path() / "rules" / "fee-2025.dmn", fee_model("25", "FIRST"));
    write_file(folder.path() / "rules" / "fee-2026.dmn", fee_model("26", "FIRST"));
  }

  static std::string with_decision(const std::string& decision) {
    std::string text(kOfficeWorkflow);
    return text.replace(text.find("routes:"), 0, "  - id: fee\n    " + decision + "\n");
  }

  // The office by that workflow; what is wrong with it, if something is.
  std::string use(const std::string& yaml) {
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    std::vector<Diagnostic> problems;
    const auto workflow = parse_workflow(yaml, "ctr.yaml", options, problems);
    std::string said;
    for (const Diagnostic& one : problems)
      said += std::to_string(one.place.line) + ": " + one.message + " (" + one.hint + ")\n";
    if (!workflow) return said;
    digest = workflow->digest;
    workflows = Workflows({workflow});
    return said;
  }

  CaseRecord claimed_from(const std::string& id, const std::string& date) {
    return run(claim(id, {{"start_date", date}}));
  }
  static Value fee_of(const CaseRecord& record) {
    for (const DecisionResult& one : record.decisions)
      if (one.id == "fee") return one.value;
    return Value("not decided");
  }

  std::string digest;
};

constexpr const char* kTwoYears =
    R"(decision: Award
    with: {"Weekly Income": weekly_income}
    dmn:
      - {file: rules/fee-2025.dmn, valid_from: 2025-04-01, valid_to: 2026-03-31}
      - {file: rules/fee-2026.dmn, valid_from: 2026-04-01, valid_to: 2027-03-31})";

TEST_F(ModelDecisionTest, TheModelInForceOnTheEffectiveDateDecides) {
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  EXPECT_EQ(fee_of(claimed_from("d1", "31/03/2026")), Value(25));
  const CaseRecord record = claimed_from("d2", "01/04/2026");
  EXPECT_EQ(fee_of(record), Value(26));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  const DecisionResult& decided = record.decisions.back();
  ASSERT_EQ(decided.fired.size(), 1u);
  EXPECT_EQ(decided.fired[0].reference, "reg 9");
  EXPECT_EQ(decided.fired[0].reason, "your income");
  EXPECT_EQ(decided.trace.context().at("model"), Value("rules/fee-2026.dmn"));
}

TEST_F(ModelDecisionTest, ADateThatNoModelCoversIsAPersonsAndNotAGuess) {
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  for (const char* date : {"31/03/2025", "01/04/2027"}) {
    const CaseRecord record = claimed_from(date, date);
    EXPECT_EQ(record.state, State::awaiting_review);
    EXPECT_THAT(reasons(record), HasSubstr("rules_not_in_force: fee: no rule is in force on "));
    EXPECT_TRUE(fee_of(record).is_null());
  }
  EXPECT_TRUE(ledger->sent.empty());
}

TEST_F(ModelDecisionTest, ADateThatNoRuleOfATableCoversIsAPersonsAndNotAGuess) {
  std::string text(kOfficeWorkflow);
  for (const char* reference : {"reg 4(2)", "reg 4(3), reason: your income", "reg 4(4)", "reg 4(5)"})
    text = replace_all(text, std::string("reference: ") + reference + "}",
                       std::string("reference: ") + reference + ", valid_from: 2026-04-01}");
  ASSERT_EQ(use(text), "");
  EXPECT_EQ(claimed_from("d1", "01/04/2026").state, State::closed);
  const CaseRecord before = claimed_from("d2", "31/03/2026");
  EXPECT_EQ(before.state, State::awaiting_review);
  EXPECT_THAT(reasons(before), HasSubstr("rules_not_in_force: band: no rule is in force on 2026-03-31"));
  EXPECT_EQ(ledger->sent.size(), 1u);
}

TEST_F(ModelDecisionTest, RulesThatContradictEachOtherAndRulesThatComeToNothingAreAPersons) {
  write_file(folder.path() / "rules" / "fee-2026.dmn", fee_model("26", "UNIQUE"));
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  EXPECT_THAT(reasons(claimed_from("d1", "01/04/2026")),
              HasSubstr("decision_conflict: fee: rules 1 and 2 both fit"));
  write_file(folder.path() / "rules" / "fee-2026.dmn", fee_model("26 + null", "FIRST"));
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  EXPECT_THAT(reasons(claimed_from("d2", "01/04/2026")),
              HasSubstr("decision_empty: fee: the rules come to nothing"));
}

TEST_F(ModelDecisionTest, AWorkflowIsAnotherOneWhenItsModelChanges) {
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  const std::string before = digest;
  write_file(folder.path() / "rules" / "fee-2026.dmn", fee_model("27", "FIRST"));
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  EXPECT_NE(digest, before);
}

TEST_F(ModelDecisionTest, AKeptVersionDecidesByTheModelsThatItWasKeptWith) {
  ASSERT_EQ(use(with_decision(kTwoYears)), "");
  const std::string kept = to_json(workflows.all().front()->source);
  write_file(folder.path() / "rules" / "fee-2026.dmn", fee_model("99", "FIRST"));
  std::filesystem::remove(folder.path() / "rules" / "fee-2025.dmn");
  auto loaded = std::make_shared<Workflow>(*load_kept(source_from_json(kept), "ctr.yaml"));
  loaded->is_kept = false;  // as for a case that began with it
  workflows = Workflows({loaded});
  EXPECT_EQ(fee_of(claimed_from("d1", "31/03/2026")), Value(25));
  EXPECT_EQ(fee_of(claimed_from("d2", "01/04/2026")), Value(26));
}

TEST_F(ModelDecisionTest, WhatIsWrongIsSaidWithItsPlaceAndTheFix) {
  const auto said = [&](const std::string& decision) { return use(with_decision(decision)); };
  EXPECT_THAT(said("dmn: rules/fee-2062.dmn"),
              HasSubstr("there is no file 'rules/fee-2062.dmn' in the site (write 'rules/fee-2026.dmn')"));
  EXPECT_THAT(said("dmn: rules/fee-2026.dmn\n    decision: Awrad"),
              HasSubstr("'rules/fee-2026.dmn' has no decision 'Awrad' (decision: Award)"));
  EXPECT_THAT(said("dmn: rules/fee-2026.dmn\n    decision: Award"),
              HasSubstr("the model's input 'Weekly Income' is not given (with: {\"Weekly Income\": …}"));
  EXPECT_THAT(said("dmn: rules/fee-2026.dmn\n    decision: Award\n    with: {Weekly Incme: weekly_income}"),
              HasSubstr("the model has no input 'Weekly Incme' (write 'Weekly Income')"));
  EXPECT_THAT(said("dmn: [{file: rules/fee-2025.dmn}, {file: rules/fee-2026.dmn, valid_from: 2026-04-01}]\n"
                   "    decision: Award\n    with: {Weekly Income: weekly_income}"),
              HasSubstr("'rules/fee-2026.dmn' and 'rules/fee-2025.dmn' are in force at the same time"));
  EXPECT_THAT(said("dmn: rules/fee-2026.dmn\n    value: '1'"), HasSubstr("one of them, not several"));
  write_file(folder.path() / "rules" / "fee-2026.dmn", fee_model("Wekly Income", "FIRST"));
  EXPECT_THAT(said(kTwoYears), HasSubstr("'Wekly' is not a known name"));
}

}  // namespace
}  // namespace mailroom::workflows
