#include "workflows/test_language.h"

#include "workflows/case.h"
#include "workflows/key_of_type.h"

namespace mailroom::workflows {

namespace {

using T = KeyType;

Key map_of(std::string name, std::string description, Key item) {
  return Key{std::move(name), T::map, std::move(description)}.of({std::move(item)});
}

Key any(std::string description) {
  return {"", T::any, std::move(description)};
}

Key given() {
  return Key{"given", T::mapping, "what comes in; a test's own is laid over the file's, field by field"}.of(
      {Key{"received", T::date, "the date received"}.like("2026-11-20"),
       list_of("files", "documents that are read, relative to the site", {"", T::file, "a document"})
           .like("[samples/01-claim.pdf]"),
       Key{"made_up", T::boolean,
           "whether the files are nobody's: then what was read of them is kept beyond the run"}
           .by_default("false"),
       map_of("documents", "what stands on documents, by role; nothing is read",
              any("fields as they are written, by name, with 'form' and 'received' where they matter; a list "
                  "of such "
                  "for several documents; an unsure field is {unsure: {3: 70%, 8: 25%}}, one that was "
                  "corrected by hand "
                  "{altered: 3}"))
           .like("{claim: {nino: QQ123456C, savings: 800.00}}"),
       map_of("facts", "facts that are given in place of their formulas", any("FEEL")),
       map_of("lookups", "what look-ups find",
              any("the row, a list of rows, 'nothing', or {unavailable: why} or {refused: why}"))
           .like("{citizen: {surname: '\"Brandt\"'}}"),
       map_of("answers", "what destinations answer, 'delivered' unless told otherwise",
              any("delivered, {delivered: {NAME: value}}, {refused: why}, {retry_later: why}, {unavailable: "
                  "why} or "
                  "{unknown: why}; a list: one for each attempt"))
           .like("{ledger: {refused: the account is closed}}")});
}

Key questions() {
  std::vector<Key> keys;
  for (const std::string& subject : question_subjects()) keys.push_back(text(subject, "what it is about"));
  keys.push_back(text("reason", "or the reason's code").like("page_missing"));
  keys.push_back(text("says", "what stands in it, too"));
  return Key{"asks", T::either, "the questions to a person, all of them"}
      .of({Key{"", T::choice, ""}.one_of({kNobody}),
           list_of("", "", Key{"", T::mapping, "a question"}.of(keys))})
      .like("[{check: nino}]");
}

Key expect() {
  std::vector<std::string> states;
  for (const State state : {State::closed, State::returned, State::awaiting_review, State::checking,
                            State::delivering, State::quarantined})
    states.emplace_back(to_string(state));
  std::vector<std::string> delivered;
  for (const DeliveryState state :
       {DeliveryState::delivered, DeliveryState::refused, DeliveryState::waiting, DeliveryState::unknown})
    delivered.emplace_back(to_string(state));
  const Key value = any("FEEL as in a decision table's cell, or parts of a context by name, or a list");
  return Key{"expect", T::mapping, "what becomes of it; what is not named is not compared"}.of(
      {Key{"state", T::choice, "how far the case goes by itself"}.one_of(states),
       text("route", "the route it takes").like("award"), text("queue", "whose turn it is"),
       Key{"due", T::date, "by when"}, Key{"urgent", T::boolean, "whether it comes before others"},
       formula("subject", "whose case it is").like("'\"QQ123456C\"'"),
       Key{"effective", T::date, "the date whose rules decide"},
       map_of("fields", "what the rules see of documents, by role", value)
           .like("{claim: {nino: '\"QQ123456C\"'}}"),
       map_of("facts", "facts and what was looked up", value).like("{weekly_income: 150}"),
       map_of("checks", "whether they pass", Key{"", T::choice, ""}.one_of({kPassed, kFailed})),
       map_of("decisions", "what is decided", value).like("{assessment: {weekly_award: 15.70}}"),
       map_of("rules", "the rules that fire, all of a decision's",
              Key{"", T::either, ""}.of(
                  {text("", "a rule's number or reference, or none"), list_of("", "", text("", "a rule"))}))
           .like("{assessment: reg 4(3)}"),
       questions(),
       Key{"sends", T::either, "what goes out"}
           .of({Key{"", T::choice, ""}.one_of({kNothing}),
                list_of("", "deliveries, all of them", {"", T::name, "a delivery's name"}),
                map_of("", "", any("what it says, nested as in the workflow; or 'nothing'"))})
           .like("{ledger: {insert: {row: {weekly_award: 15.70}}}}"),
       map_of("deliveries", "what becomes of deliveries", Key{"", T::choice, ""}.one_of(delivered))});
}

Key then() {
  return list_of(
             "then", "what people do with the case where it waits for them, one after the other",
             Key{"", T::mapping, "a step: one action, and what follows"}.of(
                 {map_of(kCorrect, "fields that are put right, by document and name", any("as it is written"))
                      .like("{claim.household_size: 8, 'payslips[2].net_pay': 472.50}"),
                  Key{kApprove, T::boolean, "true: what is asked is approved"},
                  text(kRefuse, "the case is refused, and why").like("not a resident"),
                  text(kReturn, "the papers go back, and why").like("the wrong form"),
                  Key{kRetry, T::boolean, "true: what could not be done is tried again"},
                  text("by", "who does it; an approval by several wants different people")
                      .by_default(kSomebody),
                  expect()}))
      .like("[{correct: {claim.household_size: 8}, expect: {route: award}}]");
}

Key whole() {
  const Key workflow{"workflow", T::name, "the workflow's id; default: the file's, or the site's only one"};
  const Key now = text("now", "when it takes place: a date, or a time such as 2026-11-23T08:31:00Z")
                      .by_default("2026-01-01");
  return Key{"", T::mapping, "tests of workflows"}.of(
      {workflow, now, given(),
       list_of("tests", "the tests",
               Key{"", T::mapping, "a test"}.of({text("name", "what it shows, in a sentence")
                                                     .needed()
                                                     .like("savings above the limit are refused"),
                                                 workflow, now, given(), expect().needed(), then()}))
           .needed()});
}

}  // namespace

const std::vector<std::string>& question_subjects() {
  static const std::vector<std::string> kSubjects = {"field",    "check",    "route",
                                                     "decision", "delivery", "lookup"};
  return kSubjects;
}

const Key& tests_key() {
  static const Key kKey = whole();
  return kKey;
}

}  // namespace mailroom::workflows
