#include "connectors/sql/sqlite.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/sql/names.h"
#include "connectors/sql/value.h"

namespace mailroom::connectors::sql {

namespace {

constexpr int kBusyMilliseconds = 2000;

[[noreturn]] void fail(sqlite3* connection, int code) {
  using Kind = Failure::Kind;
  const std::string said = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Failure{Kind::away, "the database is in use by somebody else"};
    case SQLITE_CONSTRAINT:
      throw Failure{Kind::refused, "the table does not take the row: " + said, true};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Failure{Kind::refused, "the database cannot be used: " + said};
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      throw Failure{Kind::refused, "the database does not take it: " + said};
    default:  // its disk: whether a COMMIT arrived there nobody knows
      throw Failure{Kind::lost, "the database failed: " + said};
  }
}

// Datatype3.html, 3.1: INTEGER before text before blob before real before numeric.
Column::Keeps kept_by(std::string_view declared_type) {
  const std::string type = to_lower_ascii(declared_type);
  const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
  if (has("int")) return Column::Keeps::integer;
  if (has("char") || has("clob") || has("text")) return Column::Keeps::text;
  return has("blob") || type.empty() ? Column::Keeps::other : Column::Keeps::binary;
}

void bind(sqlite3_stmt* statement, int index, const Value& value, sqlite3* connection) {
  int code = SQLITE_OK;
  const auto text = bound_text(value);
  if (!text) {
    code = sqlite3_bind_null(statement, index);
  } else if (value.is(Value::Kind::boolean)) {
    code = sqlite3_bind_int(statement, index, value.boolean() ? 1 : 0);
  } else if (value.is(Value::Kind::number) && value.number().to_integer()) {
    code = sqlite3_bind_int64(statement, index, *value.number().to_integer());
  } else {
    code =
        sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
  }
  if (code != SQLITE_OK) fail(connection, code);
}

Value value_at(sqlite3_stmt* statement, int column) {
  const int type = sqlite3_column_type(statement, column);
  if (type == SQLITE_NULL) return {};
  if (type == SQLITE_INTEGER) return static_cast<int64_t>(sqlite3_column_int64(statement, column));
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  std::string text(bytes, static_cast<size_t>(sqlite3_column_bytes(statement, column)));
  return value_of(type == SQLITE_FLOAT ? Reads::number : Reads::text, std::move(text));
}

}  // namespace

Sqlite::Sqlite(const std::filesystem::path& file, bool create) : handle_(nullptr, sqlite3_close) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(handle, code);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // EXTRA: with a rollback journal, FULL does not sync the folder after the journal is deleted, so that a row
  // that we call delivered would be rolled back after a power cut
  // (sqlite.org/pragma.html#pragma_synchronous).
  run("PRAGMA synchronous=EXTRA", {});
  run("PRAGMA foreign_keys=ON", {});
}

const Dialect& Sqlite::dialect() const {
  static const Dialect kDialect = {'"',    "rowid", "TEXT NOT NULL UNIQUE", "TEXT", "TEXT", "INTEGER",
                                   "TEXT", false};
  return kDialect;
}

void Sqlite::begin() {
  run("BEGIN IMMEDIATE", {});
}
void Sqlite::commit() {
  run("COMMIT", {});
}
void Sqlite::roll_back() noexcept {
  sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::vector<Database::Row> Sqlite::query(const std::string& text, const std::vector<Value>& parameters,
                                         size_t most) {
  const Statement statement = prepare(text, parameters);
  std::vector<Row> rows;
  while (rows.size() < most && step(statement.get())) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(statement.get()); ++i)
      row.push_back(value_at(statement.get(), i));
    rows.push_back(std::move(row));
  }
  return rows;
}

int64_t Sqlite::run(const std::string& text, const std::vector<Value>& parameters) {
  const Statement statement = prepare(text, parameters);
  while (step(statement.get())) {
  }
  return sqlite3_changes64(handle_.get());
}

Sqlite::Statement Sqlite::prepare(const std::string& text, const std::vector<Value>& parameters) {
  sqlite3_stmt* handle = nullptr;
  const int code =
      sqlite3_prepare_v2(handle_.get(), text.data(), static_cast<int>(text.size()), &handle, nullptr);
  Statement statement(handle, sqlite3_finalize);
  if (code != SQLITE_OK) fail(handle_.get(), code);
  for (size_t i = 0; i < parameters.size(); ++i)
    bind(handle, static_cast<int>(i) + 1, parameters[i], handle_.get());
  return statement;
}

bool Sqlite::step(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(handle_.get(), code);
  return code == SQLITE_ROW;
}

std::vector<Column> Sqlite::columns(const std::string& table) {
  std::vector<Column> found;
  for (const Row& row :
       query("SELECT name, type FROM pragma_table_info(?)", {std::string(own_name(table))}, 1000)) {
    const std::string type = row[1].text_or("");
    found.push_back({row[0].text_or(""), type, kept_by(type), -1});
  }
  return found;
}

bool Sqlite::is_unique(const std::string& table, const std::vector<std::string>& columns) {
  std::vector<std::string> wanted = columns;
  std::sort(wanted.begin(), wanted.end());
  const Value names = join(wanted, ",");
  const Value owner = std::string(own_name(table));
  return !query(
              "SELECT 1 FROM pragma_index_list(?) l WHERE l.\"unique\" = 1 AND l.partial = 0 AND "
              "(SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY name)) = "
              "? UNION ALL "
              "SELECT 1 WHERE (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(?) WHERE "
              "pk > 0 ORDER BY name)) = ?",
              {owner, names, owner, names}, 1)
              .empty();
}

void Sqlite::call(const std::string&, const std::vector<Value>&) {
  throw Failure{Failure::Kind::refused, "SQLite has no stored procedures"};
}

}  // namespace mailroom::connectors::sql
