// Running the real programs from a test, and what they said.
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <string>
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

}  // namespace mailroom::e2e
