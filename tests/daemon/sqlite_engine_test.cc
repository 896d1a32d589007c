#include "daemon/sqlite_database.h"

#include "base/error.h"
#include "base/file.h"
#include "daemon/sql_store.h"
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
  std::filesystem::path file() const { return folder_.path() / "mailroom.db"; }
  const daemon::SiteKey& key() const { return key_; }
  const Clock& clock() const { return clock_; }

 private:
  TemporaryFolder folder_;
  daemon::SiteKey key_{daemon::SiteKey::load_or_make(folder_.path() / "site.key")};
  FakeClock clock_{kMonday};
  std::unique_ptr<daemon::SqlStore> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, CaseStoreConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreConformance, SqliteMaker);

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
