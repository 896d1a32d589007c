#include "daemon/open_store.h"

#include "daemon/sqlite_database.h"

namespace mailroom::daemon {

std::unique_ptr<SqlStore> open_store(const Site& site, const SiteKey& key, const Clock& clock,
                                     Access access) {
  return std::make_unique<SqlStore>(std::make_unique<SqliteEngine>(site.store, access), key, clock, access);
}

}  // namespace mailroom::daemon
