#include "daemon/postgres_engine.h"

#include <algorithm>
#include <random>
#include <thread>

#include "base/error.h"
#include "base/log.h"

namespace mailroom::daemon {

namespace {

using std::chrono::milliseconds;

// Waits longer from try to try, each somewhere between half and all of it, so that many do not come at once.
class Backoff {
 public:
  explicit Backoff(milliseconds patience) : end_(std::chrono::steady_clock::now() + patience) {}
  // False: patience is at its end.
  bool wait() {
    if (std::chrono::steady_clock::now() >= end_) return false;
    static thread_local std::minstd_rand random(std::random_device{}());
    std::this_thread::sleep_for(
        milliseconds(std::uniform_int_distribution<int64_t>(delay_.count() / 2, delay_.count())(random)));
    delay_ = std::min(delay_ * 2, kLongest);
    return true;
  }

 private:
  static constexpr milliseconds kLongest{1000};
  std::chrono::steady_clock::time_point end_;
  milliseconds delay_{2};
};

bool may_try_again(const Error& error) {
  return error.code() == "store_unreachable" || error.code() == "store_contended";
}

// Runs `step` until it goes through, patience ends or it fails for good.
template <typename Step>
auto with_patience(milliseconds patience, Step step) {
  for (Backoff backoff(patience);;) {
    try {
      return step();
    } catch (const Error& error) {
      if (!may_try_again(error) || !backoff.wait()) throw;
    }
  }
}

}  // namespace

class PostgresEngine::Loan {
 public:
  explicit Loan(PostgresEngine& engine) : engine_(engine), pooled_(engine.take()) {}
  ~Loan() { engine_.give_back(std::move(pooled_)); }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  Pooled& operator*() { return pooled_; }
  PostgresDatabase* operator->() { return pooled_.database.get(); }

 private:
  PostgresEngine& engine_;
  Pooled pooled_;
};

PostgresEngine::PostgresEngine(Settings settings) : settings_(std::move(settings)) {
  with_patience(settings_.patience, [&] { make_marks(); });
}

PostgresEngine::~PostgresEngine() = default;

void PostgresEngine::make_marks() {
  Loan loan(*this);  // tells by now if the server is none to be trusted
  if (settings_.access == Access::look) return;
  loan->run("BEGIN");
  loan->lock("commit_marks");
  loan->run(
      "CREATE TABLE IF NOT EXISTS commit_marks(session text PRIMARY KEY, number bigint NOT NULL,"
      " at timestamptz NOT NULL) WITH (fillfactor = 50);"
      "DELETE FROM commit_marks WHERE at < now() - interval '7 days'");
  loan->run("COMMIT");
}

PostgresEngine::Pooled PostgresEngine::take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !idle_.empty() || open_ < settings_.connections; });
  if (!idle_.empty()) {
    Pooled pooled = std::move(idle_.back());
    idle_.pop_back();
    return pooled;
  }
  ++open_;
  lock.unlock();
  try {
    return {std::make_unique<PostgresDatabase>(settings_.url, settings_.access)};
  } catch (...) {
    lock.lock();
    --open_;
    returned_.notify_one();
    throw;
  }
}

void PostgresEngine::give_back(Pooled pooled) {
  std::vector<Pooled> lost;  // closed when the lock is free again
  const std::lock_guard lock(mutex_);
  if (pooled.database->is_lost()) {
    // Whatever ended this one (a restart) has mostly ended the others too.
    open_ -= static_cast<int>(idle_.size()) + 1;
    lost.swap(idle_);
    lost.push_back(std::move(pooled));
  } else {
    idle_.push_back(std::move(pooled));
  }
  returned_.notify_all();
}

bool PostgresEngine::write(const std::function<bool(Database&)>& body, Lasts lasts) {
  return with_patience(settings_.patience, [&] {
    std::string session;
    int64_t number = 0;
    {
      Loan loan(*this);
      try {
        return run_once(*loan, body, lasts);
      } catch (const CommitLost&) {
        session = loan->session();
        number = (*loan).transactions;
      }
    }
    if (lasts == Lasts::now && was_committed(session, number)) return true;
    throw Error(Fault::machine, "store_contended",
                "a connection was lost before its transaction was committed");
  });
}

bool PostgresEngine::run_once(Pooled& pooled, const std::function<bool(Database&)>& body, Lasts lasts) {
  PostgresDatabase& database = *pooled.database;
  database.run(lasts == Lasts::now ? "BEGIN" : "BEGIN; SET LOCAL synchronous_commit = off");
  try {
    if (!body(database)) {
      database.run("ROLLBACK");
      return false;
    }
    if (lasts == Lasts::now) mark(pooled);
    if (const int error = kCommitFailpoint.hit(); error != 0) fail_commit(error);
  } catch (...) {
    database.roll_back();
    throw;
  }
  database.commit();
  if (const int error = kCommittedFailpoint.hit(); error != 0) fail_commit(error);
  return true;
}

void PostgresEngine::mark(Pooled& pooled) {
  pooled.database
      ->query(
          "INSERT INTO commit_marks VALUES (?, ?, now())"
          " ON CONFLICT (session) DO UPDATE SET number = excluded.number, at = excluded.at")
      .bind(pooled.database->session())
      .bind(++pooled.transactions)
      .run();
}

bool PostgresEngine::was_committed(const std::string& session, int64_t number) {
  try {
    return with_patience(settings_.patience, [&] {
      Loan loan(*this);
      loan->query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?")
          .bind(session)
          .run();
      Query query = loan->query(
          "INSERT INTO commit_marks VALUES (?, 0, now())"
          " ON CONFLICT (session) DO UPDATE SET at = excluded.at RETURNING number");
      return query.bind(session).step() && query.integer(0) == number;
    });
  } catch (const Error& error) {
    log::error("commit_unknown", {{"reason", error.code()}});
    throw Error(Fault::machine, "store_commit_unknown",
                "the PostgreSQL server was lost while it committed: it is not known whether that took effect",
                {}, "look before doing it again; what the daemon does by itself it finds out by itself");
  }
}

void PostgresEngine::read(const std::function<void(Database&)>& body) {
  with_patience(settings_.patience, [&] {
    Loan loan(*this);
    body(*(*loan).database);
  });
}

void PostgresEngine::read_snapshot(const std::function<void(Database&)>& body) {
  with_patience(settings_.patience, [&] {
    Loan loan(*this);
    loan->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    try {
      body(*(*loan).database);
    } catch (...) {
      loan->roll_back();
      throw;
    }
    loan->run("COMMIT");
  });
}

void PostgresEngine::announce() {
  if (hints_) hints_->announce();
}

void PostgresEngine::on_announcement(std::function<void()> heard) {
  hints_ = heard ? std::make_unique<PostgresHints>(settings_.url, std::move(heard)) : nullptr;
}

}  // namespace mailroom::daemon
