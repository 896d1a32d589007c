#include "daemon/open_store.h"

#include "base/error.h"
#include "daemon/sqlite_database.h"

namespace mailroom::daemon {

void require_store(const Site& site) {
  std::error_code no_store;
  if (std::filesystem::exists(site.store, no_store)) return;
  throw Error(Fault::usage, "nothing_yet", "nothing has come to '" + site.name + "' yet: it has no store",
              site.store.string(), "start the daemon: mailroomd --site " + site.folder.string());
}

std::unique_ptr<SqlStore> open_store(const Site& site, const SiteKey& key, const Clock& clock,
                                     Access access) {
  return std::make_unique<SqlStore>(std::make_unique<SqliteEngine>(site.store, access), key, clock, access);
}

}  // namespace mailroom::daemon
