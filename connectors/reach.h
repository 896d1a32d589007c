// Where a connector may connect to, one rule for all of them: a host is reached if every address that its
// name leads to is public or named by the site (connectors/networks.h). One that has a private address among
// others is not reached at all: which of them a library takes is not ours to say, and a name that leads to
// both is how the office's own machines would be reached by a stranger's name. What was connected to in the
// end is looked at again, for a name may lead elsewhere a moment later.
//
// Pure but for the resolver; thread safe.
#pragma once

#include <string>
#include <vector>

#include "connectors/networks.h"

namespace mailroom::connectors {

bool may_reach(const sockaddr& address, const Networks& allowed);

struct Reach {
  enum class Kind { open, shut, unknown } kind = Kind::unknown;  // unknown: the name leads nowhere now
  std::vector<std::string> addresses;  // open: in figures, as the system orders them
};
// A name, or an address in figures, with or without square brackets.
Reach reach_of(std::string host, const Networks& allowed);

// Where this socket is connected to. A socket of this machine's own (a path) is reached always.
bool is_peer_allowed(int socket, const Networks& allowed);

}  // namespace mailroom::connectors
