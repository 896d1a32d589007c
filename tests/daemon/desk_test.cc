#include "daemon/desk.h"

#include "base/error.h"
#include "base/json.h"
#include "daemon/api.h"
#include "daemon/desk_client.h"
#include "daemon/desk_values.h"
#include "tests/daemon/office.h"

namespace mailroom::testing {

using workflows::State;

class DeskTest : public Office {
 protected:
  std::string one_in_review() {
    goes_to_ = State::awaiting_review;
    put_in("scan-017.tif", "pixels");
    work();
    return cases()[0].number;
  }
  std::string code_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return "";
  }
};

TEST_F(DeskTest, BalancesItsStatus) {
  put_in("scan-017.tif", "pixels");
  work();
  one_in_review();
  const Value status = ask("status");
  const Context& items = status.context().at("totals").context().at("items").context();
  EXPECT_EQ(items.at("arrived"), Value(2));
  EXPECT_EQ(items.at("finished"), Value(1));
  EXPECT_EQ(items.at("waiting"), Value(1));
  EXPECT_TRUE(status.context().at("balanced").is_true());
  EXPECT_EQ(status.context().at("needs_you").list().at(0).context().at("text"), Value("1 case in ctr-team"));
  EXPECT_EQ(status.context().at("working"), Value(0));
}

TEST_F(DeskTest, CallsWhatIsBeingReadSo) {
  put_in("scan-017.tif", "pixels");
  daemon::Worker worker(store_, objects_, clock_, stages_, {"test"});
  ASSERT_TRUE(worker.step());  // unpacked, not yet read
  std::string told;
  for (const auto& standing : counts().standings)
    if (standing.items > 0) told += standing.label + " " + std::to_string(standing.items) + "\n";
  EXPECT_EQ(told, "being read 1\n");
}

TEST_F(DeskTest, MasksPersonalValuesUnlessAskedAndRecordsTheAsking) {
  const std::string number = one_in_review();
  const Value shown = ask("cases.show", {{"case", number}});
  EXPECT_EQ(shown.context().at("person"), Value("QQ••••••C"));
  EXPECT_EQ(to_json(shown).find("QQ123456C"), std::string::npos);
  EXPECT_EQ(to_json(ask("cases.list")).find("QQ123456C"), std::string::npos);
  const Value open = ask("cases.show", {{"case", number}, {"reveal", true}}, "j.osei");
  EXPECT_EQ(open.context().at("person"), Value("QQ123456C"));
  const auto history = store_.history(cases()[0].id);
  EXPECT_EQ(history.back().record.event, "case_revealed");
  EXPECT_EQ(history.back().record.by, "j.osei");
}

TEST_F(DeskTest, TellsHowACaseCameAndHidesWhoSentIt) {
  const std::string number = one_in_review();
  workflows::CaseRecord record = cases()[0];
  record.filings[0].arrival = {{"inbox", "mail"},      {"sender", "joan@osei.example"},
                               {"subject", "My rent"}, {"folder", ""},
                               {"mailbox", Value()},   {"team", "hardship"}};
  ASSERT_TRUE(store_.commit({record, {}, false}));
  const auto arrival = [&](bool reveal) {
    const Value shown = ask("cases.show", {{"case", number}, {"reveal", reveal}});
    return to_json(shown.context().at("came").list().at(0).context().at("arrival"));
  };
  EXPECT_EQ(arrival(false),
            R"({"inbox": "mail", "sender": "jo••••••••••••••e", "subject": "My••••t", "team": "hardship"})");
  EXPECT_EQ(arrival(true), R"({"inbox": "mail", "sender": "joan@osei.example", "subject": "My rent", )"
                           R"("team": "hardship"})");
}

TEST_F(DeskTest, HidesADateAlsoAsRulesKnowIt) {
  const std::string number = one_in_review();
  workflows::CaseRecord record = cases()[0];
  ocr::FieldReading born = record.filings[0].fields.at(0);
  born.id = "born";
  born.type = ocr::FieldType::date;
  born.value = Value("05/01/1980");
  record.filings[0].fields.push_back(born);
  const Date day{1980, 1, 5};
  record.facts.put(record.filings[0].role, Context{{"born", day}});
  record.decisions = {{"age", Value(day), {}, Context{{"actual", day}}, {"born on 1980-01-05"}}};
  ASSERT_TRUE(store_.commit({record, {}, false}));
  for (const char* verb : {"cases.show", "cases.explain"}) {
    const std::string shown = to_json(ask(verb, {{"case", number}}));
    EXPECT_EQ(shown.find("1980"), std::string::npos) << shown;
  }
  EXPECT_NE(to_json(ask("cases.show", {{"case", number}, {"reveal", true}})).find("1980-01-05"),
            std::string::npos);
}

// One that lets something happen each time that somebody looks at it.
struct EventfulClock final : Clock {
  Instant now() const override {
    if (const auto once = std::exchange(event, nullptr)) once();
    return kMonday;
  }
  mutable std::function<void()> event;
};

TEST_F(DeskTest, ExplainsACaseThatGoesOnMeanwhileAsItWas) {
  const std::string number = one_in_review();
  EventfulClock clock;
  clock.event = [this] {
    workflows::CaseRecord record = cases()[0];
    record.decisions = {{"band", Context{{"band", "full"}}, {{2, "reg 4(2)", ""}}, {}, {}}};
    ASSERT_TRUE(store_.commit({record, {}, false}));
  };
  daemon::DeskParts parts{site_, store_, objects_, clock, nullptr, {}, true, {}, {}};
  const Value story =
      daemon::Desk(parts).call("cases.explain", {{"case", number}, {"reveal", true}}, {"m.lund", 1000});
  EXPECT_TRUE(clock.event == nullptr) << "it went on";
  EXPECT_TRUE(story.context().at("decisions").list().empty());
}

TEST_F(DeskTest, FindsAPersonsCases) {
  one_in_review();
  EXPECT_EQ(ask("find", {{"subject", "qq 12 34 56 c"}}).context().at("cases").list().size(), 1u);
  EXPECT_TRUE(ask("find", {{"subject", "QQ123456D"}}).context().at("cases").list().empty());
}

TEST_F(DeskTest, GivesACaseToOneClerkOnly) {
  const std::string number = one_in_review();
  EXPECT_EQ(ask("review.next", {}, "m.lund").context().at("number"), Value(number));
  EXPECT_TRUE(ask("review.next", {}, "j.osei").context().at("case").is_null());
  EXPECT_EQ(code_of([&] { ask("review.approve", {{"case", number}}, "j.osei"); }), "lease_held");
  EXPECT_EQ(code_of([&] { ask("review.release", {{"case", number}}, "j.osei"); }), "not_yours");
  ask("review.release", {{"case", number}}, "m.lund");
  ask("review.approve", {{"case", number}}, "j.osei");
  ASSERT_EQ(decided_.size(), 1u);
  EXPECT_EQ(decided_[0].second, "j.osei");
  EXPECT_EQ(code_of([&] { ask("review.approve", {{"case", number}}, "j.osei"); }), "not_in_review");
}

TEST_F(DeskTest, PassesCorrectionsOnByNameOrByPlace) {
  const std::string number = one_in_review();
  after_verdict_ = State::awaiting_review;
  ask("review.correct",
      {{"case", number}, {"corrections", List{Context{{"field", "claim.net_pay"}, {"value", "472.50"}}}}});
  ASSERT_EQ(decided_.size(), 1u);
  const auto& correction = decided_[0].first.corrections.at(0);
  EXPECT_EQ(correction.field, "net_pay");
  EXPECT_EQ(correction.document_id, cases()[0].filings[0].document_id);
  EXPECT_EQ(code_of([&] {
              ask("review.correct", {{"case", number}, {"corrections", List{Context{{"field", "net_pya"}}}}});
            }),
            "unknown_field");
  EXPECT_EQ(code_of([&] { ask("review.refuse", {{"case", number}}); }), "argument_missing");
}

TEST_F(DeskTest, ListsWhatWasDecidedUnderAReferenceSupersededOnesToo) {
  const std::string number = one_in_review(), id = cases()[0].id;
  const auto decide = [&](int64_t rule, const std::string& reference) {
    store_.note(id, {"decision_made",
                     "mailroom",
                     clock_.now(),
                     {{"decision", "band"},
                      {"fired", List{rule}},
                      {"references", List{reference}},
                      {"workflow", "ctr"},
                      {"version", 4},
                      {"effective", "2026-11-01"}}});
  };
  decide(2, "reg 4(2)");
  decide(3, "reg 4(3)");
  const Context all = ask("audit.decisions").context();
  EXPECT_EQ(all.at("count"), Value(2));
  EXPECT_EQ(all.at("superseded"), Value(1));
  EXPECT_EQ(all.at("next"), Value(""));
  const std::string today = to_string(date_of(clock_.now()));
  const Context found =
      ask("audit.decisions", {{"reference", "reg  4(2)"}, {"from", today}, {"to", today}}).context();
  ASSERT_EQ(found.at("count"), Value(1));
  const Context& one = found.at("decisions").list().at(0).context();
  EXPECT_EQ(one.at("case"), Value(number));
  EXPECT_TRUE(one.at("superseded").is_true());
  EXPECT_EQ(one.at("version"), Value(4));
  EXPECT_EQ(one.at("head").text_or(""), store_.history(id).back().digest);
  EXPECT_EQ(ask("audit.decisions", {{"after", number}}).context().at("count"), Value(0));
  EXPECT_EQ(ask("audit.decisions", {{"to", "2020-01-01"}}).context().at("count"), Value(0));
  const Context none = ask("audit.decisions", {{"reference", "reg 9"}}).context();
  EXPECT_EQ(to_json(none.at("references")),
            R"x([{"reference": "reg 4(2)", "decisions": 1}, {"reference": "reg 4(3)", "decisions": 1}])x");
  EXPECT_EQ(code_of([&] { ask("audit.decisions", {{"from", "Monday"}}); }), "argument_invalid");
}

TEST_F(DeskTest, ShowsWhatHangsOnAFieldAndHidesASample) {
  const std::string number = one_in_review();
  workflows::CaseRecord record = cases()[0];
  const auto& read = record.filings.at(0).fields.at(0);
  workflows::WeighedReading full{Value("472.50"), 0.6, true, State::closed, "award", "", {}};
  full.decisions = {{"band", Context{{"band", "full"}}, {{2, "reg 4(2)", ""}}, {}, {}}};
  record.weighed = {
      {record.filings[0].document_id, 0, read.id, workflows::Weight::outcome_differs, 0.999, {full}}};
  ASSERT_TRUE(store_.commit({record, {}, false}));
  const auto shown = [&] {
    return ask("review.show", {{"case", number}}).context().at("fields").list().at(0).context();
  };
  const Context weighed = shown().at("weighed").context();
  EXPECT_EQ(weighed.at("weight"), Value("outcome_differs"));
  EXPECT_EQ(
      to_json(weighed.at("readings").list().at(0).context().at("decisions")),
      R"x([{"id": "band", "value": {"band": "full"}, "fired": [{"number": 2, "reference": "reg 4(2)", )x"
      R"x("reason": ""}], "trace": null, "notices": []}])x");
  record = cases()[0];
  record.weighed[0].weight = workflows::Weight::sampled;
  ASSERT_TRUE(store_.commit({record, {}, false}));
  const Context sample = shown();
  EXPECT_TRUE(sample.at("unseen").is_true());
  EXPECT_TRUE(sample.at("reading").is_null());
  EXPECT_TRUE(sample.at("weighed").is_null());
  const Value story = ask("cases.show", {{"case", number}, {"reveal", true}});
  EXPECT_TRUE(story.context().at("read").list().at(0).context().at("value").is_null());
}

TEST_F(DeskTest, KnowsItsVerbsAndCases) {
  EXPECT_EQ(code_of([&] { ask("cases.shwo"); }), "unknown_verb");
  EXPECT_EQ(code_of([&] { ask("cases.show", {{"case", "26-99999-9"}}); }), "unknown_case");
  EXPECT_EQ(code_of([&] { ask("cases.show"); }), "argument_missing");
  EXPECT_TRUE(daemon::Desk::only_looks("cases.show"));
  EXPECT_FALSE(daemon::Desk::only_looks("review.approve"));
}

TEST_F(DeskTest, AnswersOverTheSocketAsTheKernelKnowsTheCaller) {
  const std::string number = one_in_review();
  daemon::DeskParts parts{site_, store_, objects_, clock_, nullptr, {}, true, {}, {}};
  daemon::Desk desk(parts);
  daemon::Api api(desk, store_, clock_);
  // Deeper than a socket's path may be.
  site_.socket = folder_.path() / std::string(100, 'd') / "mailroom.sock";
  const daemon::HttpServer server(site_.socket,
                                  [&](const daemon::HttpRequest& request) { return api.answer(request); });
  daemon::DeskClient client = daemon::DeskClient::for_site(site_);
  EXPECT_TRUE(client.is_running());
  client.call("cases.show", {{"case", number}, {"reveal", true}, {"by", "somebody else"}});
  EXPECT_EQ(store_.history(cases()[0].id).back().record.by, daemon::peer_of_this_process().user);
  EXPECT_EQ(code_of([&] { client.call("cases.show", {{"case", "26-99999-9"}}); }), "unknown_case");
  EXPECT_EQ(daemon::http_request(site_.socket, "GET", "/ready", "").status, 200);
  EXPECT_THAT(daemon::http_request(site_.socket, "GET", "/metrics", "").body,
              ::testing::HasSubstr("mailroom_items{state=\"waiting\"} 1"));
  EXPECT_EQ(daemon::http_request(site_.socket, "GET", "/nowhere", "").status, 404);
}

TEST_F(DeskTest, SaysThatVerbsNeedADaemonWhenNoneRuns) {
  site_.socket = folder_.path() / "mailroom.sock";
  site_.store = folder_.path() / "nothing.db";
  daemon::DeskClient client = daemon::DeskClient::for_site(site_);
  EXPECT_FALSE(client.is_running());
  EXPECT_EQ(code_of([&] { client.call("review.next"); }), "daemon_not_running");
  EXPECT_EQ(code_of([&] { client.call("status"); }), "nothing_yet");
}

TEST(Masked, ShowsTheFirstTwoAndTheLastCharacter) {
  EXPECT_EQ(daemon::masked("QQ123456C"), "QQ••••••C");
  EXPECT_EQ(daemon::masked("Öğün"), "••••");
  EXPECT_EQ(daemon::masked(""), "");
}

}  // namespace mailroom::testing
