// The desk's verbs for hands and deliveries, over a real runner and store.
#include "base/error.h"
#include "base/json.h"
#include "tests/daemon/sending_office.h"

namespace mailroom::workflows {
namespace {

using Kind = connectors::DeliveryOutcome::Kind;

class HandsDeskTest : public SendingOffice {
 protected:
  std::string number(const std::string& id) { return load(id).number; }
  std::string refusal_of(const std::string& verb, const Context& arguments) {
    try {
      ask(verb, arguments);
    } catch (const Error& error) {
      return error.code();
    }
    return "";
  }
  Context hands(const std::string& id) {
    return ask("cases.show", {{"case", number(id)}}).context().at("hands").context();
  }
  std::string in_review(int i) { return arrives(i, {{"household_size", "12"}}); }
  // As many deliveries that were given up as there are reasons.
  std::vector<std::string> refused(const std::vector<std::string>& reasons) {
    std::vector<std::string> ids;
    for (const std::string& why : reasons) {
      ledger->next = {{Kind::refused, why, ""}};
      ids.push_back(arrives(static_cast<int>(ids.size())));
    }
    return ids;
  }
};

TEST_F(HandsDeskTest, EachVerbIsToldByTheCaseWithWhoAndWhy) {
  const std::string one = in_review(1), other = in_review(2);
  ask("cases.note", {{"case", number(one)}, {"text", "AB123451C called"}});
  ask("cases.link", {{"case", number(one)}, {"to", number(other)}, {"why", "one household"}}, "j.osei");
  ask("cases.priority", {{"case", number(one)}, {"urgent", true}, {"due", "2026-11-24"}, {"why", "no food"}});
  ask("cases.move", {{"case", number(one)}, {"queue", "ctr-team"}, {"why", "small after all"}});
  ask("cases.hold", {{"case", number(one)}, {"why", "possible fraud"}}, "a.chief");
  const Context told = hands(one);
  EXPECT_EQ(told.at("links"), Value(List{number(other)}));
  EXPECT_EQ(told.at("hold").context().at("by"), Value("a.chief"));
  std::vector<std::string> notes;
  for (const Value& note : told.at("notes").list()) {
    const Context& n = note.context();
    notes.push_back(n.at("what").text_or("") + " by " + n.at("by").text_or("") + ": " +
                    n.at("text").text_or(""));
  }
  EXPECT_EQ(notes,
            (std::vector<std::string>{"note by m.lund: AB••••••C called", "link by j.osei: one household",
                                      "priority by m.lund: no food", "move by m.lund: small after all",
                                      "hold by a.chief: possible fraud"}));
  EXPECT_EQ(standing(one), "on hold");
  EXPECT_EQ(load(one).due, (Date{2026, 11, 24}));
  EXPECT_TRUE(sql.verify_audit().problems.empty());
}

TEST_F(HandsDeskTest, NobodyIsGivenACaseThatIsOnHold) {
  const std::string id = in_review(1);
  ask("cases.hold", {{"case", number(id)}, {"why", "possible fraud"}});
  EXPECT_TRUE(ask("review.next").context().at("case").is_null());
  EXPECT_EQ(refusal_of("review.approve", {{"case", number(id)}}), "case_held");
  ask("cases.release", {{"case", number(id)}, {"why", "cleared"}});
  EXPECT_EQ(ask("review.next").context().at("number"), Value(number(id)));
}

TEST_F(HandsDeskTest, ADocumentIsNotTakenFromUnderAClerk) {
  const std::string id = in_review(1);
  ask("review.next", {}, "j.osei");
  EXPECT_EQ(refusal_of("cases.move", {{"case", number(id)}, {"queue", "ctr-team"}, {"why", "x"}}),
            "lease_held");
  EXPECT_EQ(refusal_of("cases.move", {{"case", number(id)}, {"why", "x"}}), "argument_invalid");
  EXPECT_EQ(refusal_of("cases.hold", {{"case", number(id)}}), "argument_missing");
}

TEST_F(HandsDeskTest, APersonIsHeldByTheNumberAndNeverNamedInClear) {
  const std::string id = in_review(1);
  const Value answer = ask("cases.hold", {{"subject", nino(1)}, {"why", "death reported"}});
  EXPECT_EQ(to_json(answer), R"({"person": "AB••••••C", "cases": 1})");
  EXPECT_TRUE(hands(id).at("hold").context().at("person").is_true());
  EXPECT_EQ(refusal_of("cases.release", {{"case", number(id)}, {"why", "x"}}), "case_held");
  ask("cases.release", {{"subject", nino(1)}, {"why", "it was somebody else"}});
  EXPECT_EQ(standing(id), "waiting for a person");
}

TEST_F(HandsDeskTest, DeadLettersAreGroupedByCauseAndTriedOneThenAll) {
  const auto ids = refused({"row 17 is too long", "row 4 is too long", "no such account"});
  const List causes = ask("deliveries.causes").context().at("causes").list();
  ASSERT_EQ(causes.size(), 2u);
  const Context first = causes[0].context();
  EXPECT_EQ(first.at("why"), Value("row # is too long"));
  EXPECT_EQ(first.at("deliveries"), Value(2));
  EXPECT_EQ(first.at("oldest"), Value(number(ids[0])));
  const Value code = first.at("cause");
  EXPECT_EQ(refusal_of("deliveries.retry", {{"cause", code}}), "argument_invalid");
  EXPECT_EQ(refusal_of("deliveries.retry", {{"cause", "nothing"}, {"one", true}}), "unknown_cause");
  EXPECT_EQ(ask("deliveries.retry", {{"cause", code}, {"one", true}}).context().at("tried"),
            Value(List{number(ids[0])}));
  work();
  EXPECT_EQ(load(ids[0]).state, State::closed);
  EXPECT_EQ(load(ids[1]).state, State::awaiting_review);
  EXPECT_EQ(ask("deliveries.retry", {{"cause", code}, {"all", true}}).context().at("tried"),
            Value(List{number(ids[1])}));
  work();
  EXPECT_EQ(load(ids[1]).state, State::closed);
  EXPECT_EQ(load(ids[2]).state, State::awaiting_review);
}

TEST_F(HandsDeskTest, DeliveriesAreListedInPagesAndCountedWhole) {
  refused({"row 17 is too long", "row 4 is too long", "no such account"});
  const Context first = ask("deliveries.list", {{"state", "refused"}, {"limit", 2}}).context();
  ASSERT_EQ(first.at("deliveries").list().size(), 2u);
  EXPECT_TRUE(first.at("more").is_true());
  const Value last = first.at("deliveries").list()[1].context().at("id");
  const Context second =
      ask("deliveries.list", {{"state", "refused"}, {"limit", 2}, {"before", last}}).context();
  EXPECT_EQ(second.at("deliveries").list().size(), 1u);
  EXPECT_FALSE(second.at("more").is_true());
  EXPECT_NE(to_json(ask("status")).find("3 deliveries not taken"), std::string::npos);
}

TEST_F(HandsDeskTest, WhatMayHaveBeenTakenIsNeverSentAgainByTheDozen) {
  ledger->honours = false;
  ledger->next = {{Kind::unknown, "the line broke", ""}};
  const std::string id = arrives(1);
  const Context answer = ask("deliveries.retry", {{"cause", "ledger"}, {"all", true}}).context();
  EXPECT_EQ(answer.at("tried"), Value(List()));
  EXPECT_EQ(answer.at("left"), Value(1));
  work();
  EXPECT_EQ(ledger->sent.size(), 1u);
  EXPECT_EQ(load(id).state, State::awaiting_review);
}

TEST_F(HandsDeskTest, APauseIsToldByStatusListAndCase) {
  ask("deliveries.pause", {{"name", "ledger"}, {"until", "2026-11-23T11:00:00Z"}, {"why", "month end"}});
  const std::string id = arrives(1);
  const Context listed = ask("deliveries.list").context().at("destinations").list().at(0).context();
  EXPECT_EQ(listed.at("gate"), Value("paused"));
  EXPECT_EQ(parse_rfc3339(listed.at("until").text_or("")), parse_rfc3339("2026-11-23T11:00:00Z"));
  const Value shown = ask("cases.show", {{"case", number(id)}});
  const Context delivery = shown.context().at("deliveries").list().at(0).context();
  EXPECT_EQ(delivery.at("destination").context().at("why"), Value("month end"));
  EXPECT_EQ(delivery.at("attempts"), Value(0));
  EXPECT_EQ(ask("status").context().at("needs_you").list().at(0).context().at("text"),
            Value("ledger is paused, by m.lund"));
  ask("deliveries.resume", {{"name", "ledger"}});
  work();
  EXPECT_EQ(load(id).state, State::closed);
  EXPECT_EQ(sql.history("destination:ledger").size(), 2u);
}

TEST_F(HandsDeskTest, ASecondPersonIsToldWhoApprovedFirst) {
  use_with("    deliver: [ledger, letter]\n",
           "    approve: {by: 2, queue: ctr-seniors}\n    deliver: [ledger, letter]\n");
  employ();
  const std::string id = arrives(1);
  ask("review.approve", {{"case", number(id)}}, "m.lund");
  work();
  EXPECT_EQ(hands(id).at("approved").list().at(0).context().at("by"), Value("m.lund"));
  EXPECT_TRUE(ask("review.next", {}, "m.lund").context().at("case").is_null());
  EXPECT_EQ(refusal_of("review.approve", {{"case", number(id)}}), "same_person");
  ask("review.release", {{"case", number(id)}}, "m.lund");
  EXPECT_EQ(ask("review.next", {}, "j.osei").context().at("number"), Value(number(id)));
  ask("review.approve", {{"case", number(id)}}, "j.osei");
  work();
  EXPECT_EQ(load(id).state, State::closed);
  EXPECT_EQ(ledger->sent.size(), 1u);
}

}  // namespace
}  // namespace mailroom::workflows
