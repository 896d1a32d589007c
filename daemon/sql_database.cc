#include "daemon/sql_database.h"

namespace mailroom::daemon {

Query Database::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    found = statements_.emplace(sql, prepare(in_dialect(dialect(), sql))).first;
  }
  return Query(*found->second);
}

}  // namespace mailroom::daemon
