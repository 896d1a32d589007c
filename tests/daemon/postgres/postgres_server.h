// A PostgreSQL server of the tests' own: Debian's programs, a data folder in a temporary place, reached by a
// socket in it only, run as an unprivileged user (the server refuses root). It ends with the test program,
// whatever ends that, and its folder goes with it. One server for the program, a database for each test.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/file.h"

namespace mailroom::testing {

class PostgresServer {
 public:
  // The program's server, started at first use; null with why() if it cannot be had here.
  static PostgresServer* get();
  static std::string why();

  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // A new, empty database's URL.
  std::string new_database();
  void drop(const std::string& url);
  static std::string name_of(const std::string& url);
  std::string socket() const;  // of the server
  void run(const std::string& sql);
  // CPU time of all its processes until now, user and system.
  double cpu_seconds() const;
  void stop(int signal);  // SIGINT: at once, SIGQUIT: like a crash
  void start();           // it ends with the thread that called this (PR_SET_PDEATHSIG)

 private:
  pid_t spawn(const std::vector<std::string>& command) const;
  int finish(pid_t child) const;
  std::string url(const std::string& database) const;

  TemporaryFolder folder_{"mailroom-postgres"};
  std::string programs_;
  pid_t server_ = -1;
  int databases_ = 0;
};

}  // namespace mailroom::testing
