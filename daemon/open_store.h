// The store and the place of objects that a site's settings name.
#pragma once

#include <memory>

#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/sql_store.h"

namespace mailroom::daemon {

// For looking: throws Error{usage, "nothing_yet"} if the site has no store yet.
void require_store(const Site& site);
// Access::write makes the store or brings it up to date. The key and the clock are not owned. Throws
// Error{usage, "secret_missing"} for a URL whose secret is not there.
std::unique_ptr<SqlStore> open_store(const Site& site, const SiteKey& key, const Clock& clock,
                                     Access access = Access::write);

// The engine alone: of the site's store, or of another that `url` names (secrets of the site put in).
std::unique_ptr<Engine> open_engine(const Site& site, Access access);
std::unique_ptr<Engine> open_engine(const Site& site, const std::string& url, Access access);

// Nothing given is owned.
ObjectStore open_objects(const Site& site, const SiteKey& key, Store& store, const Clock& clock);

}  // namespace mailroom::daemon
