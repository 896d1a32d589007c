// What a database says when something does not go, in classes that every database shares: by SQLSTATE
// (ISO/IEC 9075-2, clause 24). Thrown by the adapters of this folder, caught by whoever uses a database;
// never leaves connectors/. The message is ours: a driver's own may quote a row's values, so of it only the
// names of constraints, columns and tables are taken over.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::connectors::sql {

struct Failure {
  enum class Kind {
    away,       // it takes nothing now: no server, no right to log in, no room, read only
    lost,       // the connection was lost on the way, or no answer came in time
    busy,       // somebody else has what we want: SQLite's lock, a lock's wait that timed out
    contended,  // two transactions cannot both be: deadlock, serialisation
    unsettled,  // the server itself does not know whether the transaction was committed (40003)
    refused,    // this statement never goes: constraint, value, missing table, missing right
  } kind = Kind::refused;
  std::string message;         // lower case; no value, no secret
  bool is_constraint = false;  // a row that the table's own rules do not allow
};

// `said`: the driver's words, from which names are taken.
Failure failure_of(std::string_view sqlstate, std::string_view said);

// " 'awards_nino_key'": what the words name as constraint, key, column or table, to be put behind a reason;
// empty if they name none.
std::string named_in(std::string_view said);

}  // namespace mailroom::connectors::sql
