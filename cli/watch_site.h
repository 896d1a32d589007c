// Doing something again whenever a site's files are saved.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/program.h"

namespace mailroom::cli {

// Runs `action` now and after each change of the site's files or of `others`, until Ctrl-C; returns the exit
// code. An Error of the action is shown, and the next save tries again. In this thread.
int watch_site(const std::filesystem::path& site, const std::vector<std::string>& others, Program& program,
               const std::function<void()>& action);

}  // namespace mailroom::cli
