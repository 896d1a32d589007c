// A server of a test's own on loopback, as a process: a program of tests/fakes, which prints "listening on
// 127.0.0.1:PORT" once it is ready, or says why it cannot be had here and exits. It ends with this object,
// with all that it started, and at the latest with the thread that started it. One thread at a time.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/file.h"

namespace mailroom::connectors {

class ServerProcess {
 public:
  // `program`: its name in tests/fakes. `--port PORT` follows the arguments: 0 at first, then the same.
  ServerProcess(const std::string& program, std::vector<std::string> arguments);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  int port() const { return port_; }
  std::string why() const { return why_; }  // empty: it is up
  bool is_up() const { return process_ > 0; }
  void start();
  void stop();  // at once, as a power cut would

 private:
  void wait_until_ready();

  TemporaryFolder folder_{"mailroom-server"};
  std::vector<std::string> command_;
  std::string why_;
  int port_ = 0;
  pid_t process_ = -1;
};

}  // namespace mailroom::connectors
