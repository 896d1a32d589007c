// What is wrong with files that an author wrote, as text with each line and a caret (base/diagnostic.h).
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "cli/program.h"

namespace mailroom::cli {

// A file as the person would type it from where he stands.
std::string shown_file(const std::string& file);
// Files are named so.
void show_problems(std::vector<Diagnostic> problems, Program& program);

}  // namespace mailroom::cli
