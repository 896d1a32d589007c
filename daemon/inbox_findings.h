// What an inbox sees and what is wrong with it, found without taking anything: for `mailroom inbox test`.
// Needs no store and no running daemon; looks as the user who asks, who may be allowed less than the
// daemon's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "daemon/secrets.h"
#include "daemon/site.h"

namespace mailroom::daemon {

struct InboxFindings {
  std::string inbox, place;                               // place: "folder /srv/benefits/inbox", for people
  std::vector<std::pair<std::string, std::string>> seen;  // what, and what it is
  struct Wrong {
    std::string what, fix;
  };
  std::vector<Wrong> wrong;
};

// Nothing here throws for what an inbox is like.
InboxFindings examine(const InboxSettings& inbox, const Secrets& secrets);

}  // namespace mailroom::daemon
