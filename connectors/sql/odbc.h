// Any database with an ODBC driver, by unixODBC. What a driver connects to is the driver's and the machine's
// administrator's affair (odbc.ini): addresses are not looked at. Texts go as UTF-16, numbers as decimal text
// that the driver is told to be DECIMAL. Promises no more than its driver does.
#pragma once

#include <chrono>
#include <map>
#include <memory>

#include "connectors/sql/database.h"

namespace mailroom::connectors::sql {

class Odbc final : public Database {
 public:
  // "DSN" or a connection string, "Driver=…;Server=…"; never in a message.
  Odbc(const std::string& source, std::chrono::milliseconds answer_within);
  ~Odbc() override;

  const Dialect& dialect() const override;
  void begin() override;
  void commit() override;
  void roll_back() noexcept override;
  // PostgreSQL's driver has been seen to call a COMMIT done that it never sent: the connection broke while a
  // statement was freed before, and for the driver no transaction was open any more.
  bool needs_proof() const override { return true; }
  std::vector<Row> query(const std::string& statement, const std::vector<Value>& parameters,
                         size_t most) override;
  int64_t run(const std::string& statement, const std::vector<Value>& parameters) override;
  std::vector<Column> columns(const std::string& table) override;
  bool is_unique(const std::string& table, const std::vector<std::string>& columns) override;
  void call(const std::string& procedure, const std::vector<Value>& arguments) override;

 private:
  struct Handles;
  struct Statement;
  struct Parameter;
  void execute(const Statement& statement, const std::string& text, std::vector<Parameter>& parameters);

  std::unique_ptr<Handles> handles_;
};

}  // namespace mailroom::connectors::sql
