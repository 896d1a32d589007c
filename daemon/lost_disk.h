// Crash-only: after fsync said EIO nothing that this process believes to have written is certain, and asking
// the kernel once more would get a lie (base/durable_file.h). The daemon ends at once, without a clean stop;
// its supervisor starts it again, and it goes on from what the disk has.
#pragma once

#include "base/error.h"

namespace mailroom::daemon {

// Returns if the error is another one.
void end_if_disk_is_lost(const Error& error);

}  // namespace mailroom::daemon
