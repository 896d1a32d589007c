// SQLite for the `sql` connector: a connection and a statement that close themselves, failures as values.
// Messages are SQLite's own, which name tables and columns but no values. One thread.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/value.h"

namespace mailroom::connectors::sqlite {

// A failure of SQLite: caught inside the connector only.
struct Failure {
  int code;  // primary result code
  std::string message;
};

class Statement;

class Connection {
 public:
  // Opens an existing file, or makes it. Waits for other writers for up to two seconds. Throws Failure.
  Connection(const std::filesystem::path& file, bool create);
  void run(const std::string& sql);
  sqlite3* get() const { return handle_.get(); }

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

class Statement {
 public:
  Statement(const Connection& connection, const std::string& sql);
  void bind(int index, const Value& value);  // from 1; numbers as decided by the caller: text or integer
  bool step();                               // true: a row
  std::string text(int column) const;        // from 0
  int64_t integer(int column) const;

 private:
  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> handle_;
};

// "name" with its quotes doubled: a name and nothing else (SQL-92, delimited identifiers).
std::string quoted_name(std::string_view name);

}  // namespace mailroom::connectors::sqlite
