#include "daemon/sqlite_database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"

namespace mailroom::daemon {

namespace {

constexpr int kBusyMilliseconds = 10'000;

}  // namespace

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, Access access) : file_(file.string()) {
  // Ours alone from the first byte; SQLite gives its side files the same mode.
  if (access == Access::write) FileDescriptor(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  const int flags =
      access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(file_.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    const std::string reason = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    sqlite3_close_v2(handle_);
    throw Error(Fault::machine, "store_unopened", "cannot open the store: " + reason, file_,
                "check that the folder exists and may be written by this user");
  }
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  if (access == Access::write) {
    // FULL: a commit that returned survives a power cut.
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
        "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
        // 64 MB of log between two checkpoints: a page that many commits write goes home once for all of
        // them.
        "PRAGMA wal_autocheckpoint=16000; PRAGMA journal_size_limit=67108864;");
  }
}

SqliteDatabase::~SqliteDatabase() {
  forget_statements();
  sqlite3_close_v2(handle_);
}

void SqliteDatabase::fail(int code) const {
  const std::string reason = sqlite3_errmsg(handle_);
  const int detail = sqlite3_extended_errcode(handle_);
  if (detail == SQLITE_IOERR_FSYNC || detail == SQLITE_IOERR_DIR_FSYNC) {
    throw Error(Fault::machine, std::string(kSyncFailed), "the store cannot be synced to disk: " + reason,
                file_, "check the disk; what is not on it is done again from what is");
  }
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

class SqliteDatabase::Prepared final : public Statement {
 public:
  Prepared(const SqliteDatabase& database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}
  ~Prepared() override { sqlite3_finalize(statement_); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  void bind_text(int parameter, std::string_view text) override {
    sqlite3_bind_text(statement_, parameter, text.data() ? text.data() : "", static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
  }
  void bind_integer(int parameter, int64_t number) override {
    sqlite3_bind_int64(statement_, parameter, number);
  }
  void bind_blob(int parameter, std::string_view bytes) override {
    sqlite3_bind_blob64(statement_, parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  }
  void bind_null(int parameter) override { sqlite3_bind_null(statement_, parameter); }

  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    database_.fail(code);
  }
  int64_t changed() const override { return sqlite3_changes64(database_.handle_); }
  void reset() noexcept override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  std::string text(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes ? std::string(static_cast<const char*>(bytes), static_cast<size_t>(size)) : std::string();
  }
  int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  int columns() const override { return sqlite3_column_count(statement_); }
  Kind kind(int column) const override {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_NULL:
        return Kind::null;
      case SQLITE_INTEGER:
        return Kind::integer;
      case SQLITE_BLOB:
        return Kind::blob;
      default:
        return Kind::text;
    }
  }

 private:
  const SqliteDatabase& database_;
  sqlite3_stmt* statement_;
};

std::unique_ptr<Statement> SqliteDatabase::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code);
  return std::make_unique<Prepared>(*this, statement);
}

void SqliteDatabase::run(const std::string& script) {
  const int code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

bool SqliteDatabase::has_table(std::string_view name) {
  Query query = this->query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
  return query.bind(name).step();
}

std::vector<std::string> SqliteDatabase::damage() {
  Query check = query("PRAGMA quick_check(20)");
  std::vector<std::string> lines;
  while (check.step()) {
    if (check.text(0) != "ok") lines.push_back("the database file: " + check.text(0));
  }
  return lines;
}

bool SqliteDatabase::is_in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

int64_t SqliteDatabase::changes() const {
  return sqlite3_total_changes64(handle_);
}

// WAL with synchronous=NORMAL appends without syncing; the next sync of the log takes it along.
void SqliteDatabase::let_last(Lasts lasts) {
  if (lasts == lasts_) return;
  run(lasts == Lasts::now ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  lasts_ = lasts;
}

bool SqliteEngine::write(const std::function<bool(Database&)>& body, Lasts lasts) {
  Waiting self(body, lasts);
  std::unique_lock lock(line_mutex_);
  line_.push_back(&self);
  self.leads = !std::exchange(is_led_, true);
  self.called.wait(lock, [&] { return self.done || self.leads; });
  if (!self.done) lead(lock);
  if (self.failed) std::rethrow_exception(self.failed);
  return self.kept;
}

// Writes the whole line as it stands, then calls the first of those who came meanwhile to lead.
void SqliteEngine::lead(std::unique_lock<std::mutex>& lock) {
  const std::vector<Waiting*> group = std::exchange(line_, {});
  lock.unlock();
  write_group(group);
  lock.lock();
  is_led_ = !line_.empty();
  if (is_led_) {
    line_.front()->leads = true;
    line_.front()->called.notify_one();
  }
  for (Waiting* one : group) {
    one->done = true;
    one->called.notify_one();  // with the lock: it goes when it is free
  }
}

void SqliteEngine::write_group(const std::vector<Waiting*>& group) {
  const std::lock_guard lock(writing_mutex_);
  try {
    const bool is_urgent =
        std::any_of(group.begin(), group.end(), [](const Waiting* one) { return one->lasts == Lasts::now; });
    database_.let_last(is_urgent ? Lasts::now : Lasts::with_next);
    database_.query("BEGIN IMMEDIATE").run();
    if (group.size() == 1) {
      group.front()->kept = group.front()->body(database_);
    } else if (!run_together(group)) {
      database_.query("ROLLBACK").run();
      database_.query("BEGIN IMMEDIATE").run();
      for (Waiting* one : group) run_within(*one);
    }
    if (std::any_of(group.begin(), group.end(), [](const Waiting* one) { return one->kept; })) {
      if (const int error = kCommitFailpoint.hit(); error != 0) fail_commit(error);
      database_.query("COMMIT").run();
      if (const int error = kCommittedFailpoint.hit(); error != 0) fail_commit(error);
      return;
    }
  } catch (...) {
    for (Waiting* one : group) {
      one->kept = false;
      if (!one->failed) one->failed = std::current_exception();
    }
  }
  roll_back(database_);
}

// Without savepoints: almost never has one to be undone. False if one has.
bool SqliteEngine::run_together(const std::vector<Waiting*>& group) {
  try {
    for (Waiting* one : group) {
      const int64_t before = database_.changes();
      one->kept = one->body(database_);
      if (!one->kept && database_.changes() != before) return false;
    }
    return true;
  } catch (...) {
    if (!database_.is_in_transaction()) throw;
    return false;
  }
}

void SqliteEngine::run_within(Waiting& one) {
  one.kept = false;  // whatever came of it when all were run together
  database_.query("SAVEPOINT one").run();
  try {
    one.kept = one.body(database_);
  } catch (...) {
    // Disk full or an I/O error ends the whole transaction: then nobody's work was kept.
    if (!database_.is_in_transaction()) throw;
    one.failed = std::current_exception();
  }
  if (!one.kept) database_.query("ROLLBACK TO one").run();
  database_.query("RELEASE one").run();
}

void SqliteEngine::roll_back(SqliteDatabase& database) {
  if (!database.is_in_transaction()) return;
  try {
    database.query("ROLLBACK").run();
  } catch (const Error&) {
    // SQLite has rolled back by itself (disk full, I/O error): nothing is left to undo.
  }
}

// Pages of the file are overwritten with zeros as they are freed (secure_delete); the log holds them still.
void SqliteEngine::forget_old_pages() {
  const std::scoped_lock lock(writing_mutex_, reading_mutex_);  // a reading would keep the log as it is
  database_.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

void SqliteEngine::read(const std::function<void(Database&)>& body) {
  const std::lock_guard lock(reading_mutex_);
  body(reading_);
}

void SqliteEngine::read_snapshot(const std::function<void(Database&)>& body) {
  const std::lock_guard lock(reading_mutex_);
  reading_.query("BEGIN").run();
  try {
    body(reading_);
  } catch (...) {
    roll_back(reading_);
    throw;
  }
  reading_.query("COMMIT").run();
}

}  // namespace mailroom::daemon
