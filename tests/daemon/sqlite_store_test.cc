#include "daemon/sqlite_store.h"

#include "base/error.h"
#include "base/file.h"
#include "tests/daemon/store_conformance.h"

namespace mailroom::testing {

class SqliteMaker {
 public:
  SqliteMaker() { reopened(); }
  daemon::Store& store() { return *store_; }
  daemon::Store& reopened() {
    store_.reset();
    store_ = std::make_unique<daemon::SqliteStore>(file(), key_, clock_);
    return *store_;
  }
  std::filesystem::path file() const { return folder_.path() / "mailroom.db"; }
  const daemon::SiteKey& key() const { return key_; }
  const Clock& clock() const { return clock_; }

 private:
  TemporaryFolder folder_;
  daemon::SiteKey key_{daemon::SiteKey::load_or_make(folder_.path() / "site.key")};
  FakeClock clock_{kMonday};
  std::unique_ptr<daemon::SqliteStore> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, CaseStoreConformance, SqliteMaker);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreConformance, SqliteMaker);

TEST(SqliteStore, KeepsNoPersonalValueInTheClear) {
  SqliteMaker maker;
  ASSERT_TRUE(maker.store().commit({a_case("case-1", "26-00001-8"), {}, true}));
  maker.reopened();
  for (const auto& entry : std::filesystem::directory_iterator(maker.file().parent_path())) {
    const std::string bytes = read_file(entry.path());
    EXPECT_EQ(bytes.find("QQ123456C"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("742.50"), std::string::npos) << entry.path();
  }
}

TEST(SqliteStore, NoticesAnAuditThatWasTamperedWith) {
  SqliteMaker maker;
  ASSERT_TRUE(maker.store().commit(
      {a_case("case-1", "26-00001-8"),
       {{"document_filed", "mailroom", kMonday, {}}, {"decision_made", "mailroom", kMonday, {}}},
       true}));
  {
    daemon::Database raw(maker.file(), daemon::Database::Mode::write);
    EXPECT_THROW(raw.run("DELETE FROM audit WHERE sequence = 2"), Error);
    raw.run("DROP TRIGGER audit_stays; DELETE FROM audit WHERE sequence = 2");
  }
  EXPECT_THAT(maker.store().verify_audit().problems, ::testing::SizeIs(1));
  {
    daemon::Database raw(maker.file(), daemon::Database::Mode::write);
    raw.run("DROP TRIGGER audit_keeps; UPDATE audit SET by = 'nobody' WHERE sequence = 1");
  }
  EXPECT_THAT(maker.store().verify_audit().problems,
              ::testing::ElementsAre(::testing::HasSubstr("record 1 is not what was written")));
}

TEST(SqliteStore, OpensForLookingWithoutWriting) {
  SqliteMaker maker;
  ASSERT_TRUE(maker.store().commit({a_case("case-1", "26-00001-8"), {}, true}));
  daemon::SqliteStore looking(maker.file(), maker.key(), maker.clock(), daemon::Database::Mode::look);
  EXPECT_TRUE(looking.load("case-1"));
  EXPECT_THROW((void)looking.commit({a_case("case-2", "26-00002-6"), {}, true}), Error);
}

}  // namespace mailroom::testing
