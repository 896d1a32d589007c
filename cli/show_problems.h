// What is wrong with files that an author wrote, as text with each line and a caret (base/diagnostic.h).
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "cli/program.h"

namespace mailroom::cli {

// Files are named as the person would type them from where he stands.
void show_problems(std::vector<Diagnostic> problems, Program& program);

}  // namespace mailroom::cli
