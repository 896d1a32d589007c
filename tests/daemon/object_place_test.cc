// Folder and store as places of objects. The bucket's are in bucket/.
#include "base/file.h"
#include "daemon/seal.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "tests/daemon/place_conformance.h"

namespace mailroom::daemon {
namespace {

const std::filesystem::path& ground() {
  static const TemporaryFolder folder("mailroom-places");
  return folder.path();
}

SqlStore& store() {
  static const SystemClock clock;
  static const SiteKey key = SiteKey::load_or_make(ground() / "site.key");
  static SqlStore made(std::make_unique<SqliteEngine>(ground() / "mailroom.db"), key, clock);
  return made;
}

// As an item's.
void record(const std::string& id) {
  Item item;
  item.id = item.identity = item.object = id;
  item.inbox = "post";
  EXPECT_TRUE(store().add_item(item, {id, id, 5, "key"}));
}

INSTANTIATE_TEST_SUITE_P(
    Here, PlaceConformance,
    testing::Values(PlaceKind{"folder", [] { return std::make_unique<ObjectFolder>(ground() / "objects"); }},
                    PlaceKind{"store", [] { return std::make_unique<ObjectTable>(store()); },
                              [] { return std::string(); }, record}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace mailroom::daemon
