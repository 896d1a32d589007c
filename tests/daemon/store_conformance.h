// What every store promises about what came: items, documents, readings, batches; counts and lists. Maker:
// store_suite.h.
#pragma once

#include "tests/daemon/store_suite.h"

namespace mailroom::testing {

template <typename Maker>
class StoreConformance : public StoreSuite<Maker> {};
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
  // An item on its way has one standing, unpacked or not.
  for (const auto& standing : store.count(kMonday, {2026, 11, 23}).standings) {
    EXPECT_EQ(standing.items, standing.label == "being read" ? 1 : 0) << standing.label;
  }
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

TYPED_TEST_P(StoreConformance, KeepsWhatEndedItemsComeToUntilSomethingOfThemChanges) {
  auto& store = this->store();
  const auto take = [&](const std::string& item, const std::string& case_id, const std::string& number,
                        workflows::State state) {
    this->take_in(item, "document of " + case_id);
    daemon::Document document = store.load_document("document of " + case_id);
    document.reading = ocr::DocumentReading();
    document.reading->pages.resize(3);
    ASSERT_TRUE(store.was_read(document, {}, this->reading_, kMonday));
    auto record = a_case(case_id, number);
    record.state = state;
    ASSERT_TRUE(store.commit({record, {}, true}));
    ASSERT_TRUE(store.was_filed(this->claimed("a"), kMonday));
  };
  const auto change = [&](const std::string& case_id,
                          const std::function<void(workflows::CaseRecord&)>& how) {
    auto record = store.load(case_id).value();
    how(record);
    ASSERT_TRUE(store.commit({record, {}, false}));
  };
  const auto standing = [&](const std::string& label) {
    for (const auto& one : store.count(kMonday, {2026, 11, 23}).standings)
      if (one.label == label) return one.items;
    return int64_t{0};
  };
  using State = workflows::State;
  take("item-1", "case-1", "26-00001-8", State::closed);
  take("item-2", "case-2", "26-00002-6", State::returned);
  take("item-3", "case-3", "26-00003-4", State::awaiting_review);
  expect_counted_truly(store, "before any is counted");
  count_what_has_ended(store);
  count_what_has_ended(store);
  expect_counted_truly(store, "counted");
  EXPECT_EQ(standing("closed"), 1);

  change("case-1", [](auto& record) { record.state = State::awaiting_review; });
  expect_counted_truly(store, "one was opened again");
  EXPECT_EQ(standing("waiting for a person"), 2);
  change("case-1", [](auto& record) { record.state = State::closed; });
  count_what_has_ended(store);
  expect_counted_truly(store, "and closed again");

  // A document of an ended case is filed in another case, too.
  change("case-3", [](auto& record) {
    record.filings.push_back(record.filings.front());
    record.filings.back().document_id = "document of case-2";
  });
  expect_counted_truly(store, "a document has a second case");
  EXPECT_EQ(standing("returned"), 0);
  change("case-3", [](auto& record) { record.state = State::closed; });
  count_what_has_ended(store);
  expect_counted_truly(store, "both have ended");

  store.read_again("document of case-1", kMonday);
  expect_counted_truly(store, "a document is read again");
  EXPECT_EQ(standing("being read"), 1);
}

TYPED_TEST_P(StoreConformance, TellsWhatCameOfAnItemToItsInboxAlone) {
  this->take_in("item-1", "document of case-1");
  auto& store = this->store();
  EXPECT_TRUE(store.cases_of_item("post", "item-1").value().empty());
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  const auto cases = store.cases_of_item("post", "item-1").value();
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases[0].number, "26-00001-8");
  EXPECT_FALSE(store.cases_of_item("mail", "item-1"));
  EXPECT_FALSE(store.cases_of_item("post", "item-2"));
}

TYPED_TEST_P(StoreConformance, TellsTheOutcomesOfItemsThatFollowUntilTheyAreNoted) {
  using Kind = daemon::ItemOutcome::Kind;
  auto& store = this->store();
  daemon::Item item = an_item("item-1");
  item.follows = true;
  ASSERT_TRUE(store.add_item(item, an_object("content")));
  EXPECT_TRUE(store.item_outcomes("post").empty());  // in no case yet
  const daemon::Work unpacking = this->claimed("a");
  ASSERT_TRUE(store.unpacked(store.load_item("item-1"), {a_document("document of case-1", "item-1")}, {},
                             unpacking, kMonday));
  const daemon::Work reading = this->claimed("a");
  daemon::Document document = store.load_document("document of case-1");
  document.reading = ocr::DocumentReading();
  ASSERT_TRUE(store.was_read(document, {}, reading, kMonday));
  auto record = a_case("case-1", "26-00001-8");
  record.state = workflows::State::awaiting_review;
  ASSERT_TRUE(store.commit({record, {}, true}));
  EXPECT_TRUE(store.item_outcomes("post").empty());  // its document is not filed yet
  ASSERT_TRUE(store.was_filed(this->claimed("a"), kMonday));
  ASSERT_EQ(store.item_outcomes("post").size(), 1u);
  EXPECT_EQ(store.item_outcomes("post")[0].item, "item-1");
  EXPECT_EQ(store.item_outcomes("post")[0].outcome, Kind::waiting);
  EXPECT_TRUE(store.item_outcomes("mail").empty());
  store.note_outcome("item-1", Kind::waiting, kMonday);
  EXPECT_TRUE(store.item_outcomes("post").empty());
  record = *store.load("case-1");
  record.state = workflows::State::checking;
  ASSERT_TRUE(store.commit({record, {}, false}));
  EXPECT_TRUE(store.item_outcomes("post").empty());  // nobody knows yet
  record = *store.load("case-1");
  record.state = workflows::State::returned;
  ASSERT_TRUE(store.commit({record, {}, false}));
  ASSERT_EQ(store.item_outcomes("post").size(), 1u);
  EXPECT_EQ(store.item_outcomes("post")[0].outcome, Kind::returned);
  EXPECT_TRUE(store.item_outcomes("post")[0].is_where_it_waits);
  store.note_outcome("item-1", Kind::returned, kMonday);
  store.note_outcome("item-1", Kind::returned, kMonday);
  EXPECT_TRUE(store.item_outcomes("post").empty());
  EXPECT_TRUE(store.verify_audit().problems.empty());
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

REGISTER_TYPED_TEST_SUITE_P(StoreConformance, TakesAnItemOfOneIdentityOnce, KeepsAReadingUntilItIsFiled,
                            SplitsABatchIntoItsDocuments, CountsEveryItemDocumentAndPageOnce,
                            KeepsWhatEndedItemsComeToUntilSomethingOfThemChanges,
                            TellsWhatCameOfAnItemToItsInboxAlone,
                            TellsTheOutcomesOfItemsThatFollowUntilTheyAreNoted,
                            FindsAPersonHoweverTheNumberIsTyped, ListsPageByPage,
                            ListsByTheTimeReceivedAndNewestFirstIfAsked,
                            ReadsADocumentAgainWithoutLosingCount);

}  // namespace mailroom::testing
