// Which site a command of authors works on.
#pragma once

#include <filesystem>
#include <string>

namespace mailroom::cli {

// The site that is named, else the one that `file` stands in, else the one around the current folder; both
// may be empty. Throws Error{usage, "no_site"}.
std::filesystem::path site_folder(const std::string& named, const std::string& file = {});

}  // namespace mailroom::cli
