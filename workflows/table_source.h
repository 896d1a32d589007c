// A decision table as YAML writes it. Pure; thread safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/yaml.h"
#include "workflows/dmn/table.h"

namespace mailroom::workflows {

// A scalar's text and where it begins, inside its quotes.
dmn::Cell cell_of(const yaml::Node& scalar);
// A decision's table; none if its shape is wrong (what check_keys() did not say is added to the problems).
std::optional<dmn::TableSource> table_source(const yaml::Node& decision, const std::string& id,
                                             std::vector<Diagnostic>& problems);

}  // namespace mailroom::workflows
