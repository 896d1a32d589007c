// What a command may touch of the world around it: the streams and what is known of them. Borrowed streams
// outlive the program; one thread.
#pragma once

#include <iosfwd>

#include "cli/terminal.h"

namespace mailroom::cli {

// What a command returns, and the process with it; 2 and 3 come from an Error's fault.
inline constexpr int kFine = 0;
inline constexpr int kDidNotPass = 1;  // the documents or the case did not pass
inline constexpr int kWrongUse = 2;    // wrong usage, or a wrong workflow
inline constexpr int kMachine = 3;     // the machine failed us

struct Program {
  std::ostream& out;
  std::ostream& err;
  Terminal terminal;        // of out
  Terminal error_terminal;  // of err: progress goes here
};

}  // namespace mailroom::cli
