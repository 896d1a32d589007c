// A program of tests/fakes that serves on a port of its own, or any other helper of a test: started with a
// folder of its own, killed at the end.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/file.h"

namespace mailroom::connectors {

class Served {
 public:
  // `program` below the sources; waits for the port that it prints.
  explicit Served(const std::string& program, std::vector<std::string> arguments = {});
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  // The same again with other arguments beside its first, on the same port.
  void start(const std::vector<std::string>& more = {});
  void stop();
  int port() const { return port_; }

 private:
  std::string program_;
  std::vector<std::string> arguments_;
  int port_ = 0;
  pid_t pid_ = -1;
};

// Why a test that needs these programs is left out; empty if all of them are in PATH.
std::string lacking(const std::vector<std::string>& programs);

}  // namespace mailroom::connectors
