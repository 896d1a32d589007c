// What every store promises about who works on what: leases and their tokens, turns, urgency, when the next
// falls due; a clerk's hold. Maker: store_suite.h.
#pragma once

#include <future>
#include <set>

#include "tests/daemon/store_suite.h"

namespace mailroom::testing {

template <typename Maker>
class ClaimsConformance : public StoreSuite<Maker> {};
TYPED_TEST_SUITE_P(ClaimsConformance);

TYPED_TEST_P(ClaimsConformance, GivesWorkToOneHolderUntilItsLeaseEnds) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  const daemon::Work first = this->claimed("a");
  EXPECT_FALSE(store.claim("b", this->later(1), this->later(6)));
  EXPECT_EQ(store.next_due(), this->later(5));
  const auto second = store.claim("b", this->later(5), this->later(10));
  ASSERT_TRUE(second);
  EXPECT_GT(second->token, first.token);
  // The first holder was only asleep: it may not commit any more.
  EXPECT_FALSE(store.renew(first, this->later(20)));
  EXPECT_FALSE(store.unpacked(store.load_item("item-1"), {}, {}, first, this->later(6)));
  EXPECT_TRUE(store.renew(*second, this->later(20)));
  EXPECT_FALSE(store.claim("c", this->later(12), this->later(20)));
  EXPECT_TRUE(store.unpacked(store.load_item("item-1"), {a_document("document-1", "item-1")}, {}, *second,
                             this->later(12)));
}

TYPED_TEST_P(ClaimsConformance, TellsTwoClaimsOfOneHolderApart) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  const daemon::Work first = this->claimed("a");
  const auto again = store.claim("a", this->later(5), this->later(10));
  ASSERT_TRUE(again);
  EXPECT_FALSE(store.unpacked(store.load_item("item-1"), {}, {}, first, this->later(6)));
  store.release(first, {});
  EXPECT_FALSE(store.claim("b", this->later(6), this->later(11))) << "the second claim still stands";
}

TYPED_TEST_P(ClaimsConformance, RefusesACaseFromWhoSleptBeyondItsLease) {
  auto& store = this->store();
  auto record = a_case("case-1", "26-00001-8");
  ASSERT_TRUE(store.commit({record, {}, true}));
  auto& other = this->maker_.second();
  const daemon::Work slept = this->claimed("a");
  ASSERT_EQ(slept.kind, daemon::Work::Kind::advance);
  record.revision = 1;
  const auto taken = other.claim("b", this->later(5), this->later(10));
  ASSERT_TRUE(taken);
  {
    const daemon::UnderClaim fence(slept);
    EXPECT_THROW((void)store.commit({record, {}, false}), Error);
  }
  EXPECT_EQ(store.load("case-1")->revision, 1);
  const daemon::UnderClaim fence(*taken);
  EXPECT_TRUE(other.commit({record, {}, false}));
}

TYPED_TEST_P(ClaimsConformance, GivesEachWhatItTakes) {
  using daemon::Takes;
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  EXPECT_FALSE(store.next_due(Takes::cases));
  EXPECT_FALSE(store.claim("carrier", kMonday, this->later(5), Takes::cases));
  auto record = a_case("case-1", "26-00001-8");
  ASSERT_TRUE(store.commit({record, {}, true}));
  const auto reading = store.claim("reader", kMonday, this->later(5), Takes::documents);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->id, "item-1");
  EXPECT_EQ(store.next_due(Takes::documents), this->later(5));
  const auto carrying = store.claim("carrier", kMonday, this->later(6), Takes::cases);
  ASSERT_TRUE(carrying);
  EXPECT_EQ(carrying->id, "case-1");
  EXPECT_EQ(store.next_due(Takes::cases), this->later(6));
  EXPECT_EQ(store.next_due(), this->later(5));
}

TYPED_TEST_P(ClaimsConformance, GivesABatchByUrgencyAndToOneHolder) {
  auto& store = this->store();
  for (int i = 1; i <= 5; ++i) {
    auto record = a_case("case-" + std::to_string(i), std::to_string(i));
    record.urgent = i == 4;
    ASSERT_TRUE(store.commit({record, {}, true}));
  }
  const auto urgent = store.claim("a", kMonday, this->later(5), 3);
  ASSERT_EQ(urgent.size(), 1u);
  EXPECT_EQ(urgent[0].id, "case-4");
  EXPECT_EQ(store.claim("a", kMonday, this->later(5), 3).size(), 3u);
  EXPECT_EQ(this->maker_.second().claim("b", kMonday, this->later(5), 3).size(), 1u);
  EXPECT_TRUE(store.claim("c", kMonday, this->later(5), 3).empty());
}

// Cases of a workflow that are all due, their ids in the order in which they came.
template <typename Suite>
void make_due(Suite& suite, const std::string& workflow, int count, bool urgent = false) {
  for (int i = 0; i < count; ++i) {
    const std::string name = workflow + "-" + std::to_string(i) + (urgent ? "-urgent" : "");
    auto record = a_case(name, "number of " + name);
    record.workflow = workflow;
    record.urgent = urgent;
    ASSERT_TRUE(suite.store().commit({record, {}, true}));
  }
}

TYPED_TEST_P(ClaimsConformance, GivesEachWorkflowItsTurnHoweverMuchOneHas) {
  make_due(*this, "council-tax", 8);
  make_due(*this, "parking", 2);
  make_due(*this, "grants", 1);
  std::vector<std::string> given;
  for (int i = 0; i < 6; ++i) given.push_back(this->claimed("a").id);
  EXPECT_EQ(given, (std::vector<std::string>{"council-tax-0", "grants-0", "parking-0", "council-tax-1",
                                             "parking-1", "council-tax-2"}));
  // What has just come has its turn at once.
  make_due(*this, "parking", 1, true);
  make_due(*this, "council-tax", 2, true);
  given.clear();
  for (int i = 0; i < 4; ++i) given.push_back(this->claimed("a").id);
  EXPECT_EQ(given, (std::vector<std::string>{"council-tax-0-urgent", "parking-0-urgent",
                                             "council-tax-1-urgent", "council-tax-3"}));
}

TYPED_TEST_P(ClaimsConformance, SharesABatchAmongWorkflows) {
  make_due(*this, "council-tax", 8);
  make_due(*this, "parking", 8);
  int of_parking = 0;
  const auto batch = this->store().claim("a", kMonday, this->later(5), 6);
  EXPECT_EQ(batch.size(), 6u);
  for (const auto& work : batch) of_parking += work.id.starts_with("parking") ? 1 : 0;
  EXPECT_EQ(of_parking, 3);
  EXPECT_EQ(this->store().claim("a", kMonday, this->later(5), 9).size(), 9u);
  make_due(*this, "grants", 9);
  EXPECT_EQ(this->store().claim("a", kMonday, this->later(5), 8).size(), 8u)
      << "one has a case left, the other nine";
}

TYPED_TEST_P(ClaimsConformance, FilesADocumentThoughManyCasesAreDue) {
  this->take_in("item-1", "document-1");
  auto& store = this->store();
  daemon::Document document = store.load_document("document-1");
  document.reading = ocr::DocumentReading();
  ASSERT_TRUE(store.was_read(document, {}, this->reading_, kMonday));
  make_due(*this, "council-tax", 8);
  EXPECT_EQ(this->claimed("a").kind, daemon::Work::Kind::advance);
  EXPECT_EQ(this->claimed("a").id, "document-1");
  EXPECT_EQ(this->claimed("a").kind, daemon::Work::Kind::advance);
}

TYPED_TEST_P(ClaimsConformance, KnowsTheNextOfAllWorkflows) {
  for (int i = 3; i > 0; --i) {
    auto record = a_case("case-" + std::to_string(i), std::to_string(i));
    record.workflow = "workflow-" + std::to_string(i);
    record.not_before = this->later(10 + i);
    ASSERT_TRUE(this->store().commit({record, {}, true}));
  }
  EXPECT_EQ(this->store().next_due(), this->later(11));
  EXPECT_FALSE(this->store().claim("a", this->later(10), this->later(20)));
  EXPECT_EQ(this->store().claim("a", this->later(12), this->later(20))->id, "case-1");
  EXPECT_EQ(this->store().claim("a", this->later(12), this->later(20))->id, "case-2");
}

TYPED_TEST_P(ClaimsConformance, TakesUpWorkAgainAfterAStop) {
  ASSERT_TRUE(this->store().add_item(an_item("item-1"), an_object("content")));
  ASSERT_TRUE(this->store().claim("a/1", kMonday, this->later(5)));
  auto& store = this->maker_.reopened();
  EXPECT_FALSE(store.claim("b", kMonday, this->later(5)));
  store.release_all("b");
  EXPECT_FALSE(store.claim("b", kMonday, this->later(5))) << "others' leases are theirs";
  store.release_all("a");
  EXPECT_EQ(store.claim("b", kMonday, this->later(5))->id, "item-1");
}

TYPED_TEST_P(ClaimsConformance, LetsWorkRestThatWasHandedBack) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  const auto work = store.claim("a", kMonday, this->later(5));
  store.release(*work, this->later(2));
  EXPECT_FALSE(store.claim("a", this->later(1), this->later(5)));
  EXPECT_TRUE(store.claim("a", this->later(2), this->later(5)));
}

TYPED_TEST_P(ClaimsConformance, EndsRestsThatAClockMadeThatWasAhead) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  store.release(*store.claim("a", kMonday, this->later(5)), this->later(1440));
  store.end_rests(this->later(1440));
  EXPECT_FALSE(store.claim("a", this->later(1), this->later(5)));
  store.end_rests(this->later(1));
  const auto work = store.claim("a", this->later(1), this->later(1440));
  ASSERT_TRUE(work);
  store.end_rests(this->later(1));
  EXPECT_FALSE(store.claim("b", this->later(2), this->later(5))) << "a lease is no rest";
}

TYPED_TEST_P(ClaimsConformance, WakesACaseWhenItIsDue) {
  auto& store = this->store();
  auto record = a_case("case-1", "26-00001-8");
  record.not_before = this->later(10);
  record.waiting_for = "payslip";
  ASSERT_TRUE(store.commit({record, {}, true}));
  EXPECT_FALSE(store.claim("a", kMonday, this->later(5)));
  EXPECT_EQ(store.next_due(), this->later(10));
  EXPECT_EQ(store.line_of("case-1").standing, "waiting for payslip");
  EXPECT_EQ(store.claim("a", this->later(10), this->later(15))->id, "case-1");
}

TYPED_TEST_P(ClaimsConformance, NeverLetsTwoClerksHoldOneCase) {
  auto& store = this->store();
  for (const char* name : {"1", "2"}) {
    auto record = a_case("case-" + std::string(name), name);
    record.state = workflows::State::awaiting_review;
    record.queue = "ctr-team";
    record.urgent = name == std::string("2");
    ASSERT_TRUE(store.commit({record, {}, true}));
  }
  const auto until = this->later(15);
  EXPECT_EQ(store.lease_next_review("", {"m.lund", until}, kMonday), "case-2");
  EXPECT_EQ(store.lease_next_review("", {"m.lund", until}, kMonday), "case-2");
  EXPECT_FALSE(store.lease_review("case-2", {"j.osei", until}, kMonday));
  EXPECT_EQ(store.lease_next_review("ctr-team", {"j.osei", until}, kMonday), "case-1");
  EXPECT_FALSE(store.lease_next_review("ctr-team", {"a.third", until}, kMonday));
  store.release_review("case-2", "m.lund");
  EXPECT_EQ(store.lease_next_review("ctr-team", {"a.third", until}, kMonday), "case-2");
  EXPECT_TRUE(store.lease_review("case-1", {"a.third", this->later(40)}, this->later(20)));
}

TYPED_TEST_P(ClaimsConformance, GivesClerksWhoAskTogetherACaseEach) {
  constexpr int kClerks = 6;
  auto& store = this->store();
  for (int i = 0; i < kClerks; ++i) {
    auto record = a_case("case-" + std::to_string(i), std::to_string(i));
    record.state = workflows::State::awaiting_review;
    ASSERT_TRUE(store.commit({record, {}, true}));
  }
  std::vector<std::future<std::optional<std::string>>> asked;
  for (int i = 0; i < kClerks; ++i) {
    asked.push_back(std::async(std::launch::async, [&, i] {
      return store.lease_next_review("", {"clerk-" + std::to_string(i), this->later(15)}, kMonday);
    }));
  }
  std::set<std::string> given;
  for (auto& one : asked) given.insert(one.get().value_or("none"));
  EXPECT_EQ(given.size(), static_cast<size_t>(kClerks));
}

REGISTER_TYPED_TEST_SUITE_P(ClaimsConformance, GivesWorkToOneHolderUntilItsLeaseEnds,
                            TellsTwoClaimsOfOneHolderApart, RefusesACaseFromWhoSleptBeyondItsLease,
                            GivesEachWhatItTakes, GivesABatchByUrgencyAndToOneHolder,
                            GivesEachWorkflowItsTurnHoweverMuchOneHas, SharesABatchAmongWorkflows,
                            FilesADocumentThoughManyCasesAreDue, KnowsTheNextOfAllWorkflows,
                            TakesUpWorkAgainAfterAStop, LetsWorkRestThatWasHandedBack,
                            EndsRestsThatAClockMadeThatWasAhead, WakesACaseWhenItIsDue,
                            NeverLetsTwoClerksHoldOneCase, GivesClerksWhoAskTogetherACaseEach);

}  // namespace mailroom::testing
