// A SQLite file. Opened for each piece of work: whoever takes the file away or puts another one there is
// noticed. Committed with synchronous=EXTRA. Messages are SQLite's own, which name tables and columns but no
// values. Follows https://www.sqlite.org/datatype3.html, section 3.1 (column affinity).
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>

#include "connectors/sql/database.h"

namespace mailroom::connectors::sql {

class Sqlite final : public Database {
 public:
  // An existing file, or made if `create`. Waits for other writers for up to two seconds.
  Sqlite(const std::filesystem::path& file, bool create);

  const Dialect& dialect() const override;
  void begin() override;
  void commit() override;
  void roll_back() noexcept override;
  std::vector<Row> query(const std::string& statement, const std::vector<Value>& parameters,
                         size_t most) override;
  int64_t run(const std::string& statement, const std::vector<Value>& parameters) override;
  std::vector<Column> columns(const std::string& table) override;
  bool is_unique(const std::string& table, const std::vector<std::string>& columns) override;
  void call(const std::string& procedure, const std::vector<Value>& arguments) override;

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;
  Statement prepare(const std::string& text, const std::vector<Value>& parameters);
  bool step(sqlite3_stmt* statement);  // true: a row

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

}  // namespace mailroom::connectors::sql
