// The store's engine on SQLite: WAL, synchronous=FULL, one connection that writes, so that there is one
// writer and every commit that returned survives a power cut, but for those that need not yet (Lasts), which
// are not synced; and one that reads, so that nobody who looks waits for the disk. The embedded default for
// one machine.
//
// Commits are grouped: who comes while another one's transaction is being made durable waits in line, and the
// first of the line then runs the bodies of all of it and commits them together. If one of them says no after
// it wrote something, or fails, all are run again, each within a savepoint of its own, so that it takes
// nothing with it. A lone writer pays nothing for it. Each waits to be called by itself, so that nobody is
// woken for nothing.
#pragma once

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <vector>

#include "daemon/sql_database.h"

struct sqlite3;

namespace mailroom::daemon {

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::filesystem::path& file, Access access);
  ~SqliteDatabase() override;
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  void run(const std::string& script) override;
  bool is_in_transaction() const;
  int64_t changes() const;  // rows that were written since it was opened
  // Of the commits that follow; not within a transaction.
  void let_last(Lasts lasts);
  bool has_table(std::string_view name) override;
  std::vector<std::string> damage() override;
  void lock(std::string_view) override {}  // a transaction that writes is the only one
  Dialect dialect() const override { return Dialect::sqlite; }

 protected:
  std::unique_ptr<Statement> prepare(const std::string& sql) override;

 private:
  class Prepared;
  [[noreturn]] void fail(int code) const;
  std::string file_;
  sqlite3* handle_ = nullptr;
  Lasts lasts_ = Lasts::now;
};

class SqliteEngine final : public Engine {
 public:
  // Access::write makes the file if there is none.
  explicit SqliteEngine(const std::filesystem::path& file, Access access = Access::write)
      : database_(file, access), reading_(file, Access::look) {}

  using Engine::write;
  bool write(const std::function<bool(Database&)>& body, Lasts lasts) override;
  void read(const std::function<void(Database&)>& body) override;
  void read_snapshot(const std::function<void(Database&)>& body) override;
  void forget_old_pages() override;

 private:
  // One who waits for its transaction; lives on the stack of its thread.
  struct Waiting {
    Waiting(const std::function<bool(Database&)>& given, Lasts how) : body(given), lasts(how) {}
    const std::function<bool(Database&)>& body;
    const Lasts lasts;
    bool kept = false, done = false, leads = false;
    std::exception_ptr failed;
    std::condition_variable called;
  };
  void lead(std::unique_lock<std::mutex>& lock);
  void write_group(const std::vector<Waiting*>& group);
  bool run_together(const std::vector<Waiting*>& group);
  void run_within(Waiting& one);
  static void roll_back(SqliteDatabase& database);

  std::mutex writing_mutex_;  // of the next: whoever leads
  SqliteDatabase database_;
  std::mutex reading_mutex_;  // of the next
  SqliteDatabase reading_;
  std::mutex line_mutex_;
  std::vector<Waiting*> line_;
  bool is_led_ = false;  // somebody is writing, and will call the next of the line
};

}  // namespace mailroom::daemon
