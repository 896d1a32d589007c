#include "daemon/lost_disk.h"

#include <cstdlib>

#include "base/durable_file.h"
#include "base/log.h"

namespace mailroom::daemon {

void end_if_disk_is_lost(const Error& error) {
  if (error.code() != kSyncFailed) return;
  log::error("disk_lost",
             {{"where", error.where()}, {"next", "ended; start it again once the disk is well"}});
  std::_Exit(static_cast<int>(Fault::machine));
}

}  // namespace mailroom::daemon
