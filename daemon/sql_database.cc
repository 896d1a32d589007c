#include "daemon/sql_database.h"

#include <cerrno>

#include "base/durable_file.h"
#include "base/error.h"

namespace mailroom::daemon {

const Failpoint kCommitFailpoint("store.commit"), kCommittedFailpoint("store.committed");

void fail_commit(int error) {
  const std::string code = error == ENOSPC ? "disk_full"
                           : error == EIO  ? std::string(kSyncFailed)
                                           : "store_failed";
  throw Error(Fault::machine, code, "the store failed: " + system_reason(error));
}

Query Database::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    found = statements_.emplace(sql, prepare(in_dialect(dialect(), sql))).first;
  }
  return Query(*found->second);
}

}  // namespace mailroom::daemon
