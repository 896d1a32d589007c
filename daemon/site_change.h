// What of a changed mailroom.yaml a running daemon takes over. Most of it is read where it is used, by the
// generation that is made of it (daemon/generation.h); where the data lie, where the daemon listens, how long
// its leases are and its time zone stay what they were until the next start. Pure.
#pragma once

#include <string>
#include <vector>

#include "daemon/site.h"

namespace mailroom::daemon {

struct SiteChange {
  Site site;                               // to go on with
  std::vector<std::string> at_next_start;  // keys that differ from it in the file, and wait
};

SiteChange taken_over(const Site& running, Site changed);

// Whether inboxes have to be watched anew.
bool are_inboxes_the_same(const Site& one, const Site& other);

}  // namespace mailroom::daemon
