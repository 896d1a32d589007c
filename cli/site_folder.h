// Which site a command of authors works on.
#pragma once

#include <filesystem>
#include <string>

namespace mailroom::cli {

// Days are those of its `time_zone` from here on. A site that cannot be read is told of by who reads it.
void use_time_of(const std::filesystem::path& site);

// The site that is named, else the one that `file` stands in, else the one around the current folder; both
// may be empty; its time zone is used from here on. Throws Error{usage, "no_site"}.
std::filesystem::path site_folder(const std::string& named, const std::string& file = {});

}  // namespace mailroom::cli
