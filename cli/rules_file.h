// Rules from a file, whatever it is: a `.dmn` model, or a workflow's decisions or a model's own YAML as one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "workflows/dmn/model.h"

namespace mailroom::cli {

// None if the file holds no model at all; a `.dmn` model is returned even if parts of it have errors. A YAML
// file that imports models is told to be converted: what it imports is looked up beside a `.dmn` file.
std::optional<dmn::Model> load_rules(const std::string& file, std::vector<Diagnostic>& problems);
// The same of YAML that was read already; `file` names it.
std::optional<dmn::Model> load_rules_text(const std::string& yaml, const std::string& file,
                                          std::vector<Diagnostic>& problems);

}  // namespace mailroom::cli
