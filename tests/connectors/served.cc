#include "tests/connectors/served.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "base/error.h"
#include "connectors/robot/child_program.h"

namespace mailroom::connectors {

Served::Served(const std::string& program, std::vector<std::string> arguments)
    : program_(std::string(MAILROOM_SOURCE) + "/" + program), arguments_(std::move(arguments)) {
  start();
}

Served::~Served() {
  stop();
}

void Served::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Served::start(const std::vector<std::string>& more) {
  stop();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  FileDescriptor reading(ends[0]), writing(ends[1]);
  std::vector<std::string> command = {"/usr/bin/python3", program_, "--port", std::to_string(port_)};
  command.insert(command.end(), arguments_.begin(), arguments_.end());
  command.insert(command.end(), more.begin(), more.end());
  std::vector<char*> pointers;
  for (std::string& word : command) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(writing.get(), 1);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  writing.reset();
  std::string said;
  char c = 0;
  while (::read(reading.get(), &c, 1) == 1 && c != '\n') said += c;
  port_ = std::atoi(said.c_str());
  if (port_ == 0) throw std::runtime_error(program_ + " does not start");
}

std::string lacking(const std::vector<std::string>& programs) {
  for (const std::string& program : programs) {
    try {
      find_program(program, program);
    } catch (const Error& error) {
      return "left out: " + error.message();
    }
  }
  return {};
}

}  // namespace mailroom::connectors
