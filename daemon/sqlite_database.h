// The store's engine on SQLite: WAL, synchronous=FULL, one connection behind one lock, so that there is one
// writer and every commit that returned survives a power cut. The embedded default for one machine.
#pragma once

#include <filesystem>
#include <mutex>

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
  bool has_table(std::string_view name) override;
  std::vector<std::string> damage() override;
  Dialect dialect() const override { return Dialect::sqlite; }

 protected:
  std::unique_ptr<Statement> prepare(const std::string& sql) override;

 private:
  class Prepared;
  [[noreturn]] void fail(int code) const;
  std::string file_;
  sqlite3* handle_ = nullptr;
};

class SqliteEngine final : public Engine {
 public:
  // Access::write makes the file if there is none.
  explicit SqliteEngine(const std::filesystem::path& file, Access access = Access::write)
      : database_(file, access) {}

  bool write(const std::function<bool(Database&)>& body) override;
  void read(const std::function<void(Database&)>& body) override;

 private:
  void roll_back();
  std::mutex mutex_;
  SqliteDatabase database_;
};

}  // namespace mailroom::daemon
