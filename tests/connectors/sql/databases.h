// The databases that the connector is tested on: real servers, and SQLite, each directly and by an ODBC
// driver. What cannot be had here is not among them and says why.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "connectors/factory.h"

namespace mailroom::connectors::sql {

// A database of a test's own.
struct TestDatabase {
  std::string url;
  // What the database's own program prints for a script: rows as lines, columns parted by '|'.
  std::function<std::string(const std::string& script)> ask;
};

struct DatabaseKind {
  std::string name;  // "postgres", "odbc_mariadb" …
  bool has_procedures = true;
  bool is_odbc = false;
  std::string key_type, exact_type, binary_type, tick_type;  // of columns
  std::function<TestDatabase(const TemporaryFolder& folder)> make;

  friend std::ostream& operator<<(std::ostream& out, const DatabaseKind& kind) { return out << kind.name; }
};

const std::vector<DatabaseKind>& database_kinds();
// Why others are not among them; empty if all are.
std::string left_out();

std::unique_ptr<Connector> connector_to(const std::string& url, Context settings,
                                        const std::filesystem::path& site = "/");

}  // namespace mailroom::connectors::sql
