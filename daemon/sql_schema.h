// The store's tables, as a list of forward-only steps, the same for every engine. A released step never
// changes; a new need is a new step.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "daemon/sql_database.h"

namespace mailroom::daemon {

class SiteKey;

// Brings the database to the newest version, each step in its own transaction; one of them seals anew, with
// the keys. Throws Error{machine, "store_too_new"} for one that a later Mailroom wrote.
void migrate(Engine& engine, const SiteKey& keys, Instant now);
// All tables but `migrations`, those that others refer to first.
const std::vector<std::string>& store_tables();
// For looking: throws if the version is not the newest.
void require_version(Engine& engine);

}  // namespace mailroom::daemon
