// The files of the site that `mailroom init` writes: those of cli/starter/, built into the program. Constant.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace mailroom::cli {

// Path in the site, content.
const std::vector<std::pair<std::string_view, std::string_view>>& starter_files();

}  // namespace mailroom::cli
