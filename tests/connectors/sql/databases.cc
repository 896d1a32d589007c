#include "tests/connectors/sql/databases.h"

#include "base/text.h"
#include "tests/connectors/sql/mariadb_server.h"
#include "tests/daemon/postgres/postgres_server.h"

namespace mailroom::connectors::sql {

namespace fs = std::filesystem;
using mailroom::testing::MariadbServer;
using mailroom::testing::output_of;
using mailroom::testing::PostgresServer;

namespace {

constexpr const char* kDrivers = "/usr/lib/x86_64-linux-gnu/odbc/";

std::string by_file(const std::string& program, const std::string& script) {
  const TemporaryFolder folder("mailroom-sql");
  write_file(folder.path() / "statement", script);
  return output_of(program + " < " + (folder.path() / "statement").string() + " 2>&1");
}

TestDatabase postgres(bool by_odbc) {
  PostgresServer& server = *PostgresServer::get();
  const std::string url = server.new_database(), name = PostgresServer::name_of(url),
                    folder = fs::path(server.socket()).parent_path();
  const auto ask = [=](const std::string& script) {
    return by_file("psql -At -q -h " + folder + " -U mailroom -d " + name, script);
  };
  if (!by_odbc) return {url, ask};
  return {std::string("odbc:Driver=") + kDrivers + "psqlodbcw.so;Servername=" + folder +
              ";Port=5432;Uid=mailroom;Database=" + name,
          ask};
}

TestDatabase mariadb(bool by_odbc) {
  MariadbServer& server = *MariadbServer::get();
  const std::string name = server.new_database();
  const auto ask = [&server, name](const std::string& script) { return server.ask(name, script); };
  if (!by_odbc) return {server.url(name), ask};
  return {std::string("odbc:Driver=") + kDrivers + "libmaodbc.so;Socket=" + server.socket() +
              ";Uid=root;Server=localhost;Database=" + name,
          ask};
}

TestDatabase sqlite(const TemporaryFolder& folder, bool by_odbc) {
  const std::string file = (folder.path() / "ledger.db").string();
  const auto ask = [file](const std::string& script) { return by_file("sqlite3 '" + file + "'", script); };
  if (!by_odbc) return {"sqlite:" + file, ask};
  return {std::string("odbc:Driver=") + kDrivers + "libsqlite3odbc.so;Timeout=2000;Database=" + file, ask};
}

bool has_driver(const std::string& file) {
  return fs::exists(kDrivers + file);
}

std::vector<DatabaseKind> kinds_here() {
  std::vector<DatabaseKind> kinds;
  const DatabaseKind sqlite_kind{
      "sqlite", false,  false,     "TEXT",
      "TEXT",   "REAL", "INTEGER", [](const TemporaryFolder& folder) { return sqlite(folder, false); }};
  kinds.push_back(sqlite_kind);
  const auto by_odbc = [&](DatabaseKind kind, auto make) {
    kind.name = "odbc_" + kind.name;
    kind.is_odbc = true;
    kind.make = make;
    kinds.push_back(kind);
  };
  if (has_driver("libsqlite3odbc.so"))
    by_odbc(sqlite_kind, [](const TemporaryFolder& folder) { return sqlite(folder, true); });
  if (PostgresServer::get() != nullptr) {
    const DatabaseKind kind{"postgres",      true,
                            false,           "TEXT",
                            "NUMERIC(12,2)", "DOUBLE PRECISION",
                            "BOOLEAN",       [](const TemporaryFolder&) { return postgres(false); }};
    kinds.push_back(kind);
    if (has_driver("psqlodbcw.so")) by_odbc(kind, [](const TemporaryFolder&) { return postgres(true); });
  }
  if (MariadbServer::get() != nullptr) {
    const DatabaseKind kind{
        "mariadb",       true,     false,     "VARCHAR(200)",
        "DECIMAL(12,2)", "DOUBLE", "BOOLEAN", [](const TemporaryFolder&) { return mariadb(false); }};
    kinds.push_back(kind);
    if (has_driver("libmaodbc.so")) by_odbc(kind, [](const TemporaryFolder&) { return mariadb(true); });
  }
  return kinds;
}

}  // namespace

const std::vector<DatabaseKind>& database_kinds() {
  static const std::vector<DatabaseKind> kKinds = kinds_here();
  return kKinds;
}

std::string left_out() {
  std::vector<std::string> reasons;
  if (PostgresServer::get() == nullptr) reasons.push_back(PostgresServer::why());
  if (MariadbServer::get() == nullptr) reasons.push_back(MariadbServer::why());
  for (const auto& [file, package] :
       {std::pair{"libsqlite3odbc.so", "libsqliteodbc"}, std::pair{"psqlodbcw.so", "odbc-postgresql"},
        std::pair{"libmaodbc.so", "odbc-mariadb"}}) {
    if (!has_driver(file))
      reasons.push_back(std::string("left out: the package ") + package + " is not installed");
  }
  return join(reasons, "; ");
}

std::unique_ptr<Connector> connector_to(const std::string& url, Context settings, const fs::path& site) {
  settings.put("sql", url);
  Surroundings around{site};
  around.private_networks.add("127.0.0.1");
  return make_connector("sql", settings, settings, around);
}

}  // namespace mailroom::connectors::sql
