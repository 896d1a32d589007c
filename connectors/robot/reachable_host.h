// A host's name as the address that a robot may connect to: what HttpClient does while it connects, for
// programs that connect by themselves. The program is then given the address, so that no second look-up of
// the name can lead elsewhere. Pure but for the resolver; thread safe.
#pragma once

#include <string>
#include <variant>

#include "connectors/networks.h"
#include "connectors/robot/screen.h"

namespace mailroom::connectors {

// The first address that is public or allowed. An ending: `unreachable` if the name leads nowhere, `unfit` if
// all it leads to is private.
std::variant<std::string, StepEnd> reachable_address(const std::string& host, const Networks& allowed);

}  // namespace mailroom::connectors
