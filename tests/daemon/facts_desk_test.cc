// The desk's verbs behind `mailroom what-if`: stored facts of many cases, and the rules as they were.
#include <gmock/gmock.h>

#include "base/error.h"
#include "daemon/workflow_versions.h"
#include "tests/daemon/sending_office.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FactsDesk : public SendingOffice {
 protected:
  Context facts(Context arguments = {}, const std::string& who = "m.lund") {
    if (arguments.at("cases").is_null()) arguments.put("workflow", "ctr");
    return ask("cases.facts", arguments, who).context();
  }
  static std::vector<std::string> numbers(const Context& answer) {
    std::vector<std::string> all;
    for (const Value& one : answer.at("cases").list())
      all.emplace_back(one.context().at("number").text_or(""));
    return all;
  }
  std::string number(const std::string& id) { return load(id).number; }
  // How often the case's facts were looked at.
  long looked_at(const std::string& id) {
    const auto history = sql.history(id);
    return std::count_if(history.begin(), history.end(),
                         [](const auto& line) { return line.record.event == "facts_revealed"; });
  }
};

TEST_F(FactsDesk, GivesFactsWithTheirKindsAndWhatWasDecided) {
  const std::string id = arrives(1);
  const Context answer = facts();
  ASSERT_THAT(numbers(answer), ElementsAre(number(id)));
  const Context& one = answer.at("cases").list().at(0).context();
  const Value given = from_stored(one.at("facts"));
  EXPECT_EQ(given.context().at("effective"), Value(load(id).effective));
  EXPECT_EQ(given.context().at("claim").context().at("nino"), Value(nino(1)));
  EXPECT_EQ(one.at("version"), Value(4));
  EXPECT_EQ(one.at("route"), Value("award"));
  const Context& band = one.at("decisions").list().at(0).context();
  EXPECT_EQ(band.at("id"), Value("band"));
  EXPECT_EQ(from_stored(band.at("value")), load(id).decisions.at(0).value);
}

TEST_F(FactsDesk, EachCaseThatWasGivenKeepsWhoLooked) {
  const std::string given = arrives(1), waits = arrives(2, {{"slips", "1"}});
  facts({{"decided", true}}, "j.osei");
  EXPECT_EQ(looked_at(given), 1);
  EXPECT_EQ(sql.history(given).back().record.by, "j.osei");
  EXPECT_EQ(looked_at(waits), 0);
  EXPECT_TRUE(sql.verify_audit().problems.empty());
}

TEST_F(FactsDesk, LeavesOutWhatWasNotDecidedAndCountsIt) {
  const std::string decided = arrives(1), waits = arrives(2, {{"slips", "1"}});
  EXPECT_THAT(numbers(facts()), ElementsAre(number(waits), number(decided)));
  const Context answer = facts({{"decided", true}});
  EXPECT_THAT(numbers(answer), ElementsAre(number(decided)));
  EXPECT_EQ(answer.at("undecided"), Value(1));
  EXPECT_EQ(answer.at("no_facts"), Value(0));
}

TEST_F(FactsDesk, GoesPageByPage) {
  std::vector<std::string> all;
  for (int i = 1; i <= 5; ++i) all.insert(all.begin(), number(arrives(i)));
  std::vector<std::string> seen;
  std::string after;
  do {
    const Context page = facts({{"limit", 2}, {"after", after}});
    EXPECT_LE(page.at("cases").list().size(), 2u);
    for (const std::string& one : numbers(page)) seen.push_back(one);
    after = std::string(page.at("next").text_or(""));
  } while (!after.empty());
  EXPECT_EQ(seen, all);
}

TEST_F(FactsDesk, ChoosesByStateAndDayReceived) {
  const std::string first = arrives(1);
  const std::string day = to_string(date_of(clock.now()));
  clock.advance(std::chrono::hours(24));
  const std::string second = arrives(2, {{"household_size", "12"}});
  const std::string next_day = to_string(date_of(clock.now()));
  EXPECT_THAT(numbers(facts({{"to", day}})), ElementsAre(number(first)));
  EXPECT_THAT(numbers(facts({{"from", next_day}})), ElementsAre(number(second)));
  EXPECT_THAT(numbers(facts({{"from", day}, {"to", next_day}})).size(), 2u);
  EXPECT_THAT(numbers(facts({{"state", "awaiting_review"}})), ElementsAre(number(second)));
  EXPECT_EQ(refusal_of([&] { facts({{"from", "Monday"}}); }), "argument_invalid");
  EXPECT_EQ(refusal_of([&] { facts({{"state", "gone"}}); }), "argument_invalid");
  EXPECT_EQ(refusal_of([&] { ask("cases.facts"); }), "argument_missing");
}

TEST_F(FactsDesk, GivesTheCasesThatAreNamed) {
  const std::string first = arrives(1);
  arrives(2);
  EXPECT_THAT(numbers(facts({{"cases", List{number(first)}}})), ElementsAre(number(first)));
  const Context others = facts({{"cases", List{number(first)}}, {"workflow", "parking"}});
  EXPECT_THAT(numbers(others), IsEmpty());
  EXPECT_EQ(others.at("other_workflow"), Value(1));
  EXPECT_EQ(refusal_of([&] { facts({{"cases", List{"26-99999-9"}}}); }), "unknown_case");
}

TEST_F(FactsDesk, CountsWhatWasErased) {
  const std::string first = arrives(1), second = arrives(2);
  const workflows::AuditRecord told{"case_erased", "m.lund", clock.now(), {{"why", "asked for"}}};
  ASSERT_TRUE(sql.erase(first, load(first).revision, daemon::Retained::all, told));
  const Context answer = facts();
  EXPECT_THAT(numbers(answer), ElementsAre(number(second)));
  EXPECT_EQ(answer.at("erased"), Value(1));
}

TEST_F(FactsDesk, ShowsTheVersionInForceOrTheOneAskedFor) {
  daemon::with_kept_versions(workflows, sql, clock.now());
  const std::string four = workflows.all().front()->source.yaml;
  use_with("version: 4", "version: 5");
  workflows = daemon::with_kept_versions(workflows, sql, clock.now());
  const Context now = ask("workflows.show", {{"workflow", "ctr"}}).context();
  EXPECT_EQ(now.at("version"), Value(5));
  EXPECT_EQ(now.at("versions"), Value(List{4, 5}));
  const Context old = ask("workflows.show", {{"workflow", "ctr"}, {"version", 4}}).context();
  EXPECT_EQ(source_from_json(std::string(old.at("source").text_or(""))).yaml, four);
  use_with("version: 4", "version: 4");  // the site went back to it
  EXPECT_EQ(ask("workflows.show", {{"workflow", "ctr"}}).context().at("version"), Value(4));
  EXPECT_EQ(refusal_of([&] {
              ask("workflows.show", {{"workflow", "ctr"}, {"version", 6}});
            }),
            "unknown_version");
  EXPECT_EQ(refusal_of([&] { ask("workflows.show", {{"workflow", "parking"}}); }), "unknown_version");
}

}  // namespace
}  // namespace mailroom::workflows
