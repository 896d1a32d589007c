// A host's name as the address that a robot may connect to (connectors/reach.h), for programs that connect by
// themselves. The program is then given the address, so that no second look-up of
// the name can lead elsewhere. Pure but for the resolver; thread safe.
#pragma once

#include <string>
#include <variant>

#include "connectors/networks.h"
#include "connectors/robot/screen.h"

namespace mailroom::connectors {

// The first address. An ending: `unreachable` if the name leads nowhere, `unfit` if it may not be reached.
std::variant<std::string, StepEnd> reachable_address(const std::string& host, const Networks& allowed);

}  // namespace mailroom::connectors
