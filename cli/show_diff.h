// What differs between two workflows, as people read it: part by part, what was and what is.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"
#include "workflows/diff.h"

namespace mailroom::cli {

std::string to_text(const std::vector<workflows::Change>& changes, const Terminal& terminal);

}  // namespace mailroom::cli
