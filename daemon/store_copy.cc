#include "daemon/store_copy.h"

#include "base/digest.h"
#include "base/error.h"
#include "daemon/sql_schema.h"
#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

int64_t rows_of(Database& database, const std::string& table) {
  const std::string sql = "SELECT count(*) FROM " + table;
  const auto counting = database.once(sql);
  Query query(*counting);
  query.step();
  return query.integer(0);
}

// Whose key is next: SQLite counts in a table, PostgreSQL has sequences.
void copy_counters(Database& from, Database& to) {
  for (const std::string name : {"case_keys", "paper_keys"}) {
    Query next = from.query("SELECT coalesce(max(value), 0) + 1 FROM counters WHERE name = ?");
    next.bind(name);
    if (next.step()) to.run("SELECT setval('" + name + "', " + std::to_string(next.integer(0)) + ", false)");
  }
}

// A digest over the ends of all chains, in their order.
std::string heads_of(Database& database, int64_t& chains) {
  Query query = database.query("SELECT chain, count, head FROM chains ORDER BY chain");
  std::string digest;
  for (chains = 0; query.step(); ++chains) {
    digest = sha256(digest + "\n" + query.text(0) + "\n" + std::to_string(query.integer(1)) + "\n" +
                    query.text(2));
  }
  return digest;
}

void copy_row(const Query& row, Query& into) {
  for (int column = 0; column < row.columns(); ++column) {
    switch (row.kind(column)) {
      case Statement::Kind::null:
        into.bind_null();
        break;
      case Statement::Kind::integer:
        into.bind(row.integer(column));
        break;
      case Statement::Kind::text:
        into.bind(row.text(column));
        break;
      case Statement::Kind::blob:
        into.bind_blob(row.blob(column));
        break;
    }
  }
  into.run();
}

int64_t copy_table(Database& from, Database& to, const std::string& table) {
  const auto reading = from.once("SELECT * FROM " + table);
  Query row(*reading);
  std::unique_ptr<Statement> writing;
  int64_t rows = 0;
  for (; row.step(); ++rows) {
    if (!writing) {
      std::string places = "?";
      for (int i = 1; i < row.columns(); ++i) places += ", ?";
      writing = to.once("INSERT INTO " + table + " VALUES (" + places + ")");
    }
    Query into(*writing);
    copy_row(row, into);
  }
  return rows;
}

int64_t copy_objects(Database& from, Database& to,
                     const std::function<std::optional<std::string>(const std::string&)>& bytes_of) {
  Query query = from.query("SELECT id FROM objects WHERE erased = 0");
  int64_t objects = 0;
  for (; query.step(); ++objects) {
    const auto bytes = bytes_of(query.text(0));
    if (!bytes) {
      throw Error(Fault::machine, "object_missing", "a stored object's bytes are missing: " + query.text(0),
                  {}, "restore it from the backup first; nothing was copied");
    }
    SqlStore::insert_bytes(to, query.text(0), *bytes);
  }
  return objects;
}

void refuse_unless_empty(Database& to) {
  for (const std::string& table : store_tables()) {
    // A store that was only opened has its mark of the site's key.
    if (table == "marks" || rows_of(to, table) == 0) continue;
    throw Error(Fault::usage, "store_not_empty",
                "there is something in the other store already (" + table + ")", {},
                "name an empty database: CREATE DATABASE mailroom");
  }
  to.run("DELETE FROM marks");
}

}  // namespace

CopyReport copy_store(Engine& from, Engine& to, const SiteKey& keys, Instant now,
                      const std::function<std::optional<std::string>(const std::string&)>& bytes_of) {
  migrate(from, keys, now);
  migrate(to, keys, now);
  CopyReport report;
  to.write([&](Database& target) {
    refuse_unless_empty(target);
    from.read_snapshot([&](Database& source) {
      report = {};
      for (const std::string& table : store_tables()) {
        const int64_t rows = copy_table(source, target, table);
        if (rows_of(target, table) != rows || rows_of(source, table) != rows) {
          throw Error(Fault::machine, "copy_differs",
                      "not all rows of '" + table + "' arrived: nothing was copied", {},
                      "stop every daemon of both stores and try again");
        }
        report.rows += rows;
        ++report.tables;
      }
      copy_counters(source, target);
      int64_t chains = 0;
      if (heads_of(source, report.chains) != heads_of(target, chains)) {
        throw Error(Fault::machine, "copy_differs", "the audit's chains differ: nothing was copied", {},
                    "try 'mailroom audit verify' on the store that is copied");
      }
      if (bytes_of) report.objects = copy_objects(source, target, bytes_of);
    });
    return true;
  });
  return report;
}

}  // namespace mailroom::daemon
