// `mailroom what-if` on the cases of a site, by the real programs: with the daemon and without one.
#include <gmock/gmock.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class WhatIfOnCases : public testing::Test {
 protected:
  static constexpr const char* kWorkflow = "workflows/council-tax-reduction.yaml";

  WhatIfOnCases() : site_(folder_.path() / "office"), next_((folder_.path() / "next.yaml").string()) {
    fs::copy(fs::path(MAILROOM_SOURCE) / "examples/benefits-office", site_, fs::copy_options::recursive);
    fs::create_directories(site_ / "inbox");
    for (const char* sample : {"07-ctr1-typed.pdf", "11-ctr1-income.pdf", "01-hs1-typed.pdf"})
      fs::copy_file(site_ / "samples" / sample, site_ / "inbox" / sample);
    const Ran ran = run({"mailroomd", "--once", "--site", site_.string()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::string yaml = read_file(site_ / kWorkflow);
    yaml = replace_all(yaml, "\nversion: 1\n", "\nversion: 2\n");
    yaml = replace_all(yaml, "\">= 240\"", "\">= 9000\"");
    write_file(next_, replace_all(yaml, "[120..240)", "[120..9000)"));
  }
  // The number of the site's case that ended so.
  std::string case_that_was(const std::string& outcome, const std::string& workflow) const {
    const Value listed =
        parse_json(run({"mailroom", "cases", "list", "--workflow", workflow, "--json"}, site_).out);
    for (const Value& one : listed.context().at("cases").list())
      if (one.context().at("outcome") == Value(outcome))
        return std::string(one.context().at("number").text());
    ADD_FAILURE() << "none was " << outcome;
    return "";
  }
  Ran what_if(std::vector<std::string> more) const {
    std::vector<std::string> command = {"mailroom", "what-if"};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, site_);
  }

  TemporaryFolder folder_;
  fs::path site_;
  std::string next_;
};

TEST_F(WhatIfOnCases, TellsWhoWouldBeDecidedOtherwiseByWhichRulesAndRecordsTheLook) {
  const std::string refused = case_that_was("refused", "council-tax-reduction");
  const Ran ran = what_if({"council-tax-reduction", next_});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("      rule 5, reg 4(5) → rule "));
  EXPECT_THAT(ran.out, HasSubstr("the route\n  1  refused → award\n      case " + refused + "\n"));
  EXPECT_THAT(ran.out, HasSubstr("  together weekly_award: "));
  EXPECT_THAT(ran.out, HasSubstr("2 cases: 1 the same, 1 different\n"));
  // Nothing was changed by it but the record of who looked.
  const std::string shown = run({"mailroom", "cases", "show", refused, "--json"}, site_).out;
  EXPECT_THAT(shown, HasSubstr("\"facts_revealed\""));
  EXPECT_THAT(shown, HasSubstr("\"outcome\": \"refused\""));
  EXPECT_EQ(run({"mailroom", "audit", "verify"}, site_).code, 0);
}

TEST_F(WhatIfOnCases, ShowsNoFacts) {
  const std::string facts = read_file(site_ / "samples/07-ctr1-typed.pdf");
  for (const char* how : {"--json", "--csv"}) {
    const Ran ran = what_if({kWorkflow, next_, how, "--cases", "all"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, Not(HasSubstr("nino")));
    EXPECT_THAT(ran.out, Not(HasSubstr("surname")));
  }
}

TEST_F(WhatIfOnCases, WritesEachCaseThatWouldChangeForASpreadsheet) {
  const std::string refused = case_that_was("refused", "council-tax-reduction");
  const Ran ran = what_if({"council-tax-reduction@1", next_, "--csv"});
  EXPECT_THAT(ran.out,
              HasSubstr("case,decision,before,after,rules_before,rules_after\n" + refused + ",assessment,"));
  EXPECT_THAT(ran.out, HasSubstr(refused + ",the route,refused,award,,\n"));
  EXPECT_THAT(ran.err, HasSubstr("2 cases: 1 the same, 1 different\n"));
}

TEST_F(WhatIfOnCases, DecidesThoseThatAreChosen) {
  const std::string award = case_that_was("award", "council-tax-reduction"),
                    other = case_that_was("award", "housing-support");
  EXPECT_EQ(what_if({kWorkflow, next_, "--cases", award}).out, "1 case: 1 the same, 0 different\n");
  EXPECT_EQ(what_if({kWorkflow, next_, "--cases", award, "--cases", other}).out,
            "left out: 1 case of another workflow\n1 case: 1 the same, 0 different\n");
  EXPECT_EQ(what_if({kWorkflow, next_, "--to", "2020-01-01"}).out, "0 cases: 0 the same, 0 different\n");
  EXPECT_EQ(what_if({kWorkflow, next_, "--cases", "waiting"}).out, "0 cases: 0 the same, 0 different\n");
}

TEST_F(WhatIfOnCases, CountsCasesThatStandOtherwiseThanTheOldRulesDecide) {
  // Held against the new rules as if they were the old ones: one was decided otherwise, by version 1.
  const Ran ran = what_if({next_, next_});
  EXPECT_THAT(ran.out, HasSubstr("1 case stands otherwise than " + next_ +
                                 " decides now, 1 of them on another version\n"));
  EXPECT_THAT(ran.out, HasSubstr("2 cases: 2 the same, 0 different\n"));
}

TEST_F(WhatIfOnCases, SaysWhatThereIsNot) {
  const Ran version = what_if({"council-tax-reduction@7", next_});
  EXPECT_EQ(version.code, 2);
  EXPECT_THAT(version.err, HasSubstr("workflow 'council-tax-reduction' has no version 7 here\n  kept: 1\n"));
  EXPECT_THAT(what_if({"council-tax", next_}).err, HasSubstr("there is no workflow 'council-tax'"));
  EXPECT_THAT(what_if({"ctr@x", next_}).err, HasSubstr("expected a number behind '@', got 'x'"));
  EXPECT_EQ(what_if({kWorkflow, next_, "--cases", "closd"}).code, 2);
  EXPECT_EQ(what_if({kWorkflow, next_, "--facts", "x.jsonl", "--cases", "all"}).code, 2);
  EXPECT_EQ(what_if({kWorkflow, next_, "--cases", "all", "--cases", "26-00001-7"}).code, 2);
}

TEST_F(WhatIfOnCases, AsksTheDaemonIfOneRuns) {
  const std::string without = what_if({"council-tax-reduction", next_}).out;
  const RunningDaemon daemon(site_);
  EXPECT_EQ(what_if({"council-tax-reduction", next_}).out, without);
}

}  // namespace
}  // namespace mailroom::e2e
