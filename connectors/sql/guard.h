// Whether a database may be connected to where it stands: private addresses only if the site names them
// (connectors/networks.h). Pure but for name resolution; thread safe.
#pragma once

#include <string>

#include "connectors/networks.h"

namespace mailroom::connectors::sql {

// Before connecting: all addresses of the host must be allowed; a path is a socket of this machine. Throws
// Failure.
void must_be_allowed(const std::string& host, const Networks& private_networks);
// Afterwards, because a name may have become another address meanwhile. Throws Failure.
void must_be_allowed_peer(int descriptor, const Networks& private_networks);

}  // namespace mailroom::connectors::sql
