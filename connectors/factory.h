// All kinds of connectors, and one made from its settings. Thread safe.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

// In the order in which they are documented.
const std::vector<ConnectorKind>& connector_kinds();
const ConnectorKind* find_kind(std::string_view name);  // null if there is none

// `settings`: the fixed keys of the kind, nested as written, secrets resolved; `as_written`: the same before
// that, for what people see. Opens and writes nothing yet. Throws Error{usage, "unknown_connector" |
// "setting_invalid"}; a secret's value is in no message.
std::unique_ptr<Connector> make_connector(std::string_view kind, const Context& settings,
                                          const Context& as_written, const Surroundings& around);

}  // namespace mailroom::connectors
