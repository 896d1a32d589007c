// What people and destinations stopped, as it is told; times as they are typed.
#include <gtest/gtest.h>

#include "base/json.h"
#include "cli/moment.h"
#include "cli/show.h"

namespace mailroom::cli {
namespace {

class HandsViewsTest : public testing::Test {
 protected:
  HandsViewsTest() {
    setenv("TZ", "GMT0BST,M3.5.0/1,M10.5.0", 1);
    tzset();
  }
  const View view_{Terminal{}, parse_rfc3339("2026-11-23T08:31:00Z").value()};
};

TEST_F(HandsViewsTest, ACaseTellsWhoHoldsItAndWhatPeopleWroteDown) {
  const Value answer = parse_json(R"json({
    "number": "26-48817-9", "title": "Council tax reduction", "state": "delivering", "standing": "on hold",
    "deliveries": [{"name": "ledger", "state": "waiting", "attempts": 0, "after": "", "why": "", "amendment": 0,
                    "destination": {"name": "ledger", "gate": "paused", "until": "2026-11-23T11:00:00Z",
                                    "why": "month end", "by": "m.lund"}}],
    "hands": {"hold": {"by": "a.chief", "at": "2026-11-23T08:00:00Z", "why": "possible fraud", "person": false},
              "links": ["26-48820-0"], "approved": [{"route": "award", "by": "j.osei", "at": "2026-11-23T08:10:00Z"}],
              "notes": [{"what": "note", "text": "called", "by": "m.lund", "at": "2026-11-23T08:05:00Z"},
                        {"what": "hold", "text": "possible fraud", "by": "a.chief", "at": "2026-11-23T08:00:00Z"}]}
  })json");
  EXPECT_EQ(show_case(answer, view_, false),
            "26-48817-9 · Council tax reduction · on hold\n"
            "sends    ledger  waiting · paused until 11:00 by m.lund: month end, no attempt\n"
            "                 spent\n"
            "hold     on hold since 08:00 by a.chief: possible fraud\n"
            "linked   26-48820-0\n"
            "approved j.osei 08:10, award\n"
            "notes    08:05 m.lund: called\n"
            "         08:00 a.chief, hold: possible fraud\n"
            "next     mailroom cases release 26-48817-9 --why …\n");
}

TEST_F(HandsViewsTest, CausesEndWithTheNextStep) {
  const Value answer = parse_json(R"json({"causes": [
    {"cause": "3f9a1c", "name": "ledger", "state": "refused", "why": "row # is too long", "deliveries": 12,
     "oldest": "26-48817-9"},
    {"cause": "aa0b2c", "name": "export", "state": "unknown", "why": "the line broke", "deliveries": 1,
     "oldest": "26-48820-0"}]})json");
  EXPECT_EQ(show_causes(answer, view_),
            "3f9a1c  12  ledger  not taken · row # is too long · first 26-48817-9\n"
            "aa0b2c   1  export  perhaps taken · the line broke · first 26-48820-0\n"
            "\nonce the cause is gone: mailroom deliveries retry 3f9a1c --one\n");
  EXPECT_EQ(show_causes(parse_json("{}"), view_), "everything that was sent was taken\n");
  EXPECT_EQ(show_retried(parse_json(R"({"cause": "3f9a1c", "tried": ["26-48817-9"], "left": 2})"), view_),
            "1 case is tried again\n"
            "2 left: perhaps taken, on hold, or with somebody; look at each\n"
            "taken? mailroom cases show 26-48817-9, then mailroom deliveries retry 3f9a1c --all\n");
}

TEST_F(HandsViewsTest, APausedDestinationSaysHowToResumeIt) {
  EXPECT_EQ(
      show_destination(parse_json(R"({"name": "ledger", "gate": "paused", "until": "2026-11-23T11:00:00Z",
                                            "why": "month end", "by": "m.lund"})"),
                       view_),
      "ledger paused until 11:00 by m.lund: month end\n"
      "no attempt is spent; before that: mailroom deliveries resume ledger\n");
  EXPECT_EQ(show_destination(parse_json(R"({"name": "ledger", "gate": "probing"})"), view_),
            "ledger is tried with one delivery\n");
}

TEST_F(HandsViewsTest, AMomentIsTypedAsPeopleSayIt) {
  const auto said = [&](const char* typed) {
    const auto moment = moment_of(typed, view_.now);
    return moment ? to_rfc3339(*moment).substr(0, 16) : "";
  };
  EXPECT_EQ(said("11:00"), "2026-11-23T11:00");
  EXPECT_EQ(said("08:00"), "2026-11-24T08:00");  // the next one
  EXPECT_EQ(said("2026-11-30 07:15"), "2026-11-30T07:15");
  EXPECT_EQ(said("2026-07-01 12:00"), "2026-07-01T11:00");  // summer time
  EXPECT_EQ(said("PT2H"), "2026-11-23T10:31");
  EXPECT_EQ(said("2026-11-23T11:00:00Z"), "2026-11-23T11:00");
  for (const char* wrong : {"", "noon", "25:00", "11:60", "11", "2026-13-01 10:00"})
    EXPECT_EQ(said(wrong), "") << wrong;
}

}  // namespace
}  // namespace mailroom::cli
