// Where the engines' SQL differs, and nowhere else. Statements and schema steps are written in words that
// SQLite 3.40 and PostgreSQL 15 both know, but for these, which are put into an engine's own before a
// statement is prepared:
//
//   written                        SQLite       PostgreSQL
//   ? (in order), ?1               the same     $1
//   FOR UPDATE [SKIP LOCKED]       left out: there is one writer
//   TEXT, INTEGER, BLOB            the same     text COLLATE "C", bigint, bytea
//   WITHOUT ROWID                  the same     left out
//
// To be kept in mind while writing: ON CONFLICT, not INSERT OR …; no booleans as numbers; no null in ORDER
// BY; the target's column by table.column in DO UPDATE.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::daemon {

enum class Dialect { sqlite, postgres };

// Words within '…' stay as they are.
std::string in_dialect(Dialect dialect, std::string_view sql);

}  // namespace mailroom::daemon
