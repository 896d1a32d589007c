// Says to the other daemons of a PostgreSQL store that there is work, and hears it from them (NOTIFY,
// LISTEN). A hint only: it may get lost, and whoever hears looks into the store, as it does from time to time
// anyway. At most a few times a second: PostgreSQL takes notices in one at a time.
//
// A thread of its own with a connection of its own; `heard` is called on it. Thread safe.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "base/file.h"

namespace mailroom::daemon {

class PostgresDatabase;

class PostgresHints {
 public:
  PostgresHints(std::string url, std::function<void()> heard);
  ~PostgresHints();
  PostgresHints(const PostgresHints&) = delete;
  PostgresHints& operator=(const PostgresHints&) = delete;

  void announce();  // never waits

 private:
  void run();
  void listen(PostgresDatabase& database);
  void pause(int milliseconds);

  std::string url_;
  std::function<void()> heard_;
  FileDescriptor signal_;
  std::atomic<bool> stopping_{false}, has_news_{false};
  std::thread thread_;
};

}  // namespace mailroom::daemon
