// A MariaDB server of the tests' own: Debian's programs, a data folder in a temporary place, reached by a
// socket in it and a port of loopback, run as an unprivileged user. It ends with the test program, whatever
// ends that. One server for the program, a database for each test.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/file.h"

namespace mailroom::testing {

class MariadbServer {
 public:
  // The program's server, started at first use; null with why() if it cannot be had here.
  static MariadbServer* get();
  static std::string why();

  MariadbServer();
  ~MariadbServer();
  MariadbServer(const MariadbServer&) = delete;
  MariadbServer& operator=(const MariadbServer&) = delete;

  // The name of a new, empty database.
  std::string new_database();
  std::string url(const std::string& database) const;  // by the socket
  std::string socket() const;
  // What the program mariadb prints, columns parted by '|'.
  std::string ask(const std::string& database, const std::string& sql) const;

 private:
  pid_t spawn(const std::vector<std::string>& command) const;
  bool answers() const;

  TemporaryFolder folder_{"mailroom-mariadb"};
  pid_t server_ = -1;
  int databases_ = 0;
};

// What a command prints.
std::string output_of(const std::string& command);

}  // namespace mailroom::testing
