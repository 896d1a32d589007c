// The file that `mailroom read --out` writes, so that a run can be stopped, or killed, and gone on with. Each
// document's lines are written as one piece; what a killed run left incomplete is taken back when it is
// opened again. One thread.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"

namespace mailroom::cli {

class ResultsFile {
 public:
  // A new file that begins with `header`; Error{usage, "file_exists"} if there is one.
  static ResultsFile create(const std::filesystem::path& path, std::string_view header);
  // A file of JSON lines to go on with, or a new one. `files` are those that the run is to read.
  static ResultsFile resume(const std::filesystem::path& path, const std::vector<std::string>& files);

  // Whether the file was read in a former run.
  bool has(const std::string& file) const { return done_.contains(file); }
  // Throws Error{machine, "file_unwritable"}.
  void append(std::string_view lines);

 private:
  ResultsFile(std::filesystem::path path, int flags);
  std::filesystem::path path_;
  FileDescriptor file_;
  std::set<std::string> done_;
};

}  // namespace mailroom::cli
