#include "tests/connectors/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/text.h"

namespace mailroom::connectors {

ServerProcess::ServerProcess(const std::string& program, std::vector<std::string> arguments)
    : command_(std::move(arguments)) {
  command_.insert(command_.begin(), std::string(MAILROOM_SOURCE) + "/tests/fakes/" + program);
  start();
}

ServerProcess::~ServerProcess() {
  stop();
}

void ServerProcess::stop() {
  if (process_ <= 0) return;
  ::kill(-process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void ServerProcess::start() {
  const std::string log = folder_.path() / "log", port = std::to_string(port_);
  std::filesystem::remove(log);
  std::vector<const char*> arguments;
  for (const std::string& one : command_) arguments.push_back(one.c_str());
  arguments.insert(arguments.end(), {"--port", port.c_str(), nullptr});
  process_ = ::fork();
  if (process_ == 0) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(output, 1);
    ::dup2(output, 2);
    ::execv(arguments[0], const_cast<char* const*>(arguments.data()));
    ::_exit(127);
  }
  wait_until_ready();
}

void ServerProcess::wait_until_ready() {
  constexpr std::string_view kReady = "listening on 127.0.0.1:";
  constexpr int kSteps = 6000;  // two minutes: some are installed the first time
  const std::string log = folder_.path() / "log";
  for (int i = 0; i < kSteps; ++i) {
    std::error_code none;
    const std::string said = std::filesystem::exists(log, none) ? read_file(log) : "";
    const size_t at = said.find(kReady), end = said.find('\n', at);
    if (at != std::string::npos && end != std::string::npos) {
      port_ = std::stoi(said.substr(at + kReady.size(), end - at - kReady.size()));
      why_.clear();
      return;
    }
    if (::waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = -1;
      why_ = std::filesystem::path(command_.front()).filename().string() +
             " cannot be started here: " + fold_space(said);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  stop();
  why_ = "it did not come up in two minutes";
}

}  // namespace mailroom::connectors
