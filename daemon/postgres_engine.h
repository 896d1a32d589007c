// The store's engine on PostgreSQL: a pool of connections, for many daemons at once. Transactions run at READ
// COMMITTED; what they look at before they write they lock (sql_dialect.h, Database::lock).
//
// What goes wrong on the way is tried again with backoff for as long as `patience`: a connection that was
// lost (a server that restarts), a deadlock. If it is lost during COMMIT nobody knows whether that took
// effect. Each transaction therefore writes its number into the row of its connection in `commit_marks`; on a
// new connection we end the old one's session, write to the same row, which waits for what is left of the old
// transaction, and see which number stands there. Then it is committed, or it never will be and is run again.
// Only if the server stays away does Error "store_commit_unknown" reach the caller.
//
// A transaction that need not last (Lasts) is committed without waiting for the server's disk, leaves no
// number and is simply run again.
//
// Not the transaction's id (pg_xact_status): after a crash of the server an id that never reached its disk is
// given again. Thread safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "daemon/postgres_database.h"
#include "daemon/postgres_hints.h"

namespace mailroom::daemon {

class PostgresEngine final : public Engine {
 public:
  struct Settings {
    std::string url;  // as libpq takes it; may hold a password
    Access access = Access::write;
    int connections = 8;  // at most, at a time
    std::chrono::milliseconds patience = std::chrono::seconds(10);
  };
  // Throws Error{machine, "store_unreachable"} or {usage, "store_unsafe"}.
  explicit PostgresEngine(Settings settings);
  ~PostgresEngine() override;

  using Engine::write;
  bool write(const std::function<bool(Database&)>& body, Lasts lasts) override;
  void read(const std::function<void(Database&)>& body) override;
  void read_snapshot(const std::function<void(Database&)>& body) override;
  bool is_shared() const override { return true; }
  void announce() override;
  void on_announcement(std::function<void()> heard) override;

 private:
  struct Pooled {
    std::unique_ptr<PostgresDatabase> database;
    int64_t transactions = 0;  // the number of the last
  };
  class Loan;
  void make_marks();
  bool run_once(Pooled& pooled, const std::function<bool(Database&)>& body, Lasts lasts);
  static void mark(Pooled& pooled);  // its next number, within its transaction
  bool was_committed(const std::string& session, int64_t number);
  Pooled take();
  void give_back(Pooled pooled);

  Settings settings_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Pooled> idle_;
  int open_ = 0;
  std::unique_ptr<PostgresHints> hints_;
};

}  // namespace mailroom::daemon
