// Handing a file in as a program does: with its sidecar, complete and on disk under its final name at once
// (docs/reliability.md, "How to hand in").
#pragma once

#include <filesystem>
#include <string>

#include "base/value.h"
#include "daemon/site.h"

namespace mailroom::daemon {

// Puts a copy of `file` into the inbox's folder, and `note` beside it unless it is empty. Error{usage,
// "name_taken"} if a file of this name lies there, "not_a_folder" for an inbox of another kind. Returns the
// name.
std::string submit(const InboxSettings& inbox, const std::filesystem::path& file, const Context& note);

}  // namespace mailroom::daemon
