// What every store of a daemon promises: intake, leases, review, counts, audit. Maker: `daemon::Store&
// store()`, `reopened()`: the same data through a new store, and `second()`: through another beside it, as
// a second daemon has it.
#pragma once

#include "base/error.h"
#include "daemon/store.h"
#include "tests/daemon/case_store_conformance.h"

namespace mailroom::testing {

using std::chrono::minutes;

inline daemon::ObjectRecord an_object(const std::string& name) {
  return {"address of " + name, name, 7, "key"};
}

inline daemon::Item an_item(const std::string& id, const std::string& content = "content") {
  return {id,
          "post",
          "identity of " + id,
          "scan-017.tif",
          "address of " + content,
          kMonday,
          kMonday,
          Context{{"source", "scanner 2"}}};
}

inline daemon::Document a_document(const std::string& id, const std::string& item) {
  daemon::Document document;
  document.id = id;
  document.item_id = item;
  document.file = "scan-017.tif";
  document.media_type = "image/tiff";
  document.object = "address of content";
  return document;
}

template <typename Maker>
class StoreConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = left_out<Maker>(); !why.empty()) GTEST_SKIP() << why;
  }
  Maker maker_;
  daemon::Store& store() { return maker_.store(); }
  Instant later(int m) const { return kMonday + minutes(m); }

  // An item that was unpacked to one document, claimed for reading by "a".
  void take_in(const std::string& item, const std::string& document) {
    ASSERT_TRUE(store().add_item(an_item(item), an_object("content")));
    const daemon::Work unpacking = claimed("a");
    ASSERT_EQ(unpacking.kind, daemon::Work::Kind::unpack);
    ASSERT_TRUE(
        store().unpacked(store().load_item(item), {a_document(document, item)}, {}, unpacking, kMonday));
    reading_ = claimed("a");
    ASSERT_EQ(reading_.id, document);
  }
  daemon::Work claimed(const std::string& holder) {
    return store().claim(holder, kMonday, later(5)).value_or(daemon::Work());
  }
  daemon::Work reading_;  // of what was taken in
};
TYPED_TEST_SUITE_P(StoreConformance);

TYPED_TEST_P(StoreConformance, TakesAnItemOfOneIdentityOnce) {
  auto& store = this->store();
  EXPECT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  auto again = an_item("item-2");
  again.identity = "identity of item-1";
  EXPECT_FALSE(store.add_item(again, an_object("content")));
  EXPECT_EQ(store.find_item("post", "identity of item-1"), "item-1");
  EXPECT_EQ(store.find_content("address of content"), "item-1");
  EXPECT_EQ(store.count(kMonday, {2026, 11, 23}).items.arrived, 1);
  EXPECT_EQ(store.load_item("item-1").metadata.at("source"), Value("scanner 2"));
}

TYPED_TEST_P(StoreConformance, GivesWorkToOneHolderUntilItsLeaseEnds) {
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

TYPED_TEST_P(StoreConformance, TellsTwoClaimsOfOneHolderApart) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  const daemon::Work first = this->claimed("a");
  const auto again = store.claim("a", this->later(5), this->later(10));
  ASSERT_TRUE(again);
  EXPECT_FALSE(store.unpacked(store.load_item("item-1"), {}, {}, first, this->later(6)));
  store.release(first, {});
  EXPECT_FALSE(store.claim("b", this->later(6), this->later(11))) << "the second claim still stands";
}

TYPED_TEST_P(StoreConformance, RefusesACaseFromWhoSleptBeyondItsLease) {
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

TYPED_TEST_P(StoreConformance, GivesABatchByUrgencyAndToOneHolder) {
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

TYPED_TEST_P(StoreConformance, TakesUpWorkAgainAfterAStop) {
  ASSERT_TRUE(this->store().add_item(an_item("item-1"), an_object("content")));
  ASSERT_TRUE(this->store().claim("a/1", kMonday, this->later(5)));
  auto& store = this->maker_.reopened();
  EXPECT_FALSE(store.claim("b", kMonday, this->later(5)));
  store.release_all("b");
  EXPECT_FALSE(store.claim("b", kMonday, this->later(5))) << "others' leases are theirs";
  store.release_all("a");
  EXPECT_EQ(store.claim("b", kMonday, this->later(5))->id, "item-1");
}

TYPED_TEST_P(StoreConformance, LetsWorkRestThatWasHandedBack) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  const auto work = store.claim("a", kMonday, this->later(5));
  store.release(*work, this->later(2));
  EXPECT_FALSE(store.claim("a", this->later(1), this->later(5)));
  EXPECT_TRUE(store.claim("a", this->later(2), this->later(5)));
}

TYPED_TEST_P(StoreConformance, KeepsAReadingUntilItIsFiled) {
  this->take_in("item-1", "document-1");
  auto& store = this->store();
  daemon::Document document = store.load_document("document-1");
  EXPECT_EQ(document.attempts, 1);
  EXPECT_EQ(document.inbox, "post");
  ocr::DocumentReading reading;
  reading.pages.resize(2);
  reading.pages[1].page = 2;
  document.reading = reading;
  ASSERT_TRUE(store.was_read(document, {{1, "net_pay", an_object("crop")}}, this->reading_, kMonday));
  EXPECT_FALSE(store.was_read(document, {}, this->reading_, kMonday));
  EXPECT_EQ(store.pictures_of("document-1").at({1, "net_pay"}), "address of crop");
  const auto work = store.claim("b", kMonday, this->later(5));
  ASSERT_EQ(work->kind, daemon::Work::Kind::file);
  EXPECT_EQ(store.load_document("document-1").reading->pages.size(), 2u);
  EXPECT_FALSE(store.was_filed(this->reading_, kMonday));
  EXPECT_TRUE(store.was_filed(*work, kMonday));
  EXPECT_FALSE(store.claim("b", kMonday, this->later(5)));
}

TYPED_TEST_P(StoreConformance, SplitsABatchIntoItsDocuments) {
  auto& store = this->store();
  ASSERT_TRUE(store.add_item(an_item("item-1"), an_object("content")));
  const daemon::Work unpacking = this->claimed("a");
  daemon::Document after = a_document("document-9", "item-1");
  after.position = 1;
  ASSERT_TRUE(store.unpacked(store.load_item("item-1"), {a_document("document-1", "item-1"), after}, {},
                             unpacking, kMonday));
  const daemon::Work work = this->claimed("a");
  ASSERT_EQ(work.id, "document-1");
  std::vector<daemon::Document> parts(3, store.load_document("document-1"));
  for (int i = 0; i < 3; ++i) {
    daemon::Document& part = parts[static_cast<size_t>(i)];
    if (i > 0) part.id = "document-1-" + std::to_string(i);
    part.position = i;
    part.first_page = 2 * i + 1;
    part.last_page = 2 * i + 2;
    part.reading = ocr::DocumentReading();
    part.reading->pages.resize(2);
  }
  const std::vector<daemon::PictureRecord> pictures = {{1, "", an_object("one")}, {6, "", an_object("six")}};
  EXPECT_FALSE(store.was_split(parts, pictures, unpacking, kMonday));
  ASSERT_TRUE(store.was_split(parts, pictures, work, kMonday));
  EXPECT_FALSE(store.was_split(parts, pictures, work, kMonday));
  EXPECT_EQ(store.load_document("document-1").last_page, 2);
  EXPECT_EQ(store.load_document("document-1-2").first_page, 5);
  EXPECT_EQ(store.load_document("document-1-2").position, 2);
  EXPECT_EQ(store.load_document("document-9").position, 3);
  EXPECT_EQ(store.load_document("document-1-2").reading->pages.size(), 2u);
  EXPECT_EQ(store.pictures_of("document-1").size(), 1u);
  EXPECT_EQ(store.pictures_of("document-1-2").at({6, ""}), "address of six");
  const auto counts = store.count(kMonday, {2026, 11, 23});
  EXPECT_EQ(counts.items.arrived, 1);
  EXPECT_EQ(counts.documents.arrived, 4);
  EXPECT_EQ(counts.pages.arrived, 6);
  EXPECT_EQ(counts.pages.waiting, 6);
  // Each is filed by itself, and read again by itself.
  const daemon::Work filing = this->claimed("b");
  ASSERT_EQ(filing.kind, daemon::Work::Kind::file);
  ASSERT_TRUE(store.was_filed(filing, kMonday));
  store.read_again("document-1", kMonday);
  EXPECT_EQ(store.load_document("document-1").last_page, 2);
  EXPECT_TRUE(store.verify_audit().problems.empty());
}

TYPED_TEST_P(StoreConformance, CountsEveryItemDocumentAndPageOnce) {
  this->take_in("item-1", "document of case-1");
  auto& store = this->store();
  EXPECT_EQ(store.count(kMonday, {2026, 11, 23}).items.waiting, 1);
  daemon::Document document = store.load_document("document of case-1");
  document.reading = ocr::DocumentReading();
  document.reading->pages.resize(3);
  ASSERT_TRUE(store.was_read(document, {}, this->reading_, kMonday));
  ASSERT_TRUE(store.was_filed(this->claimed("a"), kMonday));
  EXPECT_EQ(store.count(kMonday, {2026, 11, 23}).missing, 1);
  EXPECT_FALSE(store.count(kMonday, {2026, 11, 23}).items.holds());
  auto record = a_case("case-1", "26-00001-8");
  record.state = workflows::State::closed;
  ASSERT_TRUE(store.commit({record, {}, true}));
  const auto counts = store.count(kMonday, {2026, 11, 23});
  EXPECT_EQ(counts.missing, 0);
  EXPECT_TRUE(counts.items.holds() && counts.documents.holds() && counts.pages.holds());
  EXPECT_EQ(counts.pages.arrived, 3);
  EXPECT_EQ(counts.pages.finished, 3);
  EXPECT_EQ(counts.standings.at(0).label, "closed");
  EXPECT_EQ(counts.standings.at(0).items, 1);
}

TYPED_TEST_P(StoreConformance, WakesACaseWhenItIsDue) {
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

TYPED_TEST_P(StoreConformance, NeverLetsTwoClerksHoldOneCase) {
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

TYPED_TEST_P(StoreConformance, FindsAPersonHoweverTheNumberIsTyped) {
  auto& store = this->store();
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  EXPECT_EQ(store.find_by_subject("qq 12 34 56 c").size(), 1u);
  EXPECT_TRUE(store.find_by_subject("QQ123456D").empty());
}

TYPED_TEST_P(StoreConformance, ListsPageByPage) {
  auto& store = this->store();
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(store.commit({a_case("case-" + std::to_string(i), "number-" + std::to_string(i)), {}, true}));
  }
  daemon::CaseFilter filter;
  filter.limit = 2;
  EXPECT_EQ(store.list(filter).at(0).id, "case-5");
  filter.after = "number-4";
  ASSERT_EQ(store.list(filter).size(), 2u);
  EXPECT_EQ(store.list(filter).at(0).id, "case-3");
  filter.state = workflows::State::closed;
  EXPECT_TRUE(store.list(filter).empty());
}

TYPED_TEST_P(StoreConformance, ListsByTheTimeReceivedAndNewestFirstIfAsked) {
  auto& store = this->store();
  for (int i = 1; i <= 3; ++i) {
    auto record = a_case("case-" + std::to_string(i), "number-" + std::to_string(i));
    record.received = this->later(i);
    record.state = workflows::State::awaiting_review;
    record.urgent = i == 1;
    ASSERT_TRUE(store.commit({record, {}, true}));
  }
  daemon::CaseFilter filter;
  filter.received_from = this->later(2);
  ASSERT_EQ(store.list(filter).size(), 2u);
  filter.received_before = this->later(3);
  ASSERT_EQ(store.list(filter).size(), 1u);
  EXPECT_EQ(store.list(filter).front().id, "case-2");
  daemon::CaseFilter waiting;
  waiting.state = workflows::State::awaiting_review;
  EXPECT_EQ(store.list(waiting).front().id, "case-1");
  waiting.newest_first = true;
  EXPECT_EQ(store.list(waiting).front().id, "case-3");
}

TYPED_TEST_P(StoreConformance, NotesTheSameWithSeveralCasesAtOnce) {
  auto& store = this->store();
  for (const char* id : {"case-1", "case-2", "case-3"})
    ASSERT_TRUE(store.commit({a_case(id, std::string("number of ") + id), {}, true}));
  store.note_each({"case-1", "case-3"}, {"facts_revealed", "m.lund", kMonday, {}});
  EXPECT_EQ(store.history("case-1").back().record.event, "facts_revealed");
  EXPECT_EQ(store.history("case-3").back().record.by, "m.lund");
  EXPECT_TRUE(store.history("case-2").empty());
  EXPECT_THAT(store.verify_audit().problems, ::testing::IsEmpty());
}

TYPED_TEST_P(StoreConformance, ProvesItsAudit) {
  auto& store = this->store();
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"),
                            {{"document_filed", "mailroom", kMonday, {{"b", 1}, {"a", "x"}}},
                             {"checks_passed", "mailroom", kMonday, {}}},
                            true}));
  store.note("case-1", {"case_viewed", "m.lund", kMonday, {}});
  const auto report = store.verify_audit();
  EXPECT_EQ(report.chains, 1);
  EXPECT_EQ(report.records, 3);
  EXPECT_THAT(report.problems, ::testing::IsEmpty());
  EXPECT_EQ(store.history("case-1").at(2).record.by, "m.lund");
}

TYPED_TEST_P(StoreConformance, ReadsADocumentAgainWithoutLosingCount) {
  this->take_in("item-1", "document-1");
  auto& store = this->store();
  daemon::Document document = store.load_document("document-1");
  document.reading = ocr::DocumentReading();
  document.reading->failure = ocr::ReadFailure{"timed_out", "reading took too long"};
  ASSERT_TRUE(store.was_read(document, {}, this->reading_, kMonday));
  ASSERT_TRUE(store.was_filed(this->claimed("a"), kMonday));
  store.read_again("document-1", kMonday);
  EXPECT_EQ(store.claim("a", kMonday, this->later(5))->id, "document-1");
  EXPECT_EQ(store.count(kMonday, {2026, 11, 23}).documents.arrived, 1);
  EXPECT_EQ(store.load_document("document-1").file, "scan-017.tif");
}

TYPED_TEST_P(StoreConformance, KeepsObjectsOfAnySizeUntilNobodyNamesThem) {
  auto& store = this->store();
  const std::string large(9'000'000, 'x');
  store.put_bytes("01900000-0000-7000-8000-000000000001", large);
  store.put_bytes("01900000-0000-7000-8000-000000000002", "");
  EXPECT_EQ(store.bytes_of("01900000-0000-7000-8000-000000000001"), large);
  EXPECT_EQ(this->maker_.second().bytes_of("01900000-0000-7000-8000-000000000002"), "");
  EXPECT_FALSE(store.bytes_of("01900000-0000-7000-8000-000000000003"));
  EXPECT_EQ(store.sweep_bytes("01900000-0000-7000-8000-000000000001"), 0u) << "not old enough";
  EXPECT_EQ(store.sweep_bytes("01900000-0000-7000-8000-000000000002"), 3u);
  EXPECT_FALSE(store.bytes_of("01900000-0000-7000-8000-000000000001"));
}

REGISTER_TYPED_TEST_SUITE_P(StoreConformance, KeepsObjectsOfAnySizeUntilNobodyNamesThem,
                            TakesAnItemOfOneIdentityOnce, GivesWorkToOneHolderUntilItsLeaseEnds,
                            TellsTwoClaimsOfOneHolderApart, RefusesACaseFromWhoSleptBeyondItsLease,
                            GivesABatchByUrgencyAndToOneHolder, TakesUpWorkAgainAfterAStop,
                            LetsWorkRestThatWasHandedBack, KeepsAReadingUntilItIsFiled,
                            SplitsABatchIntoItsDocuments, CountsEveryItemDocumentAndPageOnce,
                            WakesACaseWhenItIsDue, NeverLetsTwoClerksHoldOneCase,
                            FindsAPersonHoweverTheNumberIsTyped, ListsPageByPage,
                            ListsByTheTimeReceivedAndNewestFirstIfAsked, NotesTheSameWithSeveralCasesAtOnce,
                            ProvesItsAudit, ReadsADocumentAgainWithoutLosingCount);

}  // namespace mailroom::testing
