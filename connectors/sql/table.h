// A table that rows are written to: what its columns keep, and whether a row fits. Plain values; pure but for
// look(), which asks the database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "connectors/sql/database.h"

namespace mailroom::connectors::sql {

inline constexpr std::string_view kKeyColumn = "idempotency_key";

struct Table {
  std::string name;
  std::vector<Column> columns;  // none: there is no such table
  std::string unsafe;           // why its rows could not be taken back; empty: they can
  bool key_is_unique = false;   // of the column idempotency_key

  static Table look(Database& database, const std::string& name);
  const Column* find(std::string_view column) const;  // whatever the case of its letters

  // Why deliveries cannot be told apart by its column idempotency_key, with the statement to run; empty if
  // they can.
  std::string without_key(const Dialect& dialect) const;
  // Why the row does not fit, or would not be kept exactly; empty if it does.
  std::string misfit(const Context& row, const Dialect& dialect) const;
};

// The statement that makes a table for such rows. `is_keyed`: with the column idempotency_key.
std::string create_table(const std::string& name, const Context& row, bool is_keyed, const Dialect& dialect);

}  // namespace mailroom::connectors::sql
