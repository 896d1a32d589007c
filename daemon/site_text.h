// A site's file that is not saved yet, as an editor has it. Thread safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "daemon/site.h"

namespace mailroom::daemon {

// load_site() of this text in the place of FOLDER/mailroom.yaml.
std::optional<Site> read_site(const std::filesystem::path& folder, const std::string& yaml,
                              std::vector<Diagnostic>& problems);

}  // namespace mailroom::daemon
