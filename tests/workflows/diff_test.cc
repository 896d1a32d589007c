// What two workflows are told to mean otherwise, and what is not worth a word.
#include "workflows/diff.h"

#include <gmock/gmock.h>

#include "office.h"

namespace mailroom::workflows {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class DiffTest : public Office {
 protected:
  // The office's workflow with parts of it replaced.
  static std::string with(const std::string& before, const std::string& after,
                          std::string yaml = std::string(kOfficeWorkflow)) {
    EXPECT_THAT(yaml, HasSubstr(before));
    return replace_all(std::move(yaml), before, after);
  }
  std::shared_ptr<const Workflow> loaded(const std::string& yaml) {
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    std::vector<Diagnostic> problems;
    auto workflow = parse_workflow(yaml, "ctr.yaml", options, problems);
    for (const Diagnostic& problem : problems)
      if (problem.severity == Severity::error) ADD_FAILURE() << to_text(problem, yaml);
    return workflow;
  }
  // "decision band, rule 1, reg 4(2): weekly_income: < 120 -> < 125"
  static std::string in_words(const Change& change) {
    std::string words = std::string(to_string(change.kind)) + " " + change.part;
    for (const std::string& one : {change.name, change.what})
      if (!one.empty()) words += ", " + one;
    return words + ": " + change.before + " -> " + change.now;
  }
  std::vector<std::string> changes(const std::string& before, const std::string& now) {
    std::vector<std::string> all;
    const auto old_workflow = loaded(before), new_workflow = loaded(now);
    if (!old_workflow || !new_workflow) return {"does not load"};
    for (const Change& change : changes_between(*old_workflow, *new_workflow))
      all.push_back(in_words(change));
    return all;
  }
  std::vector<std::string> changes_by(const std::string& before, const std::string& after) {
    return changes(std::string(kOfficeWorkflow), with(before, after));
  }
  // The office's table with its rules in this order.
  static std::string ordered(const std::string& hit_policy, const std::vector<size_t>& order) {
    const std::vector<std::string> rules = {
        R"Y(      - {when: ["< 120", "-"], then: ['"full"', "31.40"], reference: reg 4(2)})Y",
        R"Y(      - {when: ["[120..240)", ">= 2"], then: ['"half"', "15.70"], reference: reg 4(3), reason: your income})Y",
        R"Y(      - {when: ["[120..240)", "1"], then: ['"third"', "10.47"], reference: reg 4(4)})Y",
        R"Y(      - {when: ["[240..1000)", "-"], then: ['"none"', "0"], reference: reg 4(5)})Y"};
    std::string all, mixed;
    for (size_t i = 0; i < rules.size(); ++i) {
      all += rules[i] + "\n";
      mixed += rules[order[i]] + "\n";
    }
    return with("hit_policy: unique", "hit_policy: " + hit_policy, with(all, mixed));
  }
};

TEST_F(DiffTest, HowSomethingIsWrittenMeansNothing) {
  EXPECT_THAT(changes_by("version: 4", "version: 5"), IsEmpty());
  EXPECT_THAT(changes_by("open_for: P90D", "open_for: P90D   # a comment"), IsEmpty());
  EXPECT_THAT(changes_by("title: Council tax reduction claims", "title: 'Council tax reduction claims'"),
              IsEmpty());
  EXPECT_THAT(changes_by("require: is nino(claim.nino)", "require: is  nino( claim.nino ) // checked"),
              IsEmpty());
  EXPECT_THAT(changes_by("{{ claim.nino }} is", "{{claim.nino}} is"), IsEmpty());
  EXPECT_THAT(changes_by("    if: band.weekly_award > 0\n    deliver: [ledger, letter]\n",
                         "    deliver: [ledger, letter]\n    if: band.weekly_award > 0\n"),
              IsEmpty());
  EXPECT_THAT(changes_by("row: {nino: claim.nino, amount: band.weekly_award}",
                         "row: {amount: band.weekly_award, nino: claim.nino}"),
              IsEmpty());
  EXPECT_THAT(changes_by("reason: your income}", "reason: your income, note: see the circular}"), IsEmpty());
}

TEST_F(DiffTest, DefaultsThatAreWrittenOutMeanNothing) {
  EXPECT_THAT(changes_by("{forms: [ctr1-2026], join: claim.nino}",
                         "{forms: [ctr1-2026], join: claim.nino, count: 1..1}"),
              IsEmpty());
  EXPECT_THAT(changes_by("    hit_policy: unique\n", ""), IsEmpty());
  EXPECT_THAT(changes_by("when_refused:", "review: {error_budget: 0.1%}\nwhen_refused:"), IsEmpty());
}

TEST_F(DiffTest, AThresholdIsToldAtItsRule) {
  EXPECT_THAT(changes_by("\"< 120\"", "\"< 125\""),
              ElementsAre("changed decision, band, rule 1, reg 4(2): weekly_income: < 120 -> < 125"));
  EXPECT_THAT(changes_by("\"< 120\"", "\"<= 120\""),
              ElementsAre("changed decision, band, rule 1, reg 4(2): weekly_income: < 120 -> <= 120"));
}

TEST_F(DiffTest, TestsThatLetTheSameValuesPassAreTheSame) {
  EXPECT_THAT(changes_by("\"[120..240)\"", "\"[120.00 .. 240.0)\""), IsEmpty());
  EXPECT_THAT(changes_by("\">= 2\"", "\"not(< 2)\""), IsEmpty());
}

// An amount is sent as it is written, so here two ways of writing it are two things.
TEST_F(DiffTest, AnAmountThatIsSentOtherwiseIsTold) {
  EXPECT_THAT(changes_by("\"31.40\"", "\"31.4\""),
              ElementsAre("changed decision, band, rule 1, reg 4(2): weekly_award: 31.40 -> 31.4"));
}

TEST_F(DiffTest, RulesOfAUniqueTableStandInAnyOrder) {
  EXPECT_THAT(changes(std::string(kOfficeWorkflow), ordered("unique", {3, 1, 0, 2})), IsEmpty());
}

TEST_F(DiffTest, ARuleThatMovedMattersWhereTheFirstDecides) {
  EXPECT_THAT(changes(ordered("first", {0, 1, 2, 3}), ordered("first", {3, 0, 1, 2})),
              ElementsAre("moved decision, band, rule 1, reg 4(5): place 4 -> place 1"));
}

TEST_F(DiffTest, AColumnThatMovedIsTheSameColumn) {
  std::string mixed =
      with("inputs: [weekly_income, claim.household_size]", "inputs: [claim.household_size, weekly_income]");
  mixed = with(R"Y(["< 120", "-"])Y", R"Y(["-", "< 120"])Y", mixed);
  mixed = with(R"Y(["[120..240)", ">= 2"])Y", R"Y([">= 2", "[120..240)"])Y", mixed);
  mixed = with(R"Y(["[120..240)", "1"])Y", R"Y(["1", "[120..240)"])Y", mixed);
  mixed = with(R"Y(["[240..1000)", "-"])Y", R"Y(["-", "[240..1000)"])Y", mixed);
  EXPECT_THAT(changes(std::string(kOfficeWorkflow), mixed), IsEmpty());
}

TEST_F(DiffTest, RulesThatCameAndWentAreToldWhole) {
  const std::string added = with("      - {when: [\"[240..1000)\"",
                                 "      - {when: [\">= 1000\", \"-\"], then: ['\"none\"', \"0\"], reference: "
                                 "reg 9}\n      - {when: [\"[240..1000)\"");
  EXPECT_THAT(
      changes(std::string(kOfficeWorkflow), added),
      ElementsAre("added decision, band, rule 4, reg 9:  -> if weekly_income >= 1000 then \"none\", 0"));
  EXPECT_THAT(
      changes(added, std::string(kOfficeWorkflow)),
      ElementsAre("removed decision, band, rule 4, reg 9: if weekly_income >= 1000 then \"none\", 0 -> "));
}

// Neither the next rule nor the one before it is taken for the one that was changed.
TEST_F(DiffTest, AChangedRuleIsKnownByWhatItKept) {
  std::string now = with("\"[120..240)\", \"1\"], then: ['\"third\"', \"10.47\"]",
                         "\"[120..240)\", \"1\"], then: ['\"quarter\"', \"7.85\"]");
  EXPECT_THAT(changes(std::string(kOfficeWorkflow), now),
              ElementsAre("changed decision, band, rule 3, reg 4(4): band: \"third\" -> \"quarter\"",
                          "changed decision, band, rule 3, reg 4(4): weekly_award: 10.47 -> 7.85"));
}

TEST_F(DiffTest, TheLawAndTheTimeOfARuleAreTold) {
  EXPECT_THAT(changes_by("reference: reg 4(2)}", "reference: reg 5, valid_from: 2026-04-01}"),
              ElementsAre("changed decision, band, rule 1, reg 5: reference: reg 4(2) -> reg 5",
                          "added decision, band, rule 1, reg 5: valid_from:  -> 2026-04-01"));
}

TEST_F(DiffTest, EachPartIsToldUnderItsName) {
  EXPECT_THAT(changes_by("mean(payslips.net_pay) * 12 / 52", "mean(payslips.net_pay) * 12 / 53"),
              ElementsAre(HasSubstr("changed fact, weekly_income: if count(payslips) > 0")));
  EXPECT_THAT(changes_by("    otherwise: return\n", ""),
              ElementsAre("changed check, declared, otherwise: return -> review"));
  EXPECT_THAT(
      changes_by("is not a National", "is no National"),
      ElementsAre("changed check, nino, message: {{ claim.nino }} is not a National Insurance number -> "
                  "{{ claim.nino }} is no National Insurance number"));
  EXPECT_THAT(changes_by("    deliver: [ledger, letter]", "    deliver: [letter]"),
              ElementsAre("changed route, award, deliver: ledger, letter -> letter"));
  EXPECT_THAT(changes_by("due: P5D", "due: P3D"),
              ElementsAre("changed route, large, review.due: P5D -> P3D"));
  EXPECT_THAT(
      changes_by("amount: band.weekly_award", "amount: band.weekly_award * 2"),
      ElementsAre("changed delivery, ledger, insert.row.amount: band.weekly_award -> band.weekly_award * 2"));
  EXPECT_THAT(changes_by("max_attempts: 3", "max_attempts: 5"),
              ElementsAre("changed delivery, ledger, retry.max_attempts: 3 -> 5"));
  EXPECT_THAT(changes_by("table: awards", "table: grants"),
              ElementsAre("changed delivery, ledger, insert.table: awards -> grants"));
  EXPECT_THAT(changes_by("count: 0..5", "count: 0..3"),
              ElementsAre("changed document, payslips, count: 0..5 -> 0..3"));
  EXPECT_THAT(changes_by("when_refused: {deliver: [letter]}", "when_refused: {deliver: []}"),
              ElementsAre("changed workflow, when_refused.deliver: letter -> nothing"));
  EXPECT_THAT(changes_by("open_for: P90D", "open_for: P30D"),
              ElementsAre("changed workflow, open_for: P90D -> P30D"));
}

TEST_F(DiffTest, TheOrderOfRoutesDecides) {
  const std::string award = "  - id: award\n    if: band.weekly_award > 0\n    deliver: [ledger, letter]\n";
  const std::string refused = "  - id: refused\n    if: band.weekly_award = 0\n    deliver: [letter]\n";
  EXPECT_THAT(changes_by(award + refused, refused + award),
              ElementsAre("moved route, award: after 'large' -> after 'refused'"));
}

TEST_F(DiffTest, ALetterIsComparedByWhatItSays) {
  const auto before = loaded(std::string(kOfficeWorkflow));
  write_file(folder.path() / "letters" / "new.txt", read_file(folder.path() / "letters" / "award.txt"));
  const auto renamed = loaded(with("letters/award.txt", "letters/new.txt"));
  EXPECT_THAT(changes_between(*before, *renamed), IsEmpty());
  write_file(folder.path() / "letters" / "award.txt",
             "You get £{{ band.weekly_award }} a month from {{ claim.start_date }}. {{ case.why }}\n");
  const auto changed = changes_between(*before, *loaded(std::string(kOfficeWorkflow)));
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].what, "letter");
  EXPECT_THAT(changed[0].now, HasSubstr("a month from"));
}

TEST_F(DiffTest, AFieldThatStandsElsewhereIsToldWithItsForm) {
  const auto before = loaded(std::string(kOfficeWorkflow));
  std::vector<ocr::Field> fields = forms[0].fields.list();
  fields[4].zone.x0 = 20;
  forms[0].fields = ocr::FieldList(fields);
  const auto changed = changes_between(*before, *loaded(std::string(kOfficeWorkflow)));
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].part, "form");
  EXPECT_EQ(changed[0].name, "ctr1-2026");
  EXPECT_THAT(changed[0].what, HasSubstr("income"));
}

TEST_F(DiffTest, AChangeHasItsPlaceInTheNewWorkflow) {
  const auto before = loaded(std::string(kOfficeWorkflow));
  const auto changed = changes_between(*before, *loaded(with("\"< 120\"", "\"< 125\"")));
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].place.file, "ctr.yaml");
  EXPECT_EQ(changed[0].place.line, 26);
}

}  // namespace
}  // namespace mailroom::workflows
