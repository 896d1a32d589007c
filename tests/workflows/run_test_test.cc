// Tests of workflows: what they may say, what is wrong with them, and how they tell what came out otherwise.
#include "workflows/run_test.h"

#include <gmock/gmock.h>

#include "office.h"
#include "workflows/coverage.h"
#include "workflows/load_tests.h"

namespace mailroom::workflows {
namespace {

using testing::HasSubstr;

class WorkflowTests : public Office {
 protected:
  std::vector<TestCase> load(const std::string& yaml) {
    problems.clear();
    source = yaml;
    return parse_tests(yaml, "tests/ctr.yaml", folder.path(), workflows, problems);
  }
  // All that is wrong with the file, and then all that its tests say failed.
  std::string told(const std::string& yaml) {
    const auto tests = load(yaml);
    std::string text;
    for (const Diagnostic& problem : problems) text += to_text(problem, source);
    TestRunner runs(folder.path(), {});
    for (const TestCase& test : tests) {
      const TestOutcome outcome = runs.run(test);
      for (const Diagnostic& failure : failures_of(test, outcome)) text += to_text(failure, source);
    }
    return text;
  }
  // One test on the usual claim, with this below `given` and `expect`.
  static std::string one(const std::string& given, const std::string& expect) {
    return "given:\n  documents:\n    claim: {nino: AB 12 34 56 C, income: 109.04, household_size: 3, slips: "
           "0, "
           "declared: true, start_date: 01/11/2026}\n"
           "tests:\n  - name: a claim\n    given: {" +
           given + "}\n    expect: {" + expect + "}\n";
  }

  std::vector<Diagnostic> problems;
  std::string source;
};

TEST_F(WorkflowTests, ExpectWhatTheCaseComesToAndCompareNothingElse) {
  EXPECT_EQ(told(one("", R"(state: closed, route: award, effective: 2026-11-01, subject: '"AB123456C"',
      fields: {claim: {nino: '"AB123456C"', household_size: "> 2"}}, facts: {weekly_income: 109.04},
      checks: {declared: passed, nino: passed}, rules: {band: reg 4(2)},
      decisions: {band: {band: '"full"', weekly_award: 31.40}}, asks: nobody,
      sends: {ledger: {insert: {row: {amount: 31.4}}}, letter: {letter: 'contains(?, "£31.40 a week")'}},
      deliveries: {ledger: delivered})")),
            "");
}

TEST_F(WorkflowTests, TellWhereAndWhyADecisionCameOutOtherwise) {
  EXPECT_EQ(told(one("", "decisions: {band: {weekly_award: 15.70}}")),
            "tests/ctr.yaml:7:47: error: band.weekly_award: expected 15.70, got 31.40\n"
            " 7 |     expect: {decisions: {band: {weekly_award: 15.70}}}\n"
            "   |                                               ^^^^^\n"
            "  rule 1, reg 4(2) fired: weekly_income 109.04\n");
}

TEST_F(WorkflowTests, SayWhyTheRuleThatWasMeantDidNotFire) {
  EXPECT_EQ(told(one("", "rules: {band: 2}")),
            "tests/ctr.yaml:7:28: error: rules of band: expected 2, got 1 (reg 4(2))\n"
            " 7 |     expect: {rules: {band: 2}}\n"
            "   |                            ^\n"
            "  rule 1, reg 4(2) fired: weekly_income 109.04\n"
            "  rule 2, reg 4(3) did not fire: weekly_income 109.04 is not [120..240)\n");
}

TEST_F(WorkflowTests, LayATestsOwnOverWhatTheFileGives) {
  EXPECT_EQ(told(one("documents: {claim: {income: 150, household_size: 1}}",
                     "decisions: {band: {band: '\"third\"'}}, fields: {claim: {nino: '\"AB123456C\"'}}")),
            "");
}

TEST_F(WorkflowTests, TakeAFactThatIsGivenInPlaceOfItsFormula) {
  EXPECT_EQ(told(one("facts: {weekly_income: 999}", "facts: {weekly_income: 999}, rules: {band: reg 4(5)}")),
            "");
}

TEST_F(WorkflowTests, GiveSeveralDocumentsOfARole) {
  EXPECT_EQ(
      told(one("documents: {claim: {slips: 2}, payslips: [{nino: AB123456C, net_pay: 800}, {nino: AB123456C, "
               "net_pay: 500}]}",
               "facts: {weekly_income: 150}, fields: {payslips: [{net_pay: 800}, {net_pay: \"< 600\"}]}")),
      "");
}

TEST_F(WorkflowTests, SayThatDocumentsDoNotFindEachOther) {
  EXPECT_THAT(told(one("documents: {payslips: [{nino: AB123457D, net_pay: 800}]}", "state: closed")),
              HasSubstr("a test is about one case, these documents make 2"));
}

TEST_F(WorkflowTests, AskAPersonAboutAnUnsureFieldOnlyIfSomethingHangsOnIt) {
  EXPECT_EQ(told(one("documents: {claim: {household_size: {unsure: {3: 70%, 8: 29.95%}}}}",
                     "asks: nobody, state: closed")),
            "");
  EXPECT_EQ(
      told(one(
          "documents: {claim: {income: 150, household_size: {unsure: {1: 70%, 8: 29.95%}}}}",
          "asks: [{field: claim.household_size, says: not sure}], state: awaiting_review, sends: nothing")),
      "");
  EXPECT_EQ(told(one("documents: {claim: {income: {altered: 109.04}}}", "asks: [{field: claim.income}]")),
            "");
}

TEST_F(WorkflowTests, TellOfAQuestionThatNobodyExpectedAndOfOneThatIsNotAsked) {
  EXPECT_THAT(told(one("documents: {claim: {nino: AB}}", "asks: nobody")),
              HasSubstr("error: a person is asked\n"));
  EXPECT_THAT(told(one("", "asks: [{check: nino}]")), HasSubstr("nobody is asked about check nino"));
}

TEST_F(WorkflowTests, AnswerAttemptByAttemptWhileTheClockGoesOn) {
  EXPECT_EQ(told(one("answers: {ledger: [{unavailable: the line is dead}, delivered]}", "state: closed")),
            "");
  EXPECT_EQ(told(one("answers: {ledger: [{retry_later: busy}, {retry_later: busy}, delivered]}",
                     "state: closed, deliveries: {ledger: delivered, letter: delivered}")),
            "");
  EXPECT_EQ(told(one("answers: {ledger: {retry_later: busy}}",
                     "state: delivering, deliveries: {ledger: waiting}, sends: [ledger]")),
            "");
  EXPECT_EQ(
      told(one(
          "answers: {ledger: {refused: no such scheme}}",
          "asks: [{delivery: ledger, says: no such scheme}], deliveries: {ledger: refused}, sends: {letter: "
          "nothing}")),
      "");
}

TEST_F(WorkflowTests, TellWhatIsSentThoughNothingWasExpected) {
  const std::string text = told(one("", "sends: nothing"));
  EXPECT_THAT(text, HasSubstr("error: ledger is sent\n"));
  EXPECT_THAT(text, HasSubstr("it took route 'award'"));
}

TEST_F(WorkflowTests, AreHeldAgainstTheWorkflowBeforeTheyRun) {
  EXPECT_EQ(
      told("tests:\n"
           "  - name: names\n"
           "    given: {documents: {claim: {incom: 1, declared: perhaps}}, facts: {weekly: 1}}\n"
           "    expect: {route: awarded, checks: {ninoo: passed}, decisions: {band: {weekly_awrd: full}},\n"
           "      sends: {leger: nothing}, rules: {band: 9}, asks: [{field: claim.incme}]}\n"),
      "tests/ctr.yaml:3:33: error: form 'ctr1-2026' has no field 'incom'\n"
      " 3 |     given: {documents: {claim: {incom: 1, declared: perhaps}}, facts: {weekly: 1}}\n"
      "   |                                 ^^^^^\n"
      "  write 'income'\n"
      "tests/ctr.yaml:3:53: error: 'declared': 'perhaps' is not true or false\n"
      " 3 |     given: {documents: {claim: {incom: 1, declared: perhaps}}, facts: {weekly: 1}}\n"
      "   |                                                     ^^^^^^^\n"
      "  a reading of that: declared: {unsure: {'perhaps': 60%}}\n"
      "tests/ctr.yaml:3:72: error: there is no fact 'weekly'\n"
      " 3 |     given: {documents: {claim: {incom: 1, declared: perhaps}}, facts: {weekly: 1}}\n"
      "   |                                                                        ^^^^^^\n"
      "  known: 'weekly_income'\n"
      "tests/ctr.yaml:4:21: error: there is no route 'awarded'\n"
      " 4 |     expect: {route: awarded, checks: {ninoo: passed}, decisions: {band: {weekly_awrd: full}},\n"
      "   |                     ^^^^^^^\n"
      "  write 'award'\n"
      "tests/ctr.yaml:4:39: error: there is no check 'ninoo'\n"
      " 4 |     expect: {route: awarded, checks: {ninoo: passed}, decisions: {band: {weekly_awrd: full}},\n"
      "   |                                       ^^^^^\n"
      "  write 'nino'\n"
      "tests/ctr.yaml:4:74: error: this has no part 'weekly_awrd'\n"
      " 4 |     expect: {route: awarded, checks: {ninoo: passed}, decisions: {band: {weekly_awrd: full}},\n"
      "   |                                                                          ^^^^^^^^^^^\n"
      "  write 'weekly_award'\n"
      "tests/ctr.yaml:5:15: error: there is no delivery 'leger'\n"
      " 5 |       sends: {leger: nothing}, rules: {band: 9}, asks: [{field: claim.incme}]}\n"
      "   |               ^^^^^\n"
      "  write 'ledger'\n"
      "tests/ctr.yaml:5:46: error: decision 'band' has no rule '9'\n"
      " 5 |       sends: {leger: nothing}, rules: {band: 9}, asks: [{field: claim.incme}]}\n"
      "   |                                              ^\n"
      "  it has rules 1 to 4\n"
      "tests/ctr.yaml:5:65: error: there is no field 'claim.incme'\n"
      " 5 |       sends: {leger: nothing}, rules: {band: 9}, asks: [{field: claim.incme}]}\n"
      "   |                                                                 ^^^^^^^^^^^\n"
      "  write 'claim.income'\n");
}

TEST_F(WorkflowTests, SayThatATextIsWrittenInQuotes) {
  EXPECT_THAT(told(one("", "decisions: {band: {band: full}}")),
              HasSubstr("  a text is written '\"full\"'\n"));
}

TEST_F(WorkflowTests, TellWhatIsWrongWithAFilesGivenOnce) {
  load(
      "given: {documents: {claim: {incom: 1}}}\ntests:\n"
      "  - {name: a, expect: {state: closed}}\n  - {name: b, expect: {state: closed}}\n");
  EXPECT_EQ(problems.size(), 1u);
}

TEST_F(WorkflowTests, CoverWhatTheirCasesCameTo) {
  Coverage coverage(workflows);
  TestRunner runs(folder.path(), {});
  const auto tests = load(one("documents: {claim: {nino: AB}}", "state: closed"));
  ASSERT_EQ(tests.size(), 1u);
  for (const CaseRecord& record : runs.run(tests[0]).cases) coverage.count(record);
  for (const CaseRecord& record : runs.run(load(one("", "state: closed")).at(0)).cases)
    coverage.count(record);
  std::string met;
  for (const Coverable& one : coverage.all())
    if (one.times > 0) met += std::string(to_string(one.what)) + " " + one.name + "\n";
  EXPECT_EQ(met, "check nino\nrule band rule 1, reg 4(2)\nroute award\n");
  EXPECT_EQ(coverage.all().size(), 2u + 4u + 4u);
}

TEST_F(WorkflowTests, RegistersAreToldWhatTheyFind) {
  use_with(
      "facts:\n",
      "lookups:\n  person:\n    sql: sqlite:register.db\n    select: {table: people, columns: [name], where: "
      "{nino: claim.nino}}\nfacts:\n  found: person.name\n");
  EXPECT_EQ(told(one("lookups: {person: {name: '\"Brandt\"'}}", "facts: {found: '\"Brandt\"'}")), "");
  EXPECT_EQ(told(one("lookups: {person: nothing}", "facts: {found: null}")), "");
  EXPECT_EQ(
      told(one("lookups: {person: {unavailable: the line is dead}}", "state: checking, sends: nothing")), "");
  EXPECT_EQ(told(one("lookups: {person: {refused: no such table}}",
                     "asks: [{lookup: person, says: no such table}]")),
            "");
  EXPECT_THAT(told(one("lookups: {person: {nam: 1}}", "state: closed")),
              HasSubstr("look-up 'person' has no column 'nam'"));
}

TEST_F(WorkflowTests, TakePlaceWhenTheySayThatTheyDo) {
  use_with("facts:\n", "facts:\n  today_is: today()\n");
  write_file(folder.path() / "letters/award.txt", "Northmere, {{ today() }}\n");
  use_with("facts:\n", "facts:\n  today_is: today()\n");
  const std::string expected =
      R"(facts: {today_is: 'date("2030-02-03")'}, sends: {letter: {letter: 'contains(?, "2030")'}})";
  EXPECT_EQ(told("now: 2030-02-03\n" + one("", expected)), "");
  EXPECT_THAT(told(one("", expected)), HasSubstr("got 2026-01-01"));
}

}  // namespace
}  // namespace mailroom::workflows
