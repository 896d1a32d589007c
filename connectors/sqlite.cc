#include "connectors/sqlite.h"

namespace mailroom::connectors::sqlite {

namespace {

[[noreturn]] void fail(sqlite3* connection, int code) {
  throw Failure{code & 0xFF, connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code)};
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, bool create) : handle_(nullptr, sqlite3_close) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(handle, code);
  sqlite3_busy_timeout(handle, 2000);
  // EXTRA: with a rollback journal, FULL does not sync the folder after the journal is deleted, so that a row
  // that we call delivered would be rolled back after a power cut
  // (sqlite.org/pragma.html#pragma_synchronous).
  run("PRAGMA synchronous=EXTRA");
  run("PRAGMA foreign_keys=ON");
}

void Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle_.get(), code);
}

Statement::Statement(const Connection& connection, const std::string& sql)
    : connection_(connection.get()), handle_(nullptr, sqlite3_finalize) {
  sqlite3_stmt* handle = nullptr;
  const int code =
      sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(connection_, code);
}

void Statement::bind(int index, const Value& value) {
  int code = SQLITE_OK;
  if (value.is_null()) {
    code = sqlite3_bind_null(handle_.get(), index);
  } else if (value.is(Value::Kind::boolean)) {
    code = sqlite3_bind_int(handle_.get(), index, value.boolean() ? 1 : 0);
  } else if (value.is(Value::Kind::number) && value.number().to_integer()) {
    code = sqlite3_bind_int64(handle_.get(), index, *value.number().to_integer());
  } else {
    const std::string text = to_display(value);
    code =
        sqlite3_bind_text(handle_.get(), index, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
  if (code != SQLITE_OK) fail(connection_, code);
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(connection_, code);
  return code == SQLITE_ROW;
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  const auto size = static_cast<size_t>(sqlite3_column_bytes(handle_.get(), column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string quoted_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

}  // namespace mailroom::connectors::sqlite
