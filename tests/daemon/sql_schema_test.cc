#include "daemon/sql_schema.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "tests/daemon/case_store_conformance.h"

namespace mailroom::testing {

namespace fs = std::filesystem;

TEST(SqlSchema, NamesAllTablesThatACopyTakes) {
  TemporaryFolder folder;
  daemon::SqliteEngine engine(folder.path() / "mailroom.db");
  daemon::migrate(engine, daemon::SiteKey(std::string(64, 'k')), kMonday);
  std::vector<std::string> tables;
  engine.read([&](daemon::Database& database) {
    daemon::Query query =
        database.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations'");
    while (query.step()) tables.push_back(query.text(0));
  });
  EXPECT_THAT(daemon::store_tables(), ::testing::UnorderedElementsAreArray(tables));
}

// tests/data/store-N.db: what a daemon of schema version N left, with its key; never made anew.
class OfEachVersion : public ::testing::TestWithParam<int> {};

TEST_P(OfEachVersion, IsBroughtUpToDateWithAllThatItHeld) {
  const fs::path data =
      fs::path(MAILROOM_SOURCE) / "tests/data" / ("store-" + std::to_string(GetParam()) + ".db");
  TemporaryFolder folder;
  const fs::path file = folder.path() / "mailroom.db";
  fs::copy_file(data, file);
  const auto key = daemon::SiteKey::load(fs::path(data).replace_extension(".key"));
  const FakeClock clock{kMonday};
  daemon::SqlStore store(std::make_unique<daemon::SqliteEngine>(file), key, clock);
  EXPECT_THAT(store.verify_audit().problems, ::testing::IsEmpty());
  EXPECT_GT(store.verify_audit().records, 0);
  const auto counts = store.count(kMonday, {2026, 11, 23});
  EXPECT_EQ(counts.items.arrived, 3);
  EXPECT_TRUE(counts.items.holds() && counts.documents.holds() && counts.pages.holds());
  EXPECT_EQ(counts.missing, 0);
  std::string after;
  store.count_ended(after, 100);
  EXPECT_EQ(store.count(kMonday, {2026, 11, 23}).items.arrived, 3);
  const auto lines = store.list({});
  EXPECT_EQ(lines.size(), 3u);
  for (const auto& line : lines) EXPECT_TRUE(store.load(line.id));
  EXPECT_THAT(store.contradictions(), ::testing::IsEmpty());
  const auto objects = store.objects_after("", 100);
  EXPECT_EQ(objects.size(), 3u);
  for (const auto& object : objects) EXPECT_EQ(store.find_object(object.address)->key.size(), 32u);
}

INSTANTIATE_TEST_SUITE_P(Store, OfEachVersion, ::testing::Values(1));

}  // namespace mailroom::testing
