// One line on the terminal that is written again and again while a long run goes on; nothing elsewhere.
#pragma once

#include <cstddef>
#include <string>

#include "cli/program.h"

namespace mailroom::cli {

class ProgressLine {
 public:
  // `is_shown`: false where it would run into the program's own output. The program must outlive it.
  ProgressLine(std::string what, size_t total, Program& program, bool is_shown = true);
  // So many are done; the last one ends the line.
  void operator()(size_t done) const;

 private:
  std::string what_;
  size_t total_;
  Program& program_;
  bool is_shown_;
};

}  // namespace mailroom::cli
