#include "cli/progress_line.h"

#include <ostream>

namespace mailroom::cli {

ProgressLine::ProgressLine(std::string what, size_t total, Program& program, bool is_shown)
    : what_(std::move(what)),
      total_(total),
      program_(program),
      is_shown_(is_shown && program.error_terminal.is_terminal) {}

void ProgressLine::operator()(size_t done) const {
  if (!is_shown_) return;
  program_.err << "\r"
               << progress_bar(what_, static_cast<long long>(done), static_cast<long long>(total_),
                               program_.error_terminal.width)
               << (done == total_ ? "\n" : "") << std::flush;
}

}  // namespace mailroom::cli
