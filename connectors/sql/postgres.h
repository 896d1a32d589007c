// PostgreSQL by libpq. Waits for each answer no longer than it is told, whatever became of the server; holds
// synchronous_commit on, so that what is committed is on the server's disk. Parameters go as text without a
// type: the server takes each for its column's, and a numeric stays exact.
#pragma once

#include <chrono>
#include <memory>

#include "connectors/networks.h"
#include "connectors/sql/database.h"

struct pg_conn;
struct pg_result;

namespace mailroom::connectors::sql {

class Postgres final : public Database {
 public:
  // `url`: a connection URI as libpq takes it; never in a message, it may hold a password.
  Postgres(const std::string& url, const Networks& private_networks, std::chrono::milliseconds answer_within);

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
  using Result = std::unique_ptr<pg_result, void (*)(pg_result*)>;
  Result exchange(const std::string& statement, const std::vector<Value>& parameters);
  Result answer();
  bool wait(short events, std::chrono::steady_clock::time_point until) const;
  [[noreturn]] void fail(const pg_result* result) const;

  std::unique_ptr<pg_conn, void (*)(pg_conn*)> handle_;
  std::chrono::milliseconds answer_within_;
};

}  // namespace mailroom::connectors::sql
