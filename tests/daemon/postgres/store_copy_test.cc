#include "daemon/store_copy.h"

#include "base/error.h"
#include "daemon/postgres_engine.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "tests/daemon/postgres/postgres_server.h"
#include "tests/daemon/store_suite.h"

namespace mailroom::testing {

class StoreCopy : public ::testing::Test {
 protected:
  void SetUp() override {
    if (PostgresServer::get() == nullptr) GTEST_SKIP() << PostgresServer::why();
    url_ = PostgresServer::get()->new_database();
    daemon::SqlStore store(sqlite(), key_, clock_);
    ASSERT_TRUE(store.add_item(an_item("item-1"), {"address of content", kObject, 7, "key"}));
    for (int i = 1; i <= 20; ++i) {
      ASSERT_TRUE(store.commit({a_case("case-" + std::to_string(i), std::to_string(i)),
                                {{"case_opened", "mailroom", kMonday, {{"i", i}}}},
                                true}));
    }
    store.note("case-7", {"case_viewed", "m.lund", kMonday, {}});
  }
  std::unique_ptr<daemon::Engine> sqlite() {
    return std::make_unique<daemon::SqliteEngine>(folder_.path() / "mailroom.db");
  }
  std::unique_ptr<daemon::Engine> postgres() {
    return std::make_unique<daemon::PostgresEngine>(
        daemon::PostgresEngine::Settings{url_, daemon::Access::write});
  }

  static constexpr const char* kObject = "01900000-0000-7000-8000-000000000001";
  TemporaryFolder folder_;
  daemon::SiteKey key_{std::string(64, 'k')};
  FakeClock clock_{kMonday};
  std::string url_;
};

TEST_F(StoreCopy, BringsEverythingAcross) {
  const auto report = daemon::copy_store(*sqlite(), *postgres(), key_, kMonday,
                                         [](const std::string&) { return "sealed bytes"; });
  EXPECT_EQ(report.chains, 21);
  EXPECT_EQ(report.objects, 1);
  daemon::SqlStore from(sqlite(), key_, clock_), to(postgres(), key_, clock_);
  for (int i = 1; i <= 20; ++i) {
    const std::string id = "case-" + std::to_string(i);
    EXPECT_EQ(workflows::to_value(*to.load(id)), workflows::to_value(*from.load(id)));
  }
  EXPECT_EQ(to.load_item("item-1").metadata.at("source"), Value("scanner 2"));
  EXPECT_EQ(to.bytes_of(kObject), "sealed bytes");
  EXPECT_EQ(to.history("case-7").back().digest, from.history("case-7").back().digest);
  EXPECT_THAT(to.verify_audit().problems, ::testing::IsEmpty());
  EXPECT_EQ(to.verify_audit().records, from.verify_audit().records);
  EXPECT_EQ(to.new_case_number(2026), from.new_case_number(2026));
  EXPECT_EQ(to.claim("a", kMonday, kMonday + minutes(1))->id,
            from.claim("a", kMonday, kMonday + minutes(1))->id);
}

TEST_F(StoreCopy, IsAllOrNothing) {
  EXPECT_THROW(daemon::copy_store(*sqlite(), *postgres(), key_, kMonday,
                                  [](const std::string&) { return std::nullopt; }),
               Error);
  EXPECT_FALSE(daemon::SqlStore(postgres(), key_, clock_).load("case-1"));
  EXPECT_EQ(daemon::copy_store(*sqlite(), *postgres(), key_, kMonday, {}).chains, 21)
      << "it can be tried again";
}

TEST_F(StoreCopy, AsksForNothingThatWasLetGo) {
  daemon::SqliteDatabase(folder_.path() / "mailroom.db", daemon::Access::write)
      .run("UPDATE objects SET erased = 1");
  const auto report = daemon::copy_store(*sqlite(), *postgres(), key_, kMonday,
                                         [](const std::string&) { return std::nullopt; });
  EXPECT_EQ(report.objects, 0);
}

TEST_F(StoreCopy, RefusesAStoreThatHoldsSomething) {
  daemon::copy_store(*sqlite(), *postgres(), key_, kMonday, {});
  try {
    daemon::copy_store(*sqlite(), *postgres(), key_, kMonday, {});
    FAIL() << "it is not empty";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "store_not_empty");
  }
}

TEST_F(StoreCopy, IsNoticedIfTheKeyDidNotComeAlong) {
  daemon::copy_store(*sqlite(), *postgres(), key_, kMonday, {});
  try {
    daemon::SqlStore(postgres(), daemon::SiteKey(std::string(64, 'x')), clock_);
    FAIL() << "another key opens nothing";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "site_key_wrong");
  }
}

}  // namespace mailroom::testing
