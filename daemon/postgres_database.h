// A connection to PostgreSQL 15 or later by libpq, with the statements that it keeps. It refuses a server or
// role whose commits may be lost (synchronous_commit=off) and holds its own setting against later changes.
//
// A lost connection is Error "store_unreachable" and is_lost(); what two transactions cannot both do
// (deadlock, a row that the other wrote first) is Error "store_contended": run the transaction again.
// Messages are the server's primary ones, which name tables and columns but hold no rows.
#pragma once

#include <string>

#include "daemon/sql_database.h"

struct pg_conn;
struct pg_result;

namespace mailroom::daemon {

// The connection was lost while COMMIT was under way: caught by the engine.
struct CommitLost {};

class PostgresDatabase final : public Database {
 public:
  // `url`: a connection URI or string as libpq takes it. Never shown in a message: it may hold a password.
  PostgresDatabase(const std::string& url, Access access);
  ~PostgresDatabase() override;
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  void run(const std::string& script) override;
  bool has_table(std::string_view name) override;
  void lock(std::string_view name) override;
  Dialect dialect() const override { return Dialect::postgres; }

  void commit();  // throws CommitLost if nobody knows
  void roll_back() noexcept;
  bool is_lost() const { return lost_; }
  // Names this connection to the server and in its table of marks; unique.
  const std::string& session() const { return session_; }

  // Waits for another session's notice (LISTEN), or until the descriptor can be read. False: none came.
  bool wait_for_notice(int stop_descriptor, int milliseconds);

 protected:
  std::unique_ptr<Statement> prepare(const std::string& sql) override;

 private:
  class Prepared;
  void introduce(Access access);
  // Whether this result says that there is no server at the other end any more; remembered.
  bool tells_of_loss(const pg_result* result) const;
  [[noreturn]] void fail(const pg_result* result) const;

  std::string session_;
  pg_conn* handle_ = nullptr;
  int64_t prepared_ = 0;  // names of statements
  mutable bool lost_ = false;
};

}  // namespace mailroom::daemon
