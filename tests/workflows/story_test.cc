// Why a case came out as it did: what nearly fired, which routes it passed, what a letter may say.
#include "workflows/story.h"

#include <gmock/gmock.h>

#include "office.h"
#include "workflows/condition_words.h"

namespace mailroom::workflows {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "not half, rule 2: weekly income 109.04 is below 120"
std::vector<std::string> in_words(const std::vector<NearMiss>& misses) {
  std::vector<std::string> all;
  for (const NearMiss& one : misses)
    all.push_back("not " + one.instead + ", rule " + std::to_string(one.rule) + ": " +
                  join(one.because, " and "));
  return all;
}

class StoryTest : public Office {
 protected:
  const Workflow& workflow() { return *workflows.find("ctr"); }
  std::vector<std::string> nearly(const CaseRecord& record) {
    return in_words(near_misses(record.decisions.at(0), &workflow().decisions.at(0)));
  }
};

TEST_F(StoryTest, ARuleThatOneConditionKeptFromFiringIsToldWithIt) {
  const CaseRecord record = run(claim("a", {{"income", "109.04"}, {"household_size", "3"}}));
  EXPECT_THAT(nearly(record), ElementsAre("not half, rule 2: weekly income 109.04 is below 120",
                                          "not none, rule 4: weekly income 109.04 is below 240"));
}

TEST_F(StoryTest, ARuleThatMissedByMoreIsNotNear) {
  const CaseRecord record = run(claim("a", {{"income", "300"}, {"household_size", "3"}}));
  EXPECT_THAT(nearly(record), ElementsAre("not full, rule 1: weekly income 300 is not below 120",
                                          "not half, rule 2: weekly income 300 is not below 240"));
}

TEST_F(StoryTest, WhatOtherwiseFitsIsToldByTheValueThatItWants) {
  const CaseRecord record = run(claim("a", {{"income", "200"}, {"household_size", "1"}}));
  EXPECT_THAT(nearly(record), testing::Contains("not half, rule 2: household size 1 is below 2"));
  const CaseRecord other =
      run(claim("b", {{"income", "200"}, {"household_size", "3"}, {"nino", "AB123457C"}}));
  EXPECT_THAT(nearly(other), testing::Contains("not third, rule 3: household size is 3, not 1"));
}

TEST_F(StoryTest, ARuleThatComesLaterIsToldToFitToo) {
  std::string yaml = replace_all(std::string(kOfficeWorkflow), "hit_policy: unique", "hit_policy: first");
  yaml = replace_all(yaml, "\"[240..1000)\", \"-\"", "\"-\", \"-\"");
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  use(yaml, options);
  const CaseRecord record = run(claim("a"));
  EXPECT_THAT(nearly(record), testing::Contains("not none, rule 4: it fits too, but rule 1 comes first"));
}

TEST_F(StoryTest, OfAWorkflowThatIsNotKnownAnyMoreTheRulesAreToldAlone) {
  const CaseRecord record = run(claim("a"));
  EXPECT_EQ(near_misses(record.decisions.at(0), nullptr).at(0).instead, "");
}

TEST_F(StoryTest, RoutesBeforeTheOneTakenAreToldWithWhatTheyRead) {
  const CaseRecord record = run(claim("a", {{"household_size", "3"}}));
  ASSERT_EQ(record.route, "award");
  const auto passed = passed_routes(workflow(), record);
  ASSERT_EQ(passed.size(), 1u);
  EXPECT_EQ(passed[0].id, "large");
  EXPECT_EQ(passed[0].condition, "claim.household_size > 9");
  EXPECT_EQ(passed[0].values.at("claim.household_size"), Value(3));
}

TEST_F(StoryTest, ALetterHasTheReasonsOfTheRulesThatDecidedWithTheLaw) {
  const CaseRecord record = run(claim("a", {{"income", "200"}}));
  EXPECT_EQ(letter_paragraph(workflow(), record, "en").text, "Your income (reg 4(3)).");
  EXPECT_EQ(letter_paragraph(workflow(), run(claim("b", {{"nino", "AB123457C"}})), "en").text, "");
}

TEST_F(StoryTest, AReasonIsGivenInTheCitizensLanguage) {
  use_with("reason: your income}",
           "reason: {en: your income is low, de: über 120 € liegt Ihr Einkommen nicht.}}");
  const CaseRecord record = run(claim("a", {{"income", "200"}}));
  EXPECT_EQ(record.decisions.at(0).fired.at(0).reason, "your income is low");
  EXPECT_EQ(letter_paragraph(workflow(), record, "de").text,
            "Über 120 € liegt Ihr Einkommen nicht (reg 4(3)).");
  EXPECT_THAT(letter_paragraph(workflow(), record, "de").missing, IsEmpty());
  const Paragraph french = letter_paragraph(workflow(), record, "fr");
  EXPECT_EQ(french.text, "Your income is low (reg 4(3)).");
  EXPECT_THAT(french.missing, ElementsAre("band, rule 2"));
  EXPECT_EQ(language_of_case(workflow(), record), "en");
}

TEST(ConditionInWords, SaysOnWhichSideAValueLies) {
  const auto words = [](const char* test, const char* number) {
    return unmet_in_words("x", test, *Decimal::parse(number));
  };
  EXPECT_EQ(words("< 120", "120"), "x 120 is not below 120");
  EXPECT_EQ(words("<= 120", "121"), "x 121 is above 120");
  EXPECT_EQ(words("> 120", "120"), "x 120 is not above 120");
  EXPECT_EQ(words(">= 120", "119.99"), "x 119.99 is below 120");
  EXPECT_EQ(words("[120..240)", "240"), "x 240 is not below 240");
  EXPECT_EQ(words("1, 2", "3"), "x is 3, not 1 or 2");
  EXPECT_EQ(words("[1..2], [5..6]", "4"), "x 4 is not [1..2], [5..6]");
}

TEST(ConditionInWords, NamesWhatIsComparedAsAClerkWould) {
  EXPECT_EQ(name_in_words("weekly_income"), "weekly income");
  EXPECT_EQ(name_in_words("claim.household_size"), "household size");
  EXPECT_EQ(name_in_words("count(payslips)"), "count(payslips)");
}

TEST(ConditionInWords, TellsTextsDatesAndWhatIsMissing) {
  EXPECT_EQ(unmet_in_words("outcome", "\"award\"", Value("refused")), "outcome is 'refused', not 'award'");
  EXPECT_EQ(unmet_in_words("claim.declared", "true", Value(false)), "declared is no, not yes");
  EXPECT_EQ(unmet_in_words("start", "< date(\"2026-04-01\")", Value(*parse_date("2026-11-01"))),
            "start 2026-11-01 is not before 2026-04-01");
  EXPECT_EQ(unmet_in_words("savings", "> 16000", Value()), "savings is not known");
}

}  // namespace
}  // namespace mailroom::workflows
