#include "daemon/open_store.h"

#include "base/error.h"
#include "daemon/postgres_engine.h"
#include "daemon/secrets.h"
#include "daemon/sqlite_database.h"

namespace mailroom::daemon {

namespace {

// Beside the workers: the inboxes, the API, who keeps the leases.
constexpr int kMoreConnections = 3;

std::unique_ptr<Engine> engine_of(const Site& site, Access access) {
  if (site.store_url.empty()) return std::make_unique<SqliteEngine>(site.store, access);
  const std::string url = Secrets::of_site(site).resolve(std::string_view(site.store_url));
  if (!is_postgres_url(url)) {
    throw Error(Fault::usage, "store_unknown", "'store': expected postgresql://HOST/DATABASE in the secret",
                {}, "write the URL into the secret that 'store' names");
  }
  return std::make_unique<PostgresEngine>(
      PostgresEngine::Settings{url, access, site.workers + kMoreConnections, std::chrono::seconds(10)});
}

}  // namespace

std::unique_ptr<SqlStore> open_store(const Site& site, const SiteKey& key, const Clock& clock,
                                     Access access) {
  return std::make_unique<SqlStore>(engine_of(site, access), key, clock, access);
}

ObjectStore open_objects(const Site& site, const SiteKey& key, Store& store, const Clock& clock) {
  if (site.objects_in_store) return {std::make_unique<ObjectTable>(store), key, store, clock};
  return {site.objects, key, store, clock};
}

}  // namespace mailroom::daemon
