// What a store promises to who works on a case under a claim: it need not open the case again at each step,
// and never sees an old one for it. Maker as of store_conformance.h.
#pragma once

#include <functional>
#include <thread>

#include "base/error.h"
#include "daemon/store.h"
#include "tests/daemon/case_store_conformance.h"

namespace mailroom::testing {

template <typename Maker>
class RememberedCaseConformance : public ::testing::Test {
 public:
  void SetUp() override {
    if (const std::string why = left_out<Maker>(); !why.empty()) GTEST_SKIP() << why;
    ASSERT_TRUE(store().commit({a_case("case-1", "26-00001-8"), {}, true}));
    const auto until = kMonday + std::chrono::minutes(5);
    claimed_ = store().claim("a", kMonday, until).value_or(daemon::Work());
    ASSERT_EQ(claimed_.id, "case-1");
  }
  Maker maker_;
  daemon::Store& store() { return maker_.store(); }
  // From another thread, which holds no claim: a clerk at the desk.
  static void by_somebody_else(const std::function<void()>& act) { std::thread(act).join(); }
  daemon::Work claimed_;
};

TYPED_TEST_SUITE_P(RememberedCaseConformance);

TYPED_TEST_P(RememberedCaseConformance, GivesTheCaseAsItWasCommitted) {
  auto& store = this->store();
  const daemon::UnderClaim fence(this->claimed_);
  auto record = *store.load("case-1");
  EXPECT_EQ(record.revision, 1);
  record.route = "award";
  ASSERT_TRUE(store.commit({record, {}, false}));
  const auto again = store.load("case-1");
  EXPECT_EQ(again->revision, 2);
  EXPECT_EQ(again->route, "award");
  EXPECT_EQ(to_value(*again), to_value(*this->maker_.second().load("case-1")));
}

TYPED_TEST_P(RememberedCaseConformance, SeesWhatSomebodyElseCommitted) {
  auto& store = this->store();
  const daemon::UnderClaim fence(this->claimed_);
  auto record = *store.load("case-1");
  this->by_somebody_else([&] {
    auto theirs = *store.load("case-1");
    theirs.queue = "team";
    EXPECT_TRUE(store.commit({theirs, {}, false}));
  });
  EXPECT_FALSE(store.commit({record, {}, false}));
  EXPECT_EQ(store.load("case-1")->queue, "team");
}

TYPED_TEST_P(RememberedCaseConformance, FindsACaseByWhatItBecameMeanwhile) {
  auto& store = this->store();
  const daemon::UnderClaim fence(this->claimed_);
  auto record = *store.load("case-1");
  record.join_keys = {"claim=QQ654321A"};
  record.subject = "QQ654321A";
  record.filings.front().document_id = "another";
  ASSERT_TRUE(store.commit({record, {}, false}));
  EXPECT_FALSE(store.find_open("council-tax", "claim=QQ123456C"));
  EXPECT_EQ(store.find_open("council-tax", "claim=QQ654321A"), "case-1");
  EXPECT_EQ(store.cases_of("QQ654321A"), std::vector<std::string>{"case-1"});
  EXPECT_EQ(store.filed_in("another"), std::vector<std::string>{"case-1"});
  record = *store.load("case-1");
  record.state = workflows::State::closed;
  ASSERT_TRUE(store.commit({record, {}, false}));
  EXPECT_FALSE(store.find_open("council-tax", "claim=QQ654321A"));
  EXPECT_EQ(store.find_closed("council-tax", "claim=QQ654321A"), "case-1");
}

TYPED_TEST_P(RememberedCaseConformance, RemembersNoCaseThatWasErased) {
  auto& store = this->store();
  const daemon::UnderClaim fence(this->claimed_);
  auto record = *store.load("case-1");
  record.state = workflows::State::closed;
  ASSERT_TRUE(store.commit({record, {}, false}));
  this->by_somebody_else([&] {
    EXPECT_TRUE(store.erase("case-1", 2, daemon::Retained::all, {"case_erased", "clerk", kMonday, {}}));
  });
  EXPECT_THROW((void)store.load("case-1"), Error);
}

REGISTER_TYPED_TEST_SUITE_P(RememberedCaseConformance, GivesTheCaseAsItWasCommitted,
                            SeesWhatSomebodyElseCommitted, FindsACaseByWhatItBecameMeanwhile,
                            RemembersNoCaseThatWasErased);

}  // namespace mailroom::testing
