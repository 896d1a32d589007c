#include "connectors/robot/step.h"

#include <gtest/gtest.h>

namespace mailroom::connectors {
namespace {

using Written = std::vector<WrittenStep>;

// The first problem as "step.key code".
std::string problem(const Written& steps, RobotKind robot = RobotKind::browser,
                    StepList list = StepList::steps) {
  const auto found = problems_of(steps, robot, list);
  if (found.empty()) return "";
  return std::to_string(found.front().step) + "." + found.front().key + " " + found.front().code;
}

const WrittenStep kOpen = {{"open", "/"}};
const WrittenStep kStore = {{"click", "Store"}, {"commit", "true"}};

TEST(Steps, AreFineWithOneThatTakesEffect) {
  EXPECT_EQ(problem({kOpen, {{"fill", "Amount"}, {"with", "{{ x }}"}}, kStore, {{"read", "Reference"}}}), "");
}

TEST(Steps, NeedExactlyOneThatTakesEffect) {
  EXPECT_EQ(problem({kOpen}), "1. no_commit");
  EXPECT_EQ(problem({kOpen, kStore, kStore}), "2.commit two_commits");
  EXPECT_EQ(problem({kOpen, kStore}), "1.commit commit_without_answer");
  EXPECT_EQ(problem({}), "0. no_steps");
}

TEST(Steps, SayOneThingEach) {
  EXPECT_EQ(problem({kOpen, {{"with", "1"}}, kStore}), "1. step_without_verb");
  EXPECT_EQ(problem({kOpen, {{"click", "A"}, {"fill", "B"}}, kStore}), "1.fill step_with_two_verbs");
  EXPECT_EQ(problem({kOpen, {{"fill", "Amount"}}, kStore}), "1.fill missing_key");
  EXPECT_EQ(problem({kOpen, {{"click", "A"}, {"with", "1"}}, kStore}), "1.with unknown_key");
}

TEST(Steps, OfABrowserAndATerminalDiffer) {
  EXPECT_EQ(problem({kOpen, {{"key", "enter"}}, kStore}), "1.key step_not_here");
  EXPECT_EQ(problem({{{"open", "/"}}, {{"key", "enter"}, {"commit", "true"}}}, RobotKind::terminal),
            "0.open step_not_here");
  EXPECT_EQ(problem({kOpen, {{"wait_for", "A"}, {"at", "1,1"}}, kStore}), "1.at step_not_here");
  EXPECT_EQ(problem({{{"wait_for", "A"}, {"css", "b"}}, {{"key", "enter"}, {"commit", "true"}}},
                    RobotKind::terminal),
            "0.css step_not_here");
}

TEST(Steps, OfATerminalNameKeysAndPlaces) {
  const auto of_terminal = [](WrittenStep step) {
    return problem({std::move(step), {{"key", "enter"}, {"commit", "true"}}, {{"read", "REFERENCE"}}},
                   RobotKind::terminal);
  };
  EXPECT_EQ(of_terminal({{"key", "pf12"}}), "");
  EXPECT_EQ(of_terminal({{"key", "retrun"}}), "0.key unknown_terminal_key");
  EXPECT_EQ(of_terminal({{"type", "1"}, {"at", "6"}}), "0.at wrong_place");
  EXPECT_EQ(of_terminal({{"type", "1"}, {"at", "0,4"}}), "0.at wrong_place");
  EXPECT_EQ(of_terminal({{"read", "reference"}, {"length", "3"}}), "0.length wrong_place");
}

TEST(Steps, OfALookUpEndWithAnAnswerEitherWay) {
  const WrittenStep answer = {{"read", "Reference"}, {"unless", "None"}};
  EXPECT_EQ(problem({kOpen, answer}, RobotKind::browser, StepList::look_up), "");
  EXPECT_EQ(problem({kOpen, {{"read", "Reference"}}}, RobotKind::browser, StepList::look_up),
            "1. look_up_without_answer");
  EXPECT_EQ(problem({kOpen, kStore, answer}, RobotKind::browser, StepList::look_up),
            "1.commit commit_elsewhere");
  EXPECT_EQ(problem({answer}, RobotKind::browser, StepList::look_up), "0. no_page");
}

TEST(Steps, NameSecretsOnlyToLogIn) {
  const WrittenStep password = {{"fill", "Password"}, {"with", "${secret:X}"}};
  EXPECT_EQ(problem({password}, RobotKind::browser, StepList::log_in), "");
  EXPECT_EQ(problem({kOpen, password, kStore}), "1.with secret_in_steps");
}

TEST(Steps, AreNotWrittenWithDotsInAnAddressAndLeaveThoseOfAValueToThePage) {
  const WrittenStep up = {{"open", "/awards/../admin"}};
  EXPECT_EQ(problem({up, kStore, {{"read", "Reference"}}}), "0.open dot_in_address");
  EXPECT_EQ(problem({{{"open", "/awards/{{ x }}"}}, kStore, {{"read", "Reference"}}}), "");
  const Value rendered =
      List{Context{{"open", "/awards/../admin"}}, Context{{"click", "Store"}, {"commit", "true"}},
           Context{{"read", "Reference"}}};
  EXPECT_EQ(steps_of(rendered, RobotKind::browser, StepList::steps, "steps", {}).size(), 3u);
}

TEST(Steps, AreShownAsTheyWouldBeTaken) {
  const Value list = List{Context{{"open", "/new"}}, Context{{"fill", "Remarks"}, {"with", "a\nb"}},
                          Context{{"click", "Store"}, {"commit", "true"}}, Context{{"read", "Reference"}}};
  EXPECT_EQ(shown(steps_of(list, RobotKind::browser, StepList::steps, "steps", {})),
            "  1. open '/new'\n  2. fill 'Remarks' with 'a\\nb'\n  3. click 'Store'  (takes effect)\n  4. "
            "read 'Reference'\n");
}

}  // namespace
}  // namespace mailroom::connectors
