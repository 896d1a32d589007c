// Cases stay on the version that they began with, whatever becomes of the site's files.
#include "daemon/workflow_versions.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/daemon/sending_office.h"

namespace mailroom::workflows {
namespace {

using ::testing::ElementsAre;

class WorkflowVersionsTest : public SendingOffice {
 protected:
  // The site as it is now, with what the store keeps: as at a start. Says what is refused.
  std::vector<std::string> start(const std::string& yaml) {
    use(yaml, options());
    std::vector<std::string> refused;
    for (const Diagnostic& one : daemon::changed_versions(workflows, sql))
      refused.push_back(one.message + " (" + one.hint + ")");
    if (refused.empty()) workflows = daemon::with_kept_versions(workflows, sql, clock.now());
    employ();
    return refused;
  }
  LoadOptions options() {
    LoadOptions made;
    made.site = folder.path();
    made.forms = &forms;
    return made;
  }
  static std::string version(int number, const std::string& full_award = "31.40") {
    const std::string yaml =
        replace_all(std::string(kOfficeWorkflow), "version: 4", "version: " + std::to_string(number));
    return replace_all(yaml, "31.40", full_award);
  }
  std::string award_of(const std::string& id) {
    return to_display(load(id).decisions.at(0).value.context().at("weekly_award"));
  }
};

TEST_F(WorkflowVersionsTest, ACaseThatWaitsIsDecidedByItsOwnVersionAfterARestart) {
  ASSERT_THAT(start(version(4)), ElementsAre());
  const std::string old = claimed(1, {{"slips", "1"}});
  work();
  ASSERT_EQ(load(old).waiting_for, "payslips");
  write_file(folder.path() / "letters" / "award.txt", "Version five: {{ band.weekly_award }}\n");
  ASSERT_THAT(start(version(5, "35.00")), ElementsAre());
  const std::string young = claimed(2);
  runner->file(payslip("slip", "472.50", nino(1)));
  work();
  EXPECT_EQ(load(old).version, 4);
  EXPECT_EQ(award_of(old), "31.40");
  EXPECT_EQ(load(young).version, 5);
  EXPECT_EQ(award_of(young), "35.00");
  std::vector<std::string> letters;
  for (const auto& sent : letter->sent) letters.push_back(sent.content.at("letter").text_or("").substr(0, 7));
  EXPECT_THAT(letters, ::testing::UnorderedElementsAre("You get", "Version"));
}

TEST_F(WorkflowVersionsTest, AChangeUnderTheSameNumberIsRefusedWithWhatChanged) {
  start(version(4));
  claimed(1);
  EXPECT_THAT(
      start(version(4, "35.00")),
      ElementsAre("workflow 'ctr' was changed under its number 4: the workflow's file, line 26 (write "
                  "'version: 5'; cases that began with 4 stay on it)"));
  write_file(folder.path() / "letters" / "award.txt", "Something else\n");
  EXPECT_THAT(start(version(4)),
              ElementsAre("workflow 'ctr' was changed under its number 4: 'letters/award.txt', line 1 (write "
                          "'version: 5'; cases that began with 4 stay on it)"));
}

TEST_F(WorkflowVersionsTest, WhatNoCaseBeganWithMayStillBeChanged) {
  start(version(4));
  EXPECT_THAT(start(version(4, "35.00")), ElementsAre());
  const std::string id = claimed(1);
  work();
  EXPECT_EQ(award_of(id), "35.00");
  EXPECT_THAT(start(version(4, "35.00")), ElementsAre());
}

TEST_F(WorkflowVersionsTest, AnOldVersionTakesNoNewCasesEvenIfItsNumberIsHigher) {
  start(version(5));
  claimed(1, {{"slips", "1"}});
  start(version(4));
  EXPECT_EQ(load(claimed(2)).version, 4);
}

TEST_F(WorkflowVersionsTest, CasesMoveToANewerVersionOnlyIfSomebodySaysSo) {
  start(version(4));
  const std::string waits = claimed(1, {{"household_size", "12"}});
  const std::string sent = claimed(2);
  letter->down = true;
  work();
  start(version(5, "35.00"));
  const Context dry =
      ask("workflows.migrate", {{"workflow", "ctr"}, {"from", 4}, {"to", 5}, {"dry_run", true}}).context();
  EXPECT_EQ(dry.at("moved"), Value(1));
  EXPECT_EQ(dry.at("stay"), Value(1));
  EXPECT_EQ(load(waits).version, 4);
  ask("workflows.migrate", {{"workflow", "ctr"}, {"from", 4}, {"to", 5}, {"why", "the table was wrong"}});
  EXPECT_EQ(load(waits).version, 5);
  EXPECT_EQ(load(waits).notes.at(0).text, "the table was wrong");
  EXPECT_EQ(load(sent).version, 4);
  work();
  EXPECT_EQ(load(waits).state, State::awaiting_review);
  EXPECT_THROW(ask("workflows.migrate", {{"workflow", "ctx"}, {"from", 4}, {"to", 5}, {"why", "x"}}), Error);
  EXPECT_THROW(ask("cases.move", {{"case", load(waits).number}, {"version", 7}, {"why", "x"}}), Error);
}

}  // namespace
}  // namespace mailroom::workflows
