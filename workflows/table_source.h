// Decisions as YAML writes them, and back: `decisions:` of a workflow or of a file of its own. Pure; thread
// safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/yaml.h"
#include "workflows/dmn/decision_source.h"

namespace mailroom::workflows {

// A decision's table; none if its shape is wrong (what check_keys() did not say is added to the problems).
std::optional<dmn::TableSource> table_source(const yaml::Node& decision, const std::string& id,
                                             std::vector<Diagnostic>& problems);
// All of `decisions:`.
std::vector<dmn::DecisionSource> decision_sources(const yaml::Node& root, std::vector<Diagnostic>& problems);
// The text of a file with these `decisions:`.
std::string decisions_as_yaml(const std::vector<dmn::DecisionSource>& decisions);

}  // namespace mailroom::workflows
