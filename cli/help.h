// The help texts, made from the tree of commands.
#pragma once

#include <string>

#include "cli/terminal.h"

namespace mailroom::cli {

class CommandApp;

// "usage: mailroom read --forms DIR [OPTIONS] FILE..."
std::string usage_line(const CommandApp& command);
// The whole help of a command, or of the program.
std::string help_text(const CommandApp& command, const Terminal& terminal);

}  // namespace mailroom::cli
