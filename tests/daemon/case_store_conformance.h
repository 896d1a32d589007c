// What every store of cases promises the runner: a typed suite, to be instantiated with a maker of stores
// (SQLite, PostgreSQL, in memory). Maker: `workflows::CaseStore& store()`.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ids.h"
#include "workflows/case_store.h"

namespace mailroom::testing {

inline constexpr Instant kMonday{1'795'422'660'000'000};  // 2026-11-23T08:31:00Z

inline workflows::CaseRecord a_case(const std::string& id, const std::string& number) {
  workflows::CaseRecord record;
  record.id = id;
  record.number = number;
  record.workflow = "council-tax";
  record.version = 4;
  record.subject = "QQ123456C";
  record.join_keys = {"claim=QQ123456C"};
  record.received = kMonday;
  record.effective = Date{2026, 11, 23};
  workflows::Filing filing;
  filing.document_id = "document of " + id;
  filing.role = "claim";
  filing.form = "ctr1-2026";
  filing.pages = {1, 2};
  filing.file = "scan-017.tif";
  filing.received = kMonday;
  ocr::FieldReading field;
  field.id = "net_pay";
  field.type = ocr::FieldType::amount;
  field.value = "742.50";
  field.text = "742.50";
  field.confidence = 0.75;
  field.source = ocr::Source::ocr;
  filing.fields = {field};
  record.filings = {filing};
  record.facts =
      Context{{"claim", Context{{"start", Date{2026, 11, 1}}, {"net_pay", *Decimal::parse("742.50")}}}};
  return record;
}

// Why this maker can make no store here (its server is missing); empty if it can.
template <typename Maker>
std::string left_out() {
  if constexpr (requires { Maker::left_out(); }) return Maker::left_out();
  return {};
}

template <typename Maker>
class CaseStoreConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = left_out<Maker>(); !why.empty()) GTEST_SKIP() << why;
  }
  Maker maker_;
  workflows::CaseStore& store() { return maker_.store(); }
};
TYPED_TEST_SUITE_P(CaseStoreConformance);

TYPED_TEST_P(CaseStoreConformance, GivesBackWhatWasCommitted) {
  auto& store = this->store();
  workflows::CaseRecord record = a_case("case-1", "26-00001-8");
  record.not_before = kMonday;
  record.due = Date{2026, 11, 27};
  record.reasons = {{"field_unsure", "document of case-1", 0, "net_pay", "742.50 or 142.50"}};
  record.corrections = {{"document of case-1", 0, "net_pay", "742.50", "m.lund", kMonday}};
  record.checks = {{"nino", false, "review", "not a number"}};
  record.decisions = {
      {"band", Context{{"award", *Decimal::parse("15.70")}}, {{3, "reg 4(3)", "half"}}, {}, {"a notice"}}};
  record.deliveries = {{"delivery-1", "ledger", "case-1/ledger",
                        Context{{"amount", *Decimal::parse("15.70")}}, "", workflows::DeliveryState::waiting,
                        2, kMonday, "locked", ""}};
  ASSERT_TRUE(store.commit({record, {}, true}));
  const auto loaded = store.load("case-1");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->revision, 1);
  record.revision = 1;
  EXPECT_EQ(workflows::to_value(*loaded), workflows::to_value(record));
  EXPECT_EQ(loaded->facts.at("claim").context().at("start"), Value(Date{2026, 11, 1}));
  EXPECT_EQ(loaded->deliveries.at(0).content.at("amount").number().to_string(), "15.70");
}

TYPED_TEST_P(CaseStoreConformance, RefusesACommitOnAnOldRevision) {
  auto& store = this->store();
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  auto first = *store.load("case-1"), second = first;
  first.queue = "first";
  second.queue = "second";
  EXPECT_TRUE(store.commit({first, {}, false}));
  EXPECT_FALSE(store.commit({second, {}, false}));
  EXPECT_EQ(store.load("case-1")->queue, "first");
}

TYPED_TEST_P(CaseStoreConformance, WritesAllChangesOrNone) {
  auto& store = this->store();
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  auto stale = *store.load("case-1");
  ASSERT_TRUE(store.commit({stale, {}, false}));
  EXPECT_FALSE(store.commit(
      std::vector<workflows::CaseChange>{{a_case("case-2", "26-00002-6"), {}, true}, {stale, {}, false}}));
  EXPECT_FALSE(store.load("case-2"));
}

TYPED_TEST_P(CaseStoreConformance, FindsTheOldestOpenCaseOfAJoinKey) {
  auto& store = this->store();
  EXPECT_FALSE(store.find_open("council-tax", "claim=QQ123456C"));
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  ASSERT_TRUE(store.commit({a_case("case-2", "26-00002-6"), {}, true}));
  EXPECT_EQ(store.find_open("council-tax", "claim=QQ123456C"), "case-1");
  EXPECT_FALSE(store.find_open("housing", "claim=QQ123456C"));
  EXPECT_FALSE(store.find_open("council-tax", "claim=QQ123457C"));
  auto closed = *store.load("case-1");
  closed.state = workflows::State::closed;
  ASSERT_TRUE(store.commit({closed, {}, false}));
  EXPECT_EQ(store.find_open("council-tax", "claim=QQ123456C"), "case-2");
}

TYPED_TEST_P(CaseStoreConformance, LetsTwoNewCasesOfOnePersonMeetInOne) {
  auto& store = this->store();
  const std::vector<std::string> key = {"claim=QQ123456C"};
  EXPECT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true, key}));
  EXPECT_FALSE(store.commit({a_case("case-2", "26-00002-6"), {}, true, key}));
}

TYPED_TEST_P(CaseStoreConformance, KnowsWhereADocumentWasFiled) {
  auto& store = this->store();
  EXPECT_THAT(store.filed_in("document of case-1"), ::testing::IsEmpty());
  ASSERT_TRUE(store.commit({a_case("case-1", "26-00001-8"), {}, true}));
  EXPECT_THAT(store.filed_in("document of case-1"), ::testing::ElementsAre("case-1"));
  EXPECT_EQ(store.find_by_number("26-00001-8"), "case-1");
  EXPECT_FALSE(store.find_by_number("26-00002-6"));
}

TYPED_TEST_P(CaseStoreConformance, NeverGivesACaseNumberTwice) {
  auto& store = this->store();
  std::set<std::string> numbers;
  for (int i = 0; i < 20; ++i) numbers.insert(store.new_case_number(2026));
  EXPECT_EQ(numbers.size(), 20u);
  for (const std::string& number : numbers) EXPECT_EQ(normal_case_number(number), number);
}

REGISTER_TYPED_TEST_SUITE_P(CaseStoreConformance, GivesBackWhatWasCommitted, RefusesACommitOnAnOldRevision,
                            WritesAllChangesOrNone, FindsTheOldestOpenCaseOfAJoinKey,
                            LetsTwoNewCasesOfOnePersonMeetInOne, KnowsWhereADocumentWasFiled,
                            NeverGivesACaseNumberTwice);

}  // namespace mailroom::testing
