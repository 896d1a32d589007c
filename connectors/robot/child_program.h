// A program of somebody else's that works for a connector: started with a line to its standard input and
// output, in a process group of its own, with a clean environment (no secrets of ours). It ends with us,
// however we end, and so does all that it started: a shell beside it waits for the end of a line that only we
// hold, and then kills the group.
//
// One thread at a time. Nothing of what it says is logged.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"

namespace mailroom::connectors {

class ChildProgram {
 public:
  // `more`: variables of the environment beside PATH, HOME, LANG and their like, "NAME=value". Error{machine,
  // "program_not_started"}.
  ChildProgram(const std::vector<std::string>& command, const std::vector<std::string>& more = {});
  ~ChildProgram();
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;

  // False if it does not take it in time or is gone.
  bool write(std::string_view text, std::chrono::milliseconds within);
  // A line without its end; none if there is none in time, it is gone, or the line is too long.
  std::optional<std::string> read_line(std::chrono::milliseconds within);
  void kill();

 private:
  pid_t pid_ = -1;
  FileDescriptor life_, talk_;
  std::string unread_;
};

// The first of that name in PATH. Error{machine, "program_not_found"} with `package` as what to install.
std::filesystem::path find_program(const std::string& name, const std::string& package);

}  // namespace mailroom::connectors
