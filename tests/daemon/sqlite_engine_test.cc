#include "daemon/sqlite_database.h"

#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "daemon/sql_store.h"
#include "tests/daemon/claims_conformance.h"
#include "tests/daemon/erasing_conformance.h"
#include "tests/daemon/hands_conformance.h"
#include "tests/daemon/remembered_case_conformance.h"
#include "tests/daemon/sealing_conformance.h"
#include "tests/daemon/store_conformance.h"

namespace mailroom::testing {

class SqliteMaker {
 public:
  SqliteMaker() { reopened(); }
  daemon::Store& store() { return *store_; }
  daemon::Store& reopened() {
    store_.reset();
    store_ = std::make_unique<daemon::SqlStore>(std::make_unique<daemon::SqliteEngine>(file()), key_, clock_);
    return *store_;
  }
  daemon::Store& second() {
    if (!second_)
      second_ =
          std::make_unique<daemon::SqlStore>(std::make_unique<daemon::SqliteEngine>(file()), key_, clock_);
    return *second_;
  }
  std::filesystem::path file() const { return folder_.path() / "mailroom.db"; }
  const daemon::SiteKey& key() const { return key_; }
  const Clock& clock() const { return clock_; }

 private:
  TemporaryFolder folder_;
  daemon::SiteKey key_{daemon::SiteKey::load_or_make(folder_.path() / "site.key")};
  FakeClock clock_{kMonday};
  std::unique_ptr<daemon::SqlStore> store_, second_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, CaseStoreConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ClaimsConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ErasingConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, SealingConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, HandsConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, RememberedCaseConformance, SqliteMaker);

TEST(SqliteEngine, KeepsNoPersonalValueInTheClear) {
  SqliteMaker maker;
  ASSERT_TRUE(maker.store().commit({a_case("case-1", "26-00001-8"), {}, true}));
  maker.reopened();
  for (const auto& entry : std::filesystem::directory_iterator(maker.file().parent_path())) {
    const std::string bytes = read_file(entry.path());
    EXPECT_EQ(bytes.find("QQ123456C"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("742.50"), std::string::npos) << entry.path();
  }
}

TEST(SqliteEngine, KeepsEachOfAGroupByItself) {
  // Many at once: some say no, one fails; the others' work stands, and theirs does not.
  TemporaryFolder folder;
  daemon::SqliteEngine engine(folder.path() / "store.db");
  engine.write([](daemon::Database& database) {
    database.run("CREATE TABLE numbers(number INTEGER PRIMARY KEY)");
    return true;
  });
  std::atomic<int> kept{0}, refused{0}, failed{0};
  std::vector<std::thread> writers;
  for (int thread = 0; thread < 8; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; i < 50; ++i) {
        const int number = thread * 50 + i;
        try {
          const bool stays = engine.write([&](daemon::Database& database) {
            database.query("INSERT INTO numbers VALUES (?)").bind(number).run();
            if (i % 10 == 3) throw Error(Fault::machine, "broken", "this one fails");
            return i % 10 != 7;
          });
          ++(stays ? kept : refused);
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), "broken");
          ++failed;
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(kept, 320);
  EXPECT_EQ(refused, 40);
  EXPECT_EQ(failed, 40);
  engine.read([](daemon::Database& database) {
    daemon::Query query = database.query("SELECT count(*), sum(number % 10 IN (3, 7)) FROM numbers");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 320);
    EXPECT_EQ(query.integer(1), 0);
  });
}

TEST(SqliteEngine, SyncsOnlyWhatMustLast) {
  TemporaryFolder folder;
  daemon::SqliteEngine engine(folder.path() / "store.db");
  int64_t level = 0;
  const auto look = [&](daemon::Database& database) {
    daemon::Query query = database.query("PRAGMA synchronous");
    query.step();
    level = query.integer(0);
    return true;
  };
  constexpr int64_t kNormal = 1, kFull = 2;  // NORMAL: a commit is appended to the log, which is synced later
  EXPECT_TRUE(engine.write(look));
  EXPECT_EQ(level, kFull);
  EXPECT_TRUE(engine.write(look, daemon::Lasts::with_next));
  EXPECT_EQ(level, kNormal);
  EXPECT_TRUE(engine.write(look));
  EXPECT_EQ(level, kFull);
}

TEST(SqliteEngine, NoticesAnAuditThatWasTamperedWith) {
  SqliteMaker maker;
  ASSERT_TRUE(maker.store().commit(
      {a_case("case-1", "26-00001-8"),
       {{"document_filed", "mailroom", kMonday, {}}, {"decision_made", "mailroom", kMonday, {}}},
       true}));
  {
    daemon::SqliteDatabase raw(maker.file(), daemon::Access::write);
    EXPECT_THROW(raw.run("DELETE FROM audit WHERE sequence = 2"), Error);
    raw.run("DROP TRIGGER audit_stays; DELETE FROM audit WHERE sequence = 2");
  }
  EXPECT_THAT(maker.store().verify_audit().problems, ::testing::SizeIs(1));
  {
    daemon::SqliteDatabase raw(maker.file(), daemon::Access::write);
    raw.run("DROP TRIGGER audit_keeps; UPDATE audit SET by = 'nobody' WHERE sequence = 1");
  }
  EXPECT_THAT(maker.store().verify_audit().problems,
              ::testing::ElementsAre(::testing::HasSubstr("record 1 is not what was written")));
}

TEST(SqliteEngine, OpensForLookingWithoutWriting) {
  SqliteMaker maker;
  ASSERT_TRUE(maker.store().commit({a_case("case-1", "26-00001-8"), {}, true}));
  daemon::SqlStore looking(std::make_unique<daemon::SqliteEngine>(maker.file(), daemon::Access::look),
                           maker.key(), maker.clock(), daemon::Access::look);
  EXPECT_TRUE(looking.load("case-1"));
  EXPECT_THROW((void)looking.commit({a_case("case-2", "26-00002-6"), {}, true}), Error);
}

}  // namespace mailroom::testing
