// Moves a site from one store to another (SQLite to PostgreSQL): every row of every table in one transaction,
// so that it is all there or nothing is, and checked before it is committed: as many rows in each table, the
// same ends of all chains of the audit. Documents that lie in a folder may move into the store with it. The
// keys are not in it: the site's key file moves too.
//
// Nobody else may write either store meanwhile.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "daemon/sql_database.h"

namespace mailroom::daemon {

class SiteKey;

struct CopyReport {
  int64_t rows = 0, tables = 0, chains = 0, objects = 0;
};

// `to` must hold no item and no case yet, or Error{usage, "store_not_empty"}. `bytes_of`: an object's sealed
// bytes by its id, to be put into `to`; empty: they stay where they are.
CopyReport copy_store(Engine& from, Engine& to, const SiteKey& keys, Instant now,
                      const std::function<std::optional<std::string>(const std::string&)>& bytes_of);

}  // namespace mailroom::daemon
