// What is told of wrong tests: tests/data/test_diagnostics.golden.
#include <gtest/gtest.h>

#include "office.h"
#include "tests/mistakes.h"
#include "workflows/load_tests.h"

namespace mailroom::workflows {
namespace {

constexpr std::string_view kTests = R"(workflow: ctr
now: 2026-11-23
given:
  documents:
    claim: {nino: AB 12 34 56 C, income: 109.04, household_size: 3, slips: 0, declared: true, start_date: 01/11/2026}
  answers: {ledger: {retry_later: the line is dead}}
tests:
  - name: a small income gets the full award
    given: {facts: {weekly_income: 109.04}}
    expect:
      state: closed
      route: award
      effective: 2026-11-01
      subject: '"AB123456C"'
      fields: {claim: {household_size: 3}}
      facts: {weekly_income: "< 120"}
      checks: {nino: passed}
      decisions: {band: {weekly_award: 31.40}}
      rules: {band: reg 4(2)}
      asks: nobody
      sends: {ledger: {insert: {row: {amount: 31.40}}}}
      deliveries: {ledger: delivered}
  - name: a large household is looked at
    given: {documents: {claim: {household_size: {unsure: {12: 70%, 2: 29%}}}}}
    expect: {state: awaiting_review, asks: [{field: claim.household_size}], sends: nothing}
)";

constexpr Mistake kMistakes[] = {
    {"a tab", "      state: closed", "\t    state: closed"},
    {"a quote that is not closed", "facts: {weekly_income: \"< 120\"}", "facts: {weekly_income: \"< 120}"},
    {"a test that begins a text of lines", "facts: {weekly_income: \"< 120\"}",
     "facts: {weekly_income: > 120}"},
    {"braces without quotes", "route: award", "route: {{ award }}"},
    {"a key misspelt", "      route: award", "      rout: award"},
    {"a key of the file misspelt", "now: 2026-11-23", "today: 2026-11-23"},
    {"a key twice", "      route: award", "      route: award\n      route: refused"},
    {"a test without a name", "  - name: a small income gets the full award\n    given", "  - given"},
    {"two tests of one name", "name: a large household is looked at",
     "name: a small income gets the full award"},
    {"a test that expects nothing",
     "    expect: {state: awaiting_review, asks: [{field: claim.household_size}], sends: nothing}\n",
     "    expect: {}\n"},
    {"a workflow misspelt", "workflow: ctr", "workflow: crt"},
    {"a day that is none", "now: 2026-11-23", "now: 23 November"},
    {"a document that is not taken", "    claim: {nino: AB", "    clam: {nino: AB"},
    {"a field misspelt", "household_size: 3, slips", "houshold_size: 3, slips"},
    {"a value that is none", "income: 109.04, household", "income: a lot, household"},
    {"a tick that is none", "declared: true", "declared: perhaps"},
    {"a probability that is none", "12: 70%", "12: often"},
    {"a destination misspelt", "answers: {ledger:", "answers: {leger:"},
    {"an answer misspelt", "{retry_later: the line is dead}", "{retry: the line is dead}"},
    {"a fact that nobody has", "facts: {weekly_income: 109.04}", "facts: {weekly_icome: 109.04}"},
    {"a state that is none", "state: closed", "state: finished"},
    {"a route misspelt", "route: award", "route: awards"},
    {"a check that is neither", "{nino: passed}", "{nino: ok}"},
    {"a check misspelt", "{nino: passed}", "{nni: passed}"},
    {"a decision misspelt", "decisions: {band:", "decisions: {bnd:"},
    {"a rule that is not there", "rules: {band: reg 4(2)}", "rules: {band: reg 44}"},
    {"a text without its quotes", "subject: '\"AB123456C\"'", "subject: AB123456C"},
    {"an expression that is cut off", "weekly_income: \"< 120\"", "weekly_income: \"< \""},
    {"a question about nothing", "asks: [{field: claim.household_size}]", "asks: [{}]"},
    {"a question about a field misspelt", "asks: [{field: claim.household_size}]",
     "asks: [{field: claim.houshold_size}]"},
    {"a delivery misspelt", "sends: {ledger:", "sends: {leger:"},
    {"what becomes of a delivery misspelt", "{ledger: delivered}", "{ledger: deliverd}"},
    {"a file that is not there",
     "  documents:\n    claim:", "  files: [samples/none.pdf]\n  documents:\n    claim:"},
};

class TestMistakes : public Office {};

TEST_F(TestMistakes, EveryMistakeIsExplainedAtItsPlace) {
  expect_golden("test_diagnostics", explained(kTests, kMistakes, [&](const std::string& text) {
                  std::vector<Diagnostic> problems;
                  parse_tests(text, "tests/ctr.yaml", folder.path(), workflows, problems);
                  std::string said;
                  for (const Diagnostic& problem : problems) said += to_text(problem, text);
                  return said;
                }));
}

}  // namespace
}  // namespace mailroom::workflows
