// What every store promises about its record: chains, and the seals over their ends. Maker: store_suite.h.
#pragma once

#include "tests/daemon/store_suite.h"

namespace mailroom::testing {

template <typename Maker>
class SealingConformance : public StoreSuite<Maker> {};
TYPED_TEST_SUITE_P(SealingConformance);

TYPED_TEST_P(SealingConformance, NotesTheSameWithSeveralCasesAtOnce) {
  auto& store = this->store();
  for (const char* id : {"case-1", "case-2", "case-3"})
    ASSERT_TRUE(store.commit({a_case(id, std::string("number of ") + id), {}, true}));
  store.note_each({"case-1", "case-3"}, {"facts_revealed", "m.lund", kMonday, {}});
  EXPECT_EQ(store.history("case-1").back().record.event, "facts_revealed");
  EXPECT_EQ(store.history("case-3").back().record.by, "m.lund");
  EXPECT_TRUE(store.history("case-2").empty());
  EXPECT_THAT(store.verify_audit().problems, ::testing::IsEmpty());
}

TYPED_TEST_P(SealingConformance, ProvesItsAudit) {
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

TYPED_TEST_P(SealingConformance, SealsTheEndsOfAllChains) {
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

REGISTER_TYPED_TEST_SUITE_P(SealingConformance, NotesTheSameWithSeveralCasesAtOnce, ProvesItsAudit,
                            SealsTheEndsOfAllChains);

}  // namespace mailroom::testing
