// What other rules would change, by whole workflows and by models, on facts as cases keep them.
#include "workflows/what_if.h"

#include <gmock/gmock.h>

#include "base/json.h"
#include "tests/workflows/office.h"

namespace mailroom::workflows {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class WhatIf : public Office {
 protected:
  std::shared_ptr<const Workflow> workflow_with(const std::string& before, const std::string& after) {
    use_with(before, after);
    return workflows.all().front();
  }
  // A claim's facts as the store keeps them: documents and dates; what a workflow works out is its own.
  static Given claim_of(const std::string& name, int income, Context more = {}) {
    Context claim{{"nino", "AB123456C"},
                  {"email", "a@example.org"},
                  {"income", income},
                  {"household_size", 1},
                  {"slips", Value()},
                  {"declared", true},
                  {"start_date", Date{2026, 11, 1}}};
    for (const auto& [key, value] : more.entries()) claim.put(key, value);
    return {name, Context{{"claim", std::move(claim)},
                          {"payslips", List()},
                          {"received", Date{2026, 11, 20}},
                          {"effective", Date{2026, 11, 1}},
                          {"weekly_income", Value(0)}}};
  }
  Comparison compare(const std::string& before, const std::string& after, const std::vector<Given>& given,
                     const std::string& decision = {}) {
    const auto now = rules_of(workflows.all().front()), then = rules_of(workflow_with(before, after));
    Comparer comparer(*now, *then, decision);
    for (const Given& one : given) comparer.compare(one);
    return comparer.result();
  }
};

TEST_F(WhatIf, WorksFactsOutAnewAndTellsDecisionRulesRouteAndAmounts) {
  const Comparison found = compare("[\"< 120\", \"-\"]", "[\"< 200\", \"-\"]",
                                   {claim_of("26-00001-7", 100), claim_of("26-00002-5", 130),
                                    claim_of("26-00003-3", 140), claim_of("26-00004-1", 300)});
  EXPECT_EQ(found.given, 4);
  EXPECT_EQ(found.changed, 2);
  // Two rules fit now: that is nothing for a machine.
  ASSERT_EQ(found.changes.size(), 2u);
  EXPECT_EQ(found.changes[0].decision, "band");
  EXPECT_EQ(to_json(found.changes[0].before), R"({"band": "third", "weekly_award": 10.47})");
  EXPECT_TRUE(found.changes[0].after.is_null());
  EXPECT_THAT(found.changes[0].rules_before, ElementsAre("rule 3, reg 4(4)"));
  EXPECT_THAT(found.changes[0].rules_after, ElementsAre("rule 1, reg 4(2)", "rule 3, reg 4(4)"));
  EXPECT_THAT(found.changes[0].names, ElementsAre("26-00002-5", "26-00003-3"));
  EXPECT_EQ(found.changes[1].decision, kTheRoute);
  EXPECT_EQ(found.changes[1].before, Value("award"));
  EXPECT_EQ(found.changes[1].after, Value("waiting for a person: band, decision_conflict"));
  ASSERT_EQ(found.sums.size(), 1u);
  EXPECT_EQ(found.sums[0].part, "weekly_award");
  EXPECT_EQ(found.sums[0].before.to_string(), "52.34");
  EXPECT_EQ(found.sums[0].after.to_string(), "31.40");
}

TEST_F(WhatIf, AChangedFactChangesWhatIsDecided) {
  const Comparison found =
      compare("else claim.income", "else claim.income * 2", {claim_of("a", 100), claim_of("b", 50)});
  ASSERT_EQ(found.changed, 1);
  EXPECT_THAT(found.changes.front().names, ElementsAre("a"));
  EXPECT_THAT(found.changes.front().rules_after, ElementsAre("rule 3, reg 4(4)"));
}

TEST_F(WhatIf, EachCaseIsDecidedOnItsOwnEffectiveDate) {
  const std::string rule = R"({when: ["< 120", "-"], then: ['"full"', "31.40"], reference: reg 4(2)})";
  const std::string since = R"({when: ["< 120", "-"], then: ['"full"', "32.00"], valid_from: 2026-11-10}
      - {when: ["< 120", "-"], then: ['"full"', "31.40"], reference: reg 4(2), valid_to: 2026-11-09})";
  const Comparison found = compare(
      rule, since, {claim_of("before", 100), claim_of("after", 100, {{"start_date", Date{2026, 11, 10}}})});
  ASSERT_EQ(found.changed, 1);
  EXPECT_THAT(found.changes.front().names, ElementsAre("after"));
}

TEST_F(WhatIf, ACheckThatFailsSendsBackOrAsksUnlessAPersonWavedItThrough) {
  Given waved = claim_of("waved", 100, {{"nino", "nonsense"}});
  waved.approvals = {"check_failed:nino"};
  const auto rules = rules_of(workflows.all().front());
  EXPECT_EQ(rules->outcomes(claim_of("a", 100, {{"declared", false}})).back().value, Value("returned"));
  EXPECT_EQ(rules->outcomes(claim_of("a", 100, {{"nino", "nonsense"}})).back().value,
            Value("waiting for a person: check nino"));
  EXPECT_EQ(rules->outcomes(waved).back().value, Value("award"));
  EXPECT_EQ(rules->outcomes(claim_of("a", 100, {{"household_size", 12}})).back().value,
            Value("waiting for a person: route large"));
}

TEST_F(WhatIf, AskedTwiceSaysTheSameAndSendsNothing) {
  const auto rules = rules_of(workflows.all().front());
  const auto first = rules->outcomes(claim_of("a", 100)), second = rules->outcomes(claim_of("a", 100));
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].value, second[0].value);
  EXPECT_TRUE(ledger->sent.empty());
}

TEST_F(WhatIf, CountsHowManyLackANameThatTheRulesRead) {
  Given old = claim_of("old", 100);
  Context claim = old.facts.at("claim").context();
  claim.erase("household_size");
  old.facts.put("claim", std::move(claim));
  Given older = claim_of("older", 100);
  older.facts.erase("payslips");
  const Comparison found = compare("", "", {claim_of("new", 100), old, older});
  EXPECT_THAT(found.not_given, ElementsAre(Pair("claim.household_size", 1), Pair("payslips", 1)));
}

TEST_F(WhatIf, HoldsNoMoreOfManyDifferencesThanOfAFew) {
  const auto now = rules_of(workflows.all().front());
  const auto then = rules_of(workflow_with("\"31.40\"", "\"weekly_income\""));
  Comparer comparer(*now, *then);
  const int many = static_cast<int>(Comparer::kMostChanges) + 7;
  for (int i = 0; i < many; ++i) {
    Given one = claim_of("c", 1);
    Context claim = one.facts.at("claim").context();
    claim.put("income", *Decimal::parse("1." + std::to_string(10'000 + i)));
    one.facts.put("claim", std::move(claim));
    for (int twice = 0; twice < 2; ++twice) comparer.compare(one);
  }
  const Comparison found = comparer.result();
  EXPECT_EQ(found.changed, 2 * many);
  EXPECT_EQ(found.changes.size(), Comparer::kMostChanges);
  EXPECT_EQ(found.changes.front().count, 2);
  EXPECT_EQ(found.uncounted.at("band"), 14);
}

TEST_F(WhatIf, NamesOnlyTheFirstOfAChange) {
  std::vector<Given> all(Comparer::kMostNamed + 1, claim_of("c", 130));
  const Comparison found = compare("10.47", "11.00", all);
  EXPECT_EQ(found.changes.front().count, static_cast<int64_t>(all.size()));
  EXPECT_EQ(found.changes.front().names.size(), Comparer::kMostNamed);
}

TEST_F(WhatIf, AWorkflowMayBeHeldAgainstAModelOfOneOfItsDecisions) {
  std::vector<Diagnostic> problems;
  auto model = dmn::Model::parse(
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n">
           <inputData id="i" name="weekly_income"/>
           <decision id="b" name="band"><informationRequirement><requiredInput href="#i"/></informationRequirement>
             <literalExpression><text>if weekly_income &lt; 120 then "full" else "none"</text></literalExpression>
           </decision>
         </definitions>)",
      "m.dmn", &problems);
  ASSERT_TRUE(model);
  const auto now = rules_of(workflows.all().front()), then = rules_of(*std::move(model));
  Comparer comparer(*now, *then);
  comparer.compare(claim_of("a", 100));
  const Comparison found = comparer.result();
  EXPECT_THAT(found.only_before, IsEmpty());
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_EQ(found.changes[0].after, Value("full"));  // by the income that was stored: 0
}

}  // namespace
}  // namespace mailroom::workflows
