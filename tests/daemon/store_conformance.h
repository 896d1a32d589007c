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
 public:
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

TYPED_TEST_P(StoreConformance, GivesEachWhatItTakes) {
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

TYPED_TEST_P(StoreConformance, GivesEachWorkflowItsTurnHoweverMuchOneHas) {
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

TYPED_TEST_P(StoreConformance, SharesABatchAmongWorkflows) {
  make_due(*this, "council-tax", 8);
  make_due(*this, "parking", 8);
  int of_parking = 0;
  const auto batch = this->store().claim("a", kMonday, this->later(5), 6);
  EXPECT_EQ(batch.size(), 6u);
  for (const auto& work : batch) of_parking += work.id.starts_with("parking") ? 1 : 0;
  EXPECT_EQ(of_parking, 3);
}

TYPED_TEST_P(StoreConformance, FilesADocumentThoughManyCasesAreDue) {
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

TYPED_TEST_P(StoreConformance, KnowsTheNextOfAllWorkflows) {
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
    part.object = "address of " + part.id;
    part.is_cut = true;
  }
  const std::vector<daemon::ObjectRecord> objects = {an_object("document-1"), an_object("document-1-1"),
                                                     an_object("document-1-2")};
  const std::vector<daemon::PictureRecord> pictures = {{1, "", an_object("one")}, {6, "", an_object("six")}};
  EXPECT_FALSE(store.was_split(parts, objects, pictures, unpacking, kMonday));
  ASSERT_TRUE(store.was_split(parts, objects, pictures, work, kMonday));
  EXPECT_FALSE(store.was_split(parts, objects, pictures, work, kMonday));
  EXPECT_TRUE(store.find_object("address of document-1"));
  EXPECT_EQ(store.load_document("document-1-1").object, "address of document-1-1");
  EXPECT_TRUE(store.load_document("document-1-1").is_cut);
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

// Two cases, of which the second has the first one's document too.
template <typename Suite>
void file_in_two_cases(Suite& suite) {
  suite.take_in("item-1", "document-1");
  auto& store = suite.store();
  daemon::Document document = store.load_document("document-1");
  document.reading = ocr::DocumentReading();
  document.reading->pages.resize(2);
  ASSERT_TRUE(store.was_read(document, {{1, "net_pay", an_object("crop")}}, suite.reading_, kMonday));
  ASSERT_TRUE(store.was_filed(suite.claimed("a"), kMonday));
  for (const char* id : {"case-1", "case-2"}) {
    auto record = a_case(id, std::string("number of ") + id);
    record.state = workflows::State::closed;
    record.filings[0].document_id = "document-1";
    record.deliveries.resize(1);
    record.deliveries[0].id = record.deliveries[0].key = id;
    record.deliveries[0].name = "ledger";
    record.deliveries[0].why = "no such account";
    ASSERT_TRUE(store.commit({record, {{"case_opened", "mailroom", kMonday, {}}}, true}));
  }
}

TYPED_TEST_P(StoreConformance, ErasesPapersWithTheLastCaseThatHasThem) {
  file_in_two_cases(*this);
  auto& store = this->store();
  const workflows::AuditRecord told{"case_erased", "m.lund", kMonday, {{"why", "asked for"}}};
  const auto plan = store.look_at_erasure("case-1");
  EXPECT_EQ(plan.documents, 0);
  EXPECT_EQ(plan.shared, 1);
  EXPECT_FALSE(store.erase("case-1", 7, daemon::Retained::all, told)) << "somebody committed it meanwhile";
  ASSERT_TRUE(store.erase("case-1", 1, daemon::Retained::all, told));
  EXPECT_THROW(store.load("case-1"), Error);
  EXPECT_EQ(store.line_of("case-1").standing, "erased");
  EXPECT_EQ(store.find_by_subject("QQ123456C").size(), 1u);
  EXPECT_TRUE(store.find_object("address of content"));
  EXPECT_EQ(store.last_destroyed(), 1);
  const auto last = store.look_at_erasure("case-2");
  EXPECT_EQ(last.documents, 1);
  EXPECT_EQ(last.objects, 2);
  ASSERT_TRUE(this->maker_.second().erase("case-2", 1, daemon::Retained::all, told));
  EXPECT_FALSE(store.find_object("address of content"));
  EXPECT_FALSE(store.find_object("address of crop"));
  EXPECT_TRUE(store.load_document("document-1").erased);
  EXPECT_TRUE(store.load_item("item-1").erased);
  EXPECT_TRUE(store.pictures_of("document-1").empty());
  int64_t number = 0;
  const size_t destroyed = store.destroyed_after(1, number).size();
  EXPECT_EQ(destroyed + 1, static_cast<size_t>(number));
  EXPECT_EQ(store.deliveries({}).at(0).why, "");
  EXPECT_THAT(store.contradictions(), ::testing::IsEmpty());
  EXPECT_THAT(store.verify_audit().problems, ::testing::IsEmpty());
  const auto counts = store.count(kMonday, {2026, 11, 23});
  EXPECT_TRUE(counts.items.holds() && counts.documents.holds() && counts.pages.holds());
  EXPECT_EQ(counts.items.finished, 1);
}

TYPED_TEST_P(StoreConformance, KnowsWhatEndedAndStillHasPapers) {
  file_in_two_cases(*this);
  auto& store = this->store();
  const auto due = [&](daemon::Retained what, const daemon::DueErasure& after = {}) {
    return store.ended_before(what, "council-tax", this->later(1), after, 10);
  };
  ASSERT_EQ(due(daemon::Retained::papers).size(), 2u);
  EXPECT_EQ(due(daemon::Retained::papers, due(daemon::Retained::papers)[0]).size(), 1u);
  EXPECT_TRUE(store.ended_before(daemon::Retained::papers, "council-tax", kMonday, {}, 10).empty());
  EXPECT_EQ(store.workflows_of_ended(daemon::Retained::papers), std::vector<std::string>{"council-tax"});
  EXPECT_TRUE(store.workflows_of_ended(daemon::Retained::all).empty()) << "papers go first";
  ASSERT_TRUE(store.erase("case-1", 1, daemon::Retained::papers, {"papers_erased", "mailroom", kMonday, {}}));
  EXPECT_EQ(due(daemon::Retained::papers).size(), 1u);
  EXPECT_EQ(due(daemon::Retained::all).at(0).case_id, "case-1");
  EXPECT_TRUE(store.load("case-1"));
}

TYPED_TEST_P(StoreConformance, SealsTheEndsOfAllChains) {
  auto& store = this->store();
  const auto seal = [&] { return store.seal_audit([](daemon::AuditSeal& one) { one.at = kMonday; }); };
  store.note("case-1", {"case_viewed", "m.lund", kMonday, {}});
  store.note("case-2", {"case_viewed", "m.lund", kMonday, {}});
  const auto first = seal();
  EXPECT_EQ(first.chains, 2);
  EXPECT_EQ(seal().number, 1) << "nothing came";
  store.note("case-2", {"case_viewed", "m.lund", kMonday, {}});
  store.note("case-3", {"case_viewed", "m.lund", kMonday, {}});
  const auto second = seal();
  EXPECT_EQ(second.number, 2);
  EXPECT_EQ(second.records, 4);
  EXPECT_NE(second.root, first.root);
  EXPECT_EQ(store.sealed_heads(1).root, first.root) << "what it covers is what it was";
  EXPECT_EQ(this->maker_.second().seals().size(), 2u);
}

REGISTER_TYPED_TEST_SUITE_P(StoreConformance, GivesEachWorkflowItsTurnHoweverMuchOneHas,
                            SharesABatchAmongWorkflows, FilesADocumentThoughManyCasesAreDue,
                            KnowsTheNextOfAllWorkflows, KeepsObjectsOfAnySizeUntilNobodyNamesThem,
                            ErasesPapersWithTheLastCaseThatHasThem, KnowsWhatEndedAndStillHasPapers,
                            SealsTheEndsOfAllChains, TakesAnItemOfOneIdentityOnce,
                            GivesWorkToOneHolderUntilItsLeaseEnds, TellsTwoClaimsOfOneHolderApart,
                            RefusesACaseFromWhoSleptBeyondItsLease, GivesEachWhatItTakes,
                            GivesABatchByUrgencyAndToOneHolder, TakesUpWorkAgainAfterAStop,
                            LetsWorkRestThatWasHandedBack, KeepsAReadingUntilItIsFiled,
                            SplitsABatchIntoItsDocuments, CountsEveryItemDocumentAndPageOnce,
                            WakesACaseWhenItIsDue, NeverLetsTwoClerksHoldOneCase,
                            FindsAPersonHoweverTheNumberIsTyped, ListsPageByPage,
                            ListsByTheTimeReceivedAndNewestFirstIfAsked, NotesTheSameWithSeveralCasesAtOnce,
                            ProvesItsAudit, ReadsADocumentAgainWithoutLosingCount);

}  // namespace mailroom::testing
