// What every store promises about what goes: papers, cases, objects that nobody names. Maker: store_suite.h.
#pragma once

#include "tests/daemon/store_suite.h"

namespace mailroom::testing {

template <typename Maker>
class ErasingConformance : public StoreSuite<Maker> {};
TYPED_TEST_SUITE_P(ErasingConformance);

TYPED_TEST_P(ErasingConformance, KeepsObjectsOfAnySizeUntilNobodyNamesThem) {
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

TYPED_TEST_P(ErasingConformance, ErasesPapersWithTheLastCaseThatHasThem) {
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
  count_what_has_ended(store);
  ASSERT_TRUE(this->maker_.second().erase("case-2", 1, daemon::Retained::all, told));
  expect_counted_truly(store, "the last of its cases was erased");
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

TYPED_TEST_P(ErasingConformance, KnowsWhatEndedAndStillHasPapers) {
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

REGISTER_TYPED_TEST_SUITE_P(ErasingConformance, KeepsObjectsOfAnySizeUntilNobodyNamesThem,
                            ErasesPapersWithTheLastCaseThatHasThem, KnowsWhatEndedAndStillHasPapers);

}  // namespace mailroom::testing
