// The desk's answers as people read them, whole.
#include "cli/show.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/corrections.h"
#include "cli/show_decisions.h"
#include "cli/show_weighed.h"

namespace mailroom::cli {
namespace {

class ShowTest : public testing::Test {
 protected:
  ShowTest() {
    setenv("TZ", "GMT0BST,M3.5.0/1,M10.5.0", 1);  // London, whatever zones are installed
    tzset();
  }
  const View view_{Terminal{}, parse_rfc3339("2026-11-23T08:31:00Z").value()};
};

constexpr const char* kStatus = R"json({
 "site": "benefits-office",
 "time": "2026-11-23T08:31:00Z",
 "running": true,
 "since": "2026-11-20T17:00:00Z",
 "inboxes": [
  {
   "name": "post",
   "items": 861
  },
  {
   "name": "mail",
   "items": 402
  },
  {
   "name": "portal",
   "items": 137
  }
 ],
 "totals": {
  "items": {
   "arrived": 1400,
   "finished": 913,
   "waiting": 399,
   "returned": 4,
   "quarantined": 84
  },
  "documents": {
   "arrived": 1522,
   "finished": 1000,
   "waiting": 430,
   "returned": 4,
   "quarantined": 88
  },
  "pages": {
   "arrived": 3044,
   "finished": 2001,
   "waiting": 880,
   "returned": 8,
   "quarantined": 155
  }
 },
 "by_state": [
  {
   "label": "closed",
   "cases": 923,
   "note": "",
   "items": 913
  },
  {
   "label": "waiting for a person",
   "cases": 251,
   "note": "3 urgent, 0 overdue",
   "items": 241
  },
  {
   "label": "waiting for ledger",
   "cases": 168,
   "note": "",
   "items": 158
  },
  {
   "label": "unreadable",
   "cases": 94,
   "note": "57 from scanner 2",
   "items": 84
  },
  {
   "label": "returned",
   "cases": 14,
   "note": "",
   "items": 4
  }
 ],
 "needs_you": [
  {
   "text": "3 hardship letters",
   "command": "mailroom review --urgent"
  },
  {
   "text": "ledger down since 22:04",
   "command": "mailroom deliveries --name ledger"
  }
 ],
 "balanced": true
})json";

constexpr const char* kCases =
    R"json({"cases":[{"number":"26-48817-9","id":"x","workflow":"ctr","title":"Council tax reduction claims","state":"delivering","waiting_for":"ledger","queue":"","received":"2026-11-21T14:02:00Z","due":"2026-11-27","urgent":false,"outcome":"award","reasons":[]},
{"number":"26-48818-7","workflow":"housing-support","title":"Housing support claims","state":"awaiting_review","waiting_for":"","queue":"hs-team","received":"2026-11-23T07:12:00Z","due":"2026-11-20","urgent":true,"outcome":"","reasons":["net_pay looks altered by hand","household_size may be 3 or 8"]},
{"number":"26-48819-5","workflow":"","title":"","state":"quarantined","queue":"","received":"2026-11-23T07:12:00Z","reasons":["the file is protected by a password"]},
{"number":"26-48820-0","workflow":"ctr","title":"Council tax reduction claims","state":"closed","received":"2026-10-02T07:12:00Z","outcome":"refused","reasons":[]}],"more":true})json";

constexpr const char* kCase =
    R"json({"number":"26-48817-9","workflow":"ctr","title":"Council tax reduction claims","state":"delivering","waiting_for":"ledger","due":"2026-11-27","person":"QQ••••••C",
"came":[{"file":"scan-417-33.tif","item":"i1","received":"2026-11-21T14:02:00Z","form":"ctr1-2026","pages":2},{"file":"payslip.pdf","arrival":{"inbox":"mail","sender":"jo••••••••••••••e","file":"payslip.pdf","team":"hardship"},"item":"i2","received":"2026-11-22T18:20:00Z","form":"payslip","pages":1}],
"read":[{"document":"d1","field":"nino","label":"National Insurance number","value":"QQ••••••C","confidence":0.9996,"source":"ocr","accepted":true,"altered":false},
{"document":"d1","field":"household_size","value":"3","confidence":0.71,"source":"ocr","accepted":false,"altered":false},
{"document":"d2","field":"net_pay","value":"472.50","confidence":0.62,"source":"ocr","accepted":false,"altered":true,"corrected_by":"j.osei"}],
"checks":[{"id":"nino","passed":true},{"id":"household","passed":false,"message":"Box 15 says that 0 people live there","otherwise":"review"}],
"decisions":[{"id":"assessment","value":{"outcome":"award","band":"full","weekly_award":31.40},"fired":[{"number":2,"reference":"reg 4(2)","reason":"your income is below £120.00 a week"}],"trace":{"table":"assessment","hit_policy":"first","rules":[
{"rule":1,"in_force":true,"matched":false,"cells":[{"input":"savings","test":"> 16000","actual":0,"evaluated":true,"matched":false},{"input":"weekly_income","test":"-","evaluated":false,"matched":false}]},
{"rule":2,"in_force":true,"matched":true,"cells":[{"input":"savings","test":"-","actual":0,"evaluated":true,"matched":true},{"input":"weekly_income","test":"< 120","actual":109.04,"evaluated":true,"matched":true}]},
{"rule":6,"in_force":false,"matched":false,"cells":[]}]}}],
"route":"award","deliveries":[{"name":"ledger","state":"waiting","attempts":3,"next_attempt":"2026-11-23T11:00:00Z","why":"the database is in use by somebody else","receipt":""},{"name":"letter","state":"waiting","attempts":0,"why":"","receipt":""},{"name":"pay","state":"delivered","attempts":1,"why":"","receipt":"P-17","answer":{"reference":"P-17","paid_on":"2026-11-27"}}],
"reasons":[],"history":[{"event":"document_filed","by":"mailroom","at":"2026-11-21T14:02:09Z","details":{}},{"event":"field_corrected","by":"j.osei","at":"2026-11-23T07:50:00Z","details":{}}]})json";

constexpr const char* kWaiting =
    R"json({"cases":[{"number":"26-48818-7","workflow":"housing-support","queue":"hs-team","since":"2026-11-23T07:12:00Z","due":"2026-11-20","urgent":true,"leased_by":"m.lund","reasons":[{"code":"field_altered","field":"net_pay","text":"net_pay looks altered by hand"},{"code":"field_unsure","field":"household_size","text":"household_size may be 3 or 8"}]},
{"number":"26-48820-0","workflow":"","queue":"unsorted","since":"2026-11-23T07:12:00Z","due":"2026-11-30","urgent":false,"reasons":[{"code":"page_unknown","text":"no known form"}]}]})json";

constexpr const char* kReview =
    R"json({"number":"26-48818-7","title":"Housing support claims","urgent":true,"due":"2026-11-27","lease_until":"2026-11-23T08:46:00Z","reasons":[{"code":"field_altered","field":"net_pay","text":"net_pay looks altered by hand"},{"code":"field_unsure","field":"household_size","text":"household_size may be 3 or 8"}],
"fields":[{"document":"d2","file":"payslip.pdf","part":0,"role":"payslips","field":"net_pay","label":"Net pay","reading":"742.50","confidence":0.62,"alternatives":[{"value":"472.50","confidence":0.3}],"altered":true,"crop":"data/crops/26-48818-7/net_pay.png","accepted":false},
{"document":"d1","file":"scan.tif","part":0,"role":"claim","field":"declared","label":"I declare that this is true","reading":true,"confidence":0.8,"alternatives":[],"altered":false,"crop":"","accepted":false},
{"document":"d1","file":"scan.tif","part":0,"role":"claim","field":"name","label":"Name","reading":"Jane","confidence":0.999,"alternatives":[],"altered":false,"crop":"","accepted":true}],"checks":[]})json";

constexpr const char* kDeliveries =
    R"json({"deliveries":[{"case":"26-48817-9","name":"ledger","state":"waiting","attempts":3,"next_attempt":"2026-11-23T11:00:00Z","why":"the database is in use by somebody else","receipt":""},{"case":"26-48818-7","name":"ledger","state":"refused","attempts":1,"why":"table 'awards' has no column 'ammount'; did you mean 'amount'?","receipt":""},{"case":"26-48820-0","name":"letter","state":"delivered","attempts":1,"why":"","receipt":"26-48820-0-letter.pdf in outbox"}]})json";

TEST_F(ShowTest, StatusAddsUpAndEndsOnWhatNeedsSomebody) {
  EXPECT_EQ(show_status(parse_json(kStatus), view_), R"(benefits-office · Mon 23 Nov 2026 08:31 · running
Since Fri 17:00: post 861 + mail 402 + portal 137 = 1,400 items
                         items   cases
  closed                   913     923
  waiting for a person     241     251   3 urgent, 0 overdue
  waiting for ledger       158     168
  unreadable                84      94   57 from scanner 2
  returned                   4      14
  total                  1,400   1,450

             arrived  = finished  + waiting  + returned  + unreadable
  items        1,400         913        399           4            84
  documents    1,522       1,000        430           4            88
  pages        3,044       2,001        880           8           155
  ✔ nothing missing

Needs you
  3 hardship letters        mailroom review --urgent
  ledger down since 22:04   mailroom deliveries --name ledger
)");
}

TEST_F(ShowTest, CasesSayTheirStateInAClerksWords) {
  EXPECT_EQ(show_cases(parse_json(kCases), view_, "mailroom cases"),
            R"(26-48817-9  Sat 14:02    waiting for ledger    Council tax reduction claims ·
                                               due Fri 27 Nov
26-48818-7  07:12        waiting for a person  Housing support claims · urgent ·
                                               hs-team · overdue since Fri 20
                                               Nov · net_pay looks altered by
                                               hand …
26-48819-5  07:12        unreadable            not sorted · the file is
                                               protected by a password
26-48820-0  2 Oct 08:12  closed, refused       Council tax reduction claims

4 cases · one of them: mailroom cases show 26-48817-9
more: mailroom cases --after 26-48820-0
)");
}

TEST_F(ShowTest, ACaseTellsItsStoryInOrder) {
  EXPECT_EQ(show_case(parse_json(kCase), view_, false),
            R"x(26-48817-9 · Council tax reduction claims · waiting for ledger · due Fri 27 Nov
person   QQ••••••C  (--reveal is recorded)
came     Sat 14:02  scan-417-33.tif: ctr1-2026, 2 pages
         Sun 18:20  payslip.pdf: payslip, 1 page
                    sender jo••••••••e, team hardship
read     3 values: 1 sure, 1 corrected, 1 not sure
         household_size  3       not sure, 71%
         net_pay         472.50  corrected by j.osei
checks   1 passed
         household  Box 15 says that 0 people live there
decided  assessment  outcome award, band full, weekly_award 31.40
                     rule 2, reg 4(2): your income is below £120.00 a week
route    award
sends    ledger  waiting · the database is in use by somebody else · 3 attempts
                 · next at 11:00
         letter  waiting
         pay     sent: P-17
                 answered: reference P-17
                 answered: paid_on 2026-11-27
next     nothing for you
)x");
}

TEST_F(ShowTest, AllOfACaseShowsEveryValueRuleAndEvent) {
  EXPECT_EQ(show_case(parse_json(kCase), view_, true),
            R"x(26-48817-9 · Council tax reduction claims · waiting for ledger · due Fri 27 Nov
person   QQ••••••C  (--reveal is recorded)
came     Sat 14:02  scan-417-33.tif: ctr1-2026, 2 pages
         Sun 18:20  payslip.pdf: payslip, 1 page
                    sender jo••••••••e, team hardship
read     3 values: 1 sure, 1 corrected, 1 not sure
         nino            QQ••••••C  ink
         household_size  3          not sure, 71% · ink
         net_pay         472.50     corrected by j.osei · ink
checks   1 passed
         household  Box 15 says that 0 people live there
decided  assessment  outcome award, band full, weekly_award 31.40
                     rule 2, reg 4(2): your income is below £120.00 a week
                     rule 1 no: savings 0 is not > 16000
                     rule 2 yes: weekly_income 109.04 is < 120
                     rule 6 no: not in force on that date
route    award
sends    ledger  waiting · the database is in use by somebody else · 3 attempts
                 · next at 11:00
         letter  waiting
         pay     sent: P-17
                 answered: reference P-17
                 answered: paid_on 2026-11-27
history  Sat 14:02  document filed   mailroom
         07:50      field corrected  j.osei
next     nothing for you
)x");
}

TEST_F(ShowTest, WaitingCasesSayWhyAndWithWhom) {
  EXPECT_EQ(show_waiting(parse_json(kWaiting), view_),
            R"(26-48818-7  hs-team   07:12  urgent · overdue since Fri 20 Nov · with m.lund ·
                             net_pay looks altered by hand; household_size may
                             be 3 or 8
26-48820-0  unsorted  07:12  due Mon 30 Nov · no known form

2 cases · take the next one: mailroom review next
)");
}

TEST_F(ShowTest, AReviewShowsReadingsWithTheirDoubts) {
  EXPECT_EQ(show_review(parse_json(kReview), view_),
            R"(26-48818-7 · Housing support claims · urgent · due Fri 27 Nov · yours until
  08:46
why      net_pay looks altered by hand
         household_size may be 3 or 8
read     payslips.net_pay  742.50     62% sure · altered by hand · Net pay
                           or 472.50  30%
         claim.declared    ticked     80% sure · I declare that this is true
pictures payslips.net_pay: data/crops/26-48818-7/net_pay.png
next     mailroom review correct 26-48818-7 payslips.net_pay=VALUE
         mailroom review approve 26-48818-7   as it is
         mailroom review release 26-48818-7   for somebody else
)");
}

constexpr const char* kHanging =
    R"json([{"role":"claim","field":"household_size","weighed":{"weight":"same_outcome","asked":false,"readings":[{"value":"3","same":true,"state":"closed","decisions":[{"id":"band","value":{"band":"full"},"fired":[{"number":2}]}]},{"value":"8","same":true,"state":"closed","decisions":[{"id":"band","value":{"band":"full"},"fired":[{"number":2}]}]}]}},
{"role":"","field":"net_pay","weighed":{"weight":"for_a_person","asked":true,"readings":[{"value":"742.50","same":true,"state":"delivering","decisions":[{"id":"band","value":{"outcome":"award","band":"half","weekly_award":15.70,"why":"your income is between £120.00 and £240.00 a week"},"fired":[{"number":3,"reference":"reg 4(3)"}]}]},{"value":"472.50","same":false,"state":"delivering","decisions":[{"id":"band","value":{"outcome":"award","band":"full","weekly_award":31.40,"why":"your income is below £120.00 a week"},"fired":[{"number":2,"reference":"reg 4(2)"}]}]},{"value":"-","same":false,"state":"awaiting_review","why":"an income is missing","decisions":[]}]}},
{"role":"claim","field":"email","weighed":{"weight":"nothing_reads_it","asked":false,"readings":[{"value":"a@b.example","same":true,"state":"closed","decisions":[]}]}},
{"role":"claim","field":"start_date","weighed":{"weight":"outcome_differs","asked":true,"readings":[{"value":"01/11/2026","same":true,"state":"closed","decisions":[]},{"value":"02/11/2026","same":false,"state":"closed","decisions":[]}]}},
{"role":"claim","field":"name","weighed":null}])json";

TEST_F(ShowTest, WhatHangsOnAFieldIsToldReadingByReading) {
  const Value fields = parse_json(kHanging);
  EXPECT_EQ(join(hanging_lines(fields.list(), view_.terminal), "\n"),
            R"(claim.household_size  3 or 8       same outcome, nobody asked
net_pay               742.50       → half, 15.70 · rule 3, reg 4(3)
                      472.50       → full, 31.40 · rule 2, reg 4(2)
                      -            → a person: an income is missing
claim.email           a@b.example  nothing hangs on it, nobody asked
claim.start_date      01/11/2026   → as it was read
                      02/11/2026   → something else would be sent)");
}

constexpr const char* kDecisions =
    R"json({"count":2,"superseded":1,"cases":1,"head":"5f2a","ok":true,"decisions":[{"case":"26-48817-9","at":"2026-11-23T07:50:00Z","decision":"band","fired":[2],"references":["reg 4(2)","reg 1"],"workflow":"ctr","version":4,"effective":"2026-11-01","superseded":true,"record":7,"digest":"aa","head":"bb"},{"case":"26-48817-9","at":"2026-11-23T08:01:00Z","decision":"band","fired":[3],"references":["reg 4(2)"],"workflow":"ctr","version":4,"effective":"2026-11-01","superseded":false,"record":9,"digest":"ab","head":"bb"}]})json";

TEST_F(ShowTest, DecisionsAreListedWithRuleReferenceAndVersion) {
  EXPECT_EQ(show_decisions(parse_json(kDecisions), view_),
            R"(26-48817-9  07:50  band  rule 2 · reg 4(2); reg 1 · ctr version 4 · in force
                         2026-11-01 · superseded
26-48817-9  08:01  band  rule 3 · reg 4(2) · ctr version 4 · in force 2026-11-01

2 decisions, 1 superseded, in 1 case · ✔ every chain is whole
head 5f2a
)");
  EXPECT_EQ(decisions_csv_header() + decisions_csv(parse_json(kDecisions)),
            "case,at,decision,rules,references,workflow,version,effective,superseded,record,digest,head\r\n"
            "26-48817-9,2026-11-23T07:50:00Z,band,2,reg 4(2); reg 1,ctr,4,2026-11-01,true,7,aa,bb\r\n"
            "26-48817-9,2026-11-23T08:01:00Z,band,3,reg 4(2),ctr,4,2026-11-01,false,9,ab,bb\r\n");
  EXPECT_EQ(
      show_decisions(
          parse_json(R"({"decisions": [], "references": [{"reference": "reg 1", "decisions": 4}]})"), view_),
      "no decision under it in that time\n  reg 1: 4 decisions\n");
}

TEST_F(ShowTest, DeliveriesSayWhatIsStuck) {
  EXPECT_EQ(show_deliveries(parse_json(kDeliveries), view_),
            R"(26-48817-9  ledger  waiting    the database is in use by somebody else · 3
                               attempts · next at 11:00
26-48818-7  ledger  not taken  table 'awards' has no column 'ammount'; did you
                               mean 'amount'?
26-48820-0  letter  sent       26-48820-0-letter.pdf in outbox

3 deliveries: 1 sent, 2 not yet
once the cause is gone: mailroom cases retry 26-48818-7
)");
}

TEST_F(ShowTest, NothingToShowIsSaidInWords) {
  EXPECT_EQ(show_cases(parse_json("{\"cases\": []}"), view_, ""), "no case\n");
  EXPECT_EQ(show_waiting(parse_json("{\"cases\": []}"), view_), "nothing waits for a person\n");
  EXPECT_EQ(show_review(parse_json("{\"case\": null}"), view_), "nothing waits for a person\n");
  EXPECT_EQ(show_deliveries(parse_json("{}"), view_), "no delivery\n");
}

TEST_F(ShowTest, WhatIsMissingIsSaidAtItsLevel) {
  const Value answer = parse_json(R"({"totals": {"pages": {"arrived": 3, "finished": 2}}})");
  EXPECT_FALSE(adds_up(answer));
  EXPECT_NE(show_status(answer, view_).find("✘ 1 pages not accounted for"), std::string::npos);
}

TEST_F(ShowTest, ADamagedAuditSaysWhatAndWhatToDo) {
  EXPECT_EQ(
      show_audit(
          parse_json(
              R"({"chains": 2, "records": 9, "ok": false, "problems": ["case 26-48817-9: record 3 was changed"]})"),
          view_),
      "2 chains, 9 records: ✘ the records do not hold\n"
      "  case 26-48817-9: record 3 was changed\n"
      "keep the site's folder as it is and compare it with a backup\n");
}

TEST_F(ShowTest, AProofShowsWhatHoldsAndWhatDoesNot) {
  const Value answer = parse_json(R"({
    "totals": {"items": {"arrived": 2, "finished": 1, "waiting": 1}, "documents": {"arrived": 2, "finished": 2}, "pages": {}},
    "objects": 3, "records": 65, "cases": 2, "deliveries": 1, "balanced": true, "ok": false,
    "damages": [{"kind": "object", "what": "object 01a2: a stored object's file is missing"}]})");
  EXPECT_EQ(show_verification(answer, view_),
            "             arrived  = finished  + waiting  + returned  + unreadable\n"
            "  items            2           1          1           0             0\n"
            "  documents        2           2          0           0             0\n"
            "  pages            0           0          0           0             0\n"
            "  ✔ nothing missing\n"
            "  ✘ stored documents are not what was stored\n"
            "      object 01a2: a stored object's file is missing\n"
            "      restore them from the backup of the same day as the store\n"
            "  ✔ 65 records, every chain whole\n"
            "  ✔ 1 delivery, each with its decision\n"
            "  ✔ 2 cases, all fit together\n");
}

TEST_F(ShowTest, AnAnswerOfAnotherShapeDoesNoHarm) {
  for (const char* json :
       {"null", "[]", "{\"cases\": 3}", "{\"cases\": [1]}", "{\"fields\": {}, \"number\": 3}"}) {
    const Value answer = parse_json(json);
    show_status(answer, view_), show_cases(answer, view_, ""), show_case(answer, view_, true);
    show_waiting(answer, view_), show_review(answer, view_), show_deliveries(answer, view_);
    show_audit(answer, view_), show_verdict(answer, "done");
  }
}

std::string correction_error(const std::string& typed) {
  try {
    corrections_of({typed}, parse_json(kReview));
    return "";
  } catch (const Error& error) {
    return std::string(error.what()) + " | " + error.hint();
  }
}

TEST(Corrections, FindTheirFieldByNameOrWithItsRole) {
  const Value corrections = corrections_of({"net_pay=472.50", "claim.declared=no"}, parse_json(kReview));
  EXPECT_EQ(to_json(corrections), R"([{"document": "d2", "part": 0, "field": "net_pay", "value": "472.50"}, )"
                                  R"({"document": "d1", "part": 0, "field": "declared", "value": false}])");
}

TEST(Corrections, SayWhatIsWrongWithoutRepeatingTheValue) {
  EXPECT_EQ(correction_error("net_pya=472.50"), "the case has no field 'net_pya' | did you mean 'net_pay'?");
  EXPECT_EQ(correction_error("472.50"),
            "expected FIELD=VALUE, got a text without '=' | for example: net_pay=472.50");
  EXPECT_EQ(correction_error("declared=5"), "'declared' is a tick box: expected yes or no | ");
}

}  // namespace
}  // namespace mailroom::cli
