// What every store promises about what people and destinations stop, about versions and about turns. Maker as
// in store_suite.h.
#pragma once

#include "tests/daemon/store_suite.h"

namespace mailroom::testing {

template <typename Maker>
class HandsConformance : public StoreSuite<Maker> {
 protected:
  // A case with one delivery that waits for its destination, parked.
  void park(int i, bool urgent = false) {
    workflows::CaseRecord record = a_case("case-" + std::to_string(i), "26-0000" + std::to_string(i) + "-x");
    record.state = workflows::State::delivering;
    record.urgent = urgent;
    workflows::DeliveryRecord delivery;
    delivery.id = "delivery-" + std::to_string(i);
    delivery.name = "ledger";
    delivery.key = record.id + "/ledger";
    delivery.parked = true;
    record.deliveries = {delivery};
    ASSERT_TRUE(this->store().commit({record, {}, true}));
  }
  // What is claimed now, in order, until nothing is.
  std::vector<std::string> claimed() {
    std::vector<std::string> ids;
    while (const auto work = this->store().claim("a", kMonday, this->later(5))) ids.push_back(work->id);
    return ids;
  }
};
TYPED_TEST_SUITE_P(HandsConformance);

TYPED_TEST_P(HandsConformance, HoldsAPersonHoweverTheNumberIsTypedUntilReleased) {
  auto& store = this->store();
  EXPECT_FALSE(store.hold_on("QQ123456C"));
  EXPECT_TRUE(store.hold_subject("QQ123456C", {"m.lund", kMonday, "death reported", true, {}}));
  EXPECT_FALSE(store.hold_subject("qq 12 34 56 c", {"j.osei", kMonday, "again", true, {}}));
  auto& again = this->maker_.reopened();
  const auto hold = again.hold_on("qq123456c");
  ASSERT_TRUE(hold);
  EXPECT_EQ(hold->by, "m.lund");
  EXPECT_EQ(hold->why, "death reported");
  EXPECT_FALSE(again.hold_on("QQ123457C"));
  EXPECT_TRUE(again.release_subject("QQ123456C", "j.osei", kMonday));
  EXPECT_FALSE(again.release_subject("QQ123456C", "j.osei", kMonday));
  EXPECT_TRUE(again.hold_subject("QQ123456C", {"m.lund", kMonday, "once more", true, {}}));
  EXPECT_THAT(again.verify_audit().problems, ::testing::IsEmpty());
}

TYPED_TEST_P(HandsConformance, ListsAPersonsCases) {
  auto& store = this->store();
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  ASSERT_TRUE(store.commit({a_case("case-2", "26-00002-6"), {}, true}));
  EXPECT_THAT(store.cases_of("qq 123456 c"), ::testing::ElementsAre("case-1", "case-2"));
  EXPECT_THAT(store.cases_of("QQ123457C"), ::testing::IsEmpty());
}

TYPED_TEST_P(HandsConformance, ChangesADestinationOnlyAsItWasLoaded) {
  auto& store = this->store();
  workflows::Destination ledger;
  ledger.name = "ledger";
  EXPECT_TRUE(store.keep_destination(ledger));  // plainly open: nothing to remember
  EXPECT_THAT(store.destinations(), ::testing::IsEmpty());
  ledger.gate = workflows::Destination::Gate::paused;
  ledger.until = this->later(30);
  ledger.why = "month end";
  ledger.by = "m.lund";
  EXPECT_TRUE(store.keep_destination(ledger));
  EXPECT_FALSE(store.keep_destination(ledger));  // somebody made it before
  const auto first = store.destination("ledger"), second = first;
  ASSERT_TRUE(first);
  EXPECT_EQ(first->until, this->later(30));
  EXPECT_EQ(first->by, "m.lund");
  EXPECT_EQ(store.next_due(), this->later(30));
  EXPECT_TRUE(store.keep_destination(*first));
  EXPECT_FALSE(store.keep_destination(*second));
  auto open = *store.destination("ledger");
  open.gate = workflows::Destination::Gate::open;
  EXPECT_TRUE(store.keep_destination(open));
  EXPECT_FALSE(store.destination("ledger"));
}

TYPED_TEST_P(HandsConformance, LetsParkedDeliveriesGoByNumberUrgentFirst) {
  this->park(1);
  this->park(2);
  this->park(3, true);
  EXPECT_THAT(this->claimed(), ::testing::IsEmpty());
  EXPECT_EQ(this->store().unpark("letter", 5, kMonday), 0);
  EXPECT_EQ(this->store().unpark("ledger", 1, kMonday), 1);
  EXPECT_THAT(this->claimed(), ::testing::ElementsAre("case-3"));
  EXPECT_EQ(this->store().unpark("ledger", 5, kMonday), 2);
  EXPECT_THAT(this->claimed(), ::testing::ElementsAre("case-1", "case-2"));
  EXPECT_EQ(this->store().unpark("ledger", 5, kMonday), 0);
}

TYPED_TEST_P(HandsConformance, PutsNobodyOffByLettingADeliveryGoLater) {
  this->park(1);
  EXPECT_EQ(this->store().unpark("ledger", 1, kMonday), 1);
  auto record = *this->store().load("case-1");
  record.deliveries[0].parked = true;
  workflows::DeliveryRecord letter = record.deliveries[0];
  letter.id = letter.key = "case-1/letter";
  letter.name = "letter";
  letter.parked = false;
  letter.next_attempt = this->later(1);
  record.deliveries.push_back(letter);
  ASSERT_TRUE(this->store().commit({record, {}, false}));
  EXPECT_EQ(this->store().unpark("ledger", 1, this->later(5)), 1);
  EXPECT_EQ(this->store().line_of("case-1").due_at, this->later(1));
}

TYPED_TEST_P(HandsConformance, LetsNoHeldCaseGo) {
  this->park(1);
  auto record = *this->store().load("case-1");
  record.hold = workflows::Hold{"m.lund", kMonday, "fraud", false, {}};
  ASSERT_TRUE(this->store().commit({record, {}, false}));
  EXPECT_EQ(this->store().unpark("ledger", 5, kMonday), 0);
  EXPECT_THAT(this->claimed(), ::testing::IsEmpty());
}

TYPED_TEST_P(HandsConformance, ForgetsADeliveryThatIsNotWantedAnyMoreAndTakesItsKeyAgain) {
  this->park(1);
  auto& store = this->store();
  auto record = *store.load("case-1");
  record.deliveries[0].id = "another";  // decided anew
  ASSERT_TRUE(store.commit({record, {}, false}));
  ASSERT_EQ(store.deliveries({}).size(), 1u);
  record = *store.load("case-1");
  record.deliveries.clear();
  ASSERT_TRUE(store.commit({record, {}, false}));
  EXPECT_THAT(store.deliveries({}), ::testing::IsEmpty());
}

TYPED_TEST_P(HandsConformance, PagesDeliveriesAndCountsThoseThatNeedAPersonWhole) {
  auto& store = this->store();
  for (int i = 1; i <= 5; ++i) {
    this->park(i);
    auto record = *store.load("case-" + std::to_string(i));
    record.state = workflows::State::awaiting_review;
    record.queue = i < 3 ? "ctr-team" : "";
    record.deliveries[0].state =
        i < 5 ? workflows::DeliveryState::refused : workflows::DeliveryState::unknown;
    ASSERT_TRUE(store.commit({record, {}, false}));
  }
  daemon::DeliveryFilter filter;
  filter.limit = 2;
  std::vector<std::string> seen;
  for (auto page = store.deliveries(filter); !page.empty(); page = store.deliveries(filter)) {
    EXPECT_LE(page.size(), 2u);
    for (const daemon::DeliveryLine& line : page) seen.push_back(line.id);
    filter.before = page.back().id;
  }
  EXPECT_THAT(seen,
              ::testing::ElementsAre("delivery-5", "delivery-4", "delivery-3", "delivery-2", "delivery-1"));
  const daemon::Counts counts = store.count(kMonday, date_of(kMonday));
  EXPECT_EQ(counts.not_taken, 4);
  EXPECT_EQ(counts.perhaps_taken, 1);
  ASSERT_EQ(counts.queues.size(), 2u);
  EXPECT_EQ(counts.queues[0].cases, 3);
  EXPECT_EQ(counts.queues[1].queue, "ctr-team");
  EXPECT_EQ(counts.queues[1].cases, 2);
}

TYPED_TEST_P(HandsConformance, FindsTheClosedCaseOfALateDocument) {
  auto& store = this->store();
  auto record = a_case("case-1", "26-00001-8");
  ASSERT_TRUE(store.commit({record, {}, true}));
  EXPECT_FALSE(store.find_closed("council-tax", "claim=QQ123456C"));
  record = *store.load("case-1");
  record.state = workflows::State::closed;
  ASSERT_TRUE(store.commit({record, {}, false}));
  EXPECT_EQ(store.find_closed("council-tax", "claim=QQ123456C"), "case-1");
  EXPECT_FALSE(store.find_open("council-tax", "claim=QQ123456C"));
  // It stands in no new case's way.
  EXPECT_TRUE(store.commit({a_case("case-2", "26-00002-6"), {}, true, {"claim=QQ123456C"}}));
}

TYPED_TEST_P(HandsConformance, KeepsAVersionAsItIsOnceACaseBeganWithIt) {
  auto& store = this->store();
  store.keep_version({"council-tax", 4, "digest", "{}"}, kMonday);
  store.keep_version({"council-tax", 4, "other", "{\"a\": 1}"}, kMonday);
  EXPECT_EQ(store.find_version("council-tax", 4)->digest, "other");
  EXPECT_FALSE(store.has_cases_of("council-tax", 4));
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  store.keep_version({"council-tax", 4, "third", "{}"}, kMonday);
  EXPECT_EQ(store.find_version("council-tax", 4)->digest, "other");
  EXPECT_EQ(store.find_version("council-tax", 4)->body, "{\"a\": 1}");
  EXPECT_TRUE(store.has_cases_of("council-tax", 4));
  EXPECT_FALSE(store.find_version("council-tax", 5));
  store.keep_version({"council-tax", 10, "tenth", "{}"}, kMonday);
  store.keep_version({"housing", 5, "another's", "{}"}, kMonday);
  EXPECT_THAT(store.kept_versions("council-tax"), ::testing::ElementsAre(4, 10));
  EXPECT_THAT(store.kept_versions("parking"), ::testing::IsEmpty());
}

TYPED_TEST_P(HandsConformance, KnowsTheVersionsThatOpenCasesAreOn) {
  auto& store = this->store();
  auto record = a_case("case-1", "26-00001-8");
  ASSERT_TRUE(store.commit({record, {}, true}));
  record = a_case("case-2", "26-00002-6");
  record.version = 5;
  ASSERT_TRUE(store.commit({record, {}, true}));
  record = a_case("case-3", "26-00003-4");
  record.version = 3;
  record.state = workflows::State::closed;
  ASSERT_TRUE(store.commit({record, {}, true}));
  EXPECT_THAT(store.versions_in_use(), ::testing::ElementsAre(std::pair<std::string, int>("council-tax", 4),
                                                              std::pair<std::string, int>("council-tax", 5)));
  EXPECT_THAT(store.open_cases_of_version("council-tax", 4), ::testing::ElementsAre("case-1"));
}

TYPED_TEST_P(HandsConformance, LetsInboxesTakeTurns) {
  auto& store = this->store();
  const auto put = [&](const std::string& inbox, int i) {
    auto item = an_item(inbox + "-" + std::to_string(i));
    item.inbox = inbox;
    ASSERT_TRUE(store.add_item(item, an_object("content")));
  };
  for (int i = 1; i <= 5; ++i) put("scanner", i);
  for (int i = 1; i <= 2; ++i) put("mail", i);
  const std::vector<std::string> first = this->claimed();
  ASSERT_EQ(first.size(), 7u);
  EXPECT_THAT(std::vector(first.begin(), first.begin() + 4),
              ::testing::UnorderedElementsAre("scanner-1", "mail-1", "scanner-2", "mail-2"));
  for (int i = 6; i <= 7; ++i) put("scanner", i);
  for (int i = 3; i <= 9; ++i) put("mail", i);
  const std::vector<std::string> next = this->claimed();
  ASSERT_EQ(next.size(), 9u);
  EXPECT_THAT(std::vector(next.begin(), next.begin() + 6), ::testing::Contains("scanner-6"));
}

REGISTER_TYPED_TEST_SUITE_P(HandsConformance, HoldsAPersonHoweverTheNumberIsTypedUntilReleased,
                            ListsAPersonsCases, ChangesADestinationOnlyAsItWasLoaded,
                            LetsParkedDeliveriesGoByNumberUrgentFirst, PutsNobodyOffByLettingADeliveryGoLater,
                            LetsNoHeldCaseGo, ForgetsADeliveryThatIsNotWantedAnyMoreAndTakesItsKeyAgain,
                            PagesDeliveriesAndCountsThoseThatNeedAPersonWhole,
                            FindsTheClosedCaseOfALateDocument, KeepsAVersionAsItIsOnceACaseBeganWithIt,
                            KnowsTheVersionsThatOpenCasesAreOn, LetsInboxesTakeTurns);

}  // namespace mailroom::testing
