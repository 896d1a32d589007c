#include "daemon/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>

#include "base/error.h"
#include "base/file.h"

namespace mailroom::daemon {

namespace {

constexpr int kBusyMilliseconds = 10'000;

}  // namespace

Database::Database(const std::filesystem::path& file, Mode mode) : file_(file.string()) {
  // Ours alone from the first byte; SQLite gives its side files the same mode.
  if (mode == Mode::write) FileDescriptor(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  const int flags = mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(file_.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    const std::string reason = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    sqlite3_close_v2(handle_);
    throw Error(Fault::machine, "store_unopened", "cannot open the store: " + reason, file_,
                "check that the folder exists and may be written by this user");
  }
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  if (mode == Mode::write) {
    // FULL: a commit that returned survives a power cut.
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
        "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;");
  }
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

void Database::fail(int code) const {
  const std::string reason = sqlite3_errmsg(handle_);
  switch (code & 0xFF) {
    case SQLITE_FULL:
      throw Error(Fault::machine, "disk_full", "no room to write the store: " + reason, file_,
                  "free space; nothing was lost, work goes on by itself");
    case SQLITE_READONLY:
      throw Error(Fault::machine, "store_unwritable", "the store may not be written: " + reason, file_);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(Fault::machine, "store_damaged", "the store is damaged: " + reason, file_,
                  "stop the daemon and restore the last backup");
    default:
      throw Error(Fault::machine, "store_failed", "the store failed: " + reason, file_);
  }
}

Query Database::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(code);
    found = statements_.emplace(sql, statement).first;
  }
  return {*this, found->second};
}

void Database::run(const std::string& script) {
  const int code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

int64_t Database::changes() const {
  return sqlite3_changes64(handle_);
}

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::string_view text) {
  sqlite3_bind_text(statement_, next_++, text.data() ? text.data() : "", static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Query& Query::bind(int64_t number) {
  sqlite3_bind_int64(statement_, next_++, number);
  return *this;
}

Query& Query::bind_null() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

Query& Query::bind_blob(std::string_view bytes) {
  sqlite3_bind_blob64(statement_, next_++, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  database_.fail(code);
}

std::string Query::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes ? std::string(static_cast<const char*>(bytes), static_cast<size_t>(size)) : std::string();
}

int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.query("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.query("ROLLBACK").run();
  } catch (const Error&) {
    // SQLite has rolled back by itself (disk full, I/O error): nothing is left to undo.
  }
}

void Transaction::commit() {
  database_.query("COMMIT").run();
  open_ = false;
}

}  // namespace mailroom::daemon
