// MariaDB and MySQL by MariaDB's own C library. Sessions are strict (a value that does not fit is an error
// and not cut), never load a file of ours at a server's wish, and beyond this machine talk TLS unless the URL
// says otherwise. Parameters go as text: the server takes each for its column's, and a DECIMAL stays exact.
#pragma once

#include <chrono>
#include <memory>

#include "connectors/networks.h"
#include "connectors/sql/database.h"
#include "connectors/sql/mariadb_url.h"

struct st_mysql;
struct st_mysql_stmt;

namespace mailroom::connectors::sql {

class Mariadb final : public Database {
 public:
  Mariadb(const MariadbUrl& url, const Networks& private_networks, std::chrono::milliseconds answer_within);

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
  std::string unsafe(const std::string& table) override;

 private:
  using Statement = std::unique_ptr<st_mysql_stmt, char (*)(st_mysql_stmt*)>;
  Statement execute(const std::string& text, const std::vector<Value>& parameters);
  void plainly(const std::string& statement);

  std::unique_ptr<st_mysql, void (*)(st_mysql*)> handle_;
};

}  // namespace mailroom::connectors::sql
