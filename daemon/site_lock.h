// One daemon for a data folder: a lock file, which the kernel frees whatever ends the process.
#pragma once

#include "base/file.h"
#include "daemon/site.h"

namespace mailroom::daemon {

// Makes the data folder if there is none. Throws Error{usage, "already_running"} or {machine,
// "folder_unwritable"}.
FileDescriptor lock_of(const Site& site);

}  // namespace mailroom::daemon
