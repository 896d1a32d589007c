// Names in SQL: plain ones only, quoted all the same. Pure, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/sql/database.h"

namespace mailroom::connectors::sql {

// What every tool can type without quotes: letters, digits and '_', at most 63 of them; no name of SQLite's
// own.
bool is_plain_name(std::string_view name);
// The same, with up to two owners in front: "awards", "finance.awards", "northmere.finance.awards".
bool is_table_name(std::string_view name);

// Without its owners, and they: "finance.awards" → "awards" and "finance".
std::string_view own_name(std::string_view table);
std::string_view owner_of(std::string_view table);

// "finance"."awards", in the database's quotes.
std::string quoted(std::string_view name, const Dialect& dialect);

// `?` → $1, $2 …: statements of ours hold no other question mark.
std::string with_numbered_parameters(std::string_view statement);

// "?, ?, ?"
std::string places(size_t count);

}  // namespace mailroom::connectors::sql
