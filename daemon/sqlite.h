// SQLite's C interface with owners: a database, a statement, a transaction. Belongs to the stores; errors
// become Error{machine, "store_…"}. A Database is used by one thread at a time (its owner holds the lock).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mailroom::daemon {

class Database;

// One use of a prepared statement: bind in order, step, read columns in order. Resets itself at the end.
class Query {
 public:
  Query(Database& database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::string_view text);
  Query& bind(const char* text) { return bind(std::string_view(text)); }
  Query& bind(const std::string& text) { return bind(std::string_view(text)); }
  Query& bind(int64_t number);
  Query& bind(int number) { return bind(static_cast<int64_t>(number)); }
  Query& bind(Instant instant) { return bind(instant.microseconds); }
  Query& bind(std::optional<Instant> instant) { return instant ? bind(*instant) : bind_null(); }
  Query& bind_null();
  Query& bind_blob(std::string_view bytes);

  bool step();  // true: a row
  void run() {
    while (step()) {
    }
  }

  std::string text(int column) const;  // a null is empty
  std::string blob(int column) const { return text(column); }
  int64_t integer(int column) const;
  Instant instant(int column) const { return {integer(column)}; }
  bool is_null(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* statement_;
  int next_ = 1;
};

class Database {
 public:
  enum class Mode { write, look };
  Database(const std::filesystem::path& file, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // `sql` must be a literal or live as long as the database: statements are kept by its text.
  Query query(std::string_view sql);
  void run(const std::string& script);
  int64_t changes() const;  // rows changed by the last statement
  [[noreturn]] void fail(int code) const;

 private:
  friend class Query;
  std::string file_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
};

// BEGIN IMMEDIATE; rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace mailroom::daemon
