// The help texts, made from the tree of commands.
#pragma once

#include <string>

#include "cli/terminal.h"

namespace mailroom::cli {

class CommandApp;

// The whole help of a command, or of the program.
std::string help_text(const CommandApp& command, const Terminal& terminal);

}  // namespace mailroom::cli
