// The store that a site's settings name.
#pragma once

#include <memory>

#include "daemon/site.h"
#include "daemon/sql_store.h"

namespace mailroom::daemon {

// For looking: throws Error{usage, "nothing_yet"} if the site has no store yet.
void require_store(const Site& site);
// Access::write makes the store or brings it up to date. The key and the clock are not owned.
std::unique_ptr<SqlStore> open_store(const Site& site, const SiteKey& key, const Clock& clock,
                                     Access access = Access::write);

}  // namespace mailroom::daemon
