#include "daemon/open_store.h"

#include "base/error.h"
#include "daemon/object_bucket.h"
#include "daemon/postgres_engine.h"
#include "daemon/secrets.h"
#include "daemon/sqlite_database.h"

namespace mailroom::daemon {

void require_store(const Site& site) {
  std::error_code no_store;
  if (!site.store_url.empty() || std::filesystem::exists(site.store, no_store)) return;
  throw Error(Fault::usage, "nothing_yet", "nothing has come to '" + site.name + "' yet: it has no store",
              site.store.string(), "start the daemon: mailroomd --site " + site.folder.string());
}

namespace {

// Beside the workers: the inboxes, the API, who keeps the leases.
constexpr int kMoreConnections = 3;

}  // namespace

std::unique_ptr<Engine> open_engine(const Site& site, const std::string& written, Access access) {
  const std::string url = Secrets::of_site(site).resolve(std::string_view(written));
  if (!is_postgres_url(url)) {
    throw Error(Fault::usage, "store_unknown", "the store's URL: expected postgresql://HOST/DATABASE", {},
                "write it so, in the secret if it names one");
  }
  return std::make_unique<PostgresEngine>(PostgresEngine::Settings{
      url, access, site.workers + Site::carriers + kMoreConnections, std::chrono::seconds(10)});
}

std::unique_ptr<Engine> open_engine(const Site& site, Access access) {
  if (!site.store_url.empty()) return open_engine(site, site.store_url, access);
  return std::make_unique<SqliteEngine>(site.store, access);
}

std::unique_ptr<SqlStore> open_store(const Site& site, const SiteKey& key, const Clock& clock,
                                     Access access) {
  return std::make_unique<SqlStore>(open_engine(site, access), key, clock, access);
}

ObjectStore open_objects(const Site& site, const SiteKey& key, Store& store, const Clock& clock) {
  if (site.objects_in_store) return {std::make_unique<ObjectTable>(store), key, store, clock};
  if (site.bucket) {
    const Secrets secrets = Secrets::of_site(site);
    BucketSettings bucket = *site.bucket;
    bucket.access_key = secrets.resolve(std::string_view(bucket.access_key));
    bucket.secret_key = secrets.resolve(std::string_view(bucket.secret_key));
    return {std::make_unique<ObjectBucket>(std::move(bucket)), key, store, clock};
  }
  return {site.objects, key, store, clock};
}

}  // namespace mailroom::daemon
