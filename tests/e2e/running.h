// Running the real programs from a test, and what they said.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"

namespace mailroom::e2e {

struct Ran {
  int code = -1;
  std::string out, err;
};

inline std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Runs a program of the build with these arguments in a folder; no shell sees them unquoted.
inline Ran run(const std::vector<std::string>& command, const std::filesystem::path& folder = "/") {
  const TemporaryFolder output("mailroom-ran");
  std::string line = "cd " + shell_quoted(folder.string()) + " && TZ=UTC NO_COLOR= " +
                     shell_quoted(std::string(MAILROOM_BUILD) + "/bin/" + command.front());
  for (size_t i = 1; i < command.size(); ++i) line += " " + shell_quoted(command[i]);
  line += " </dev/null >" + shell_quoted((output.path() / "out").string()) + " 2>" +
          shell_quoted((output.path() / "err").string());
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read_file(output.path() / "out"),
          read_file(output.path() / "err")};
}

// The daemon of a site, listening, until this ends. Throws if it does not come up.
class RunningDaemon {
 public:
  explicit RunningDaemon(const std::filesystem::path& site) {
    const std::string program = std::string(MAILROOM_BUILD) + "/bin/mailroomd", folder = site.string();
    process_ = fork();
    if (process_ == 0) {
      const int nowhere = open("/dev/null", O_RDWR);
      for (const int stream : {0, 1, 2}) dup2(nowhere, stream);
      execl(program.c_str(), "mailroomd", "--site", folder.c_str(), nullptr);
      _exit(127);
    }
    constexpr int kMostLooks = 600;
    for (int look = 0; look < kMostLooks; ++look) {
      if (is_listening(folder + "/data/mailroom.sock")) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    stop();
    throw std::runtime_error("mailroomd does not listen");
  }
  ~RunningDaemon() { stop(); }
  RunningDaemon(const RunningDaemon&) = delete;
  RunningDaemon& operator=(const RunningDaemon&) = delete;

 private:
  static bool is_listening(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const bool connected = connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(socket);
    return connected;
  }
  void stop() const {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }

  pid_t process_ = -1;
};

}  // namespace mailroom::e2e
