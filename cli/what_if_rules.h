// OLD and NEW of `mailroom what-if`: a file, or a version of a workflow that the site's store keeps.
#pragma once

#include <memory>
#include <string>

#include "cli/desk.h"
#include "cli/program.h"
#include "workflows/rules.h"

namespace mailroom::cli {

struct NamedRules {
  std::string label;  // the file, or "ctr version 4"
  std::unique_ptr<workflows::Rules> rules;
  std::string workflow = {};  // its id; empty: a decision model
  int version = 0;
};

// Problems of a file are shown; throws Error{usage} if it cannot be used.
// For samples, which say what its decisions read: of a workflow the decisions alone.
NamedRules rules_for_samples(const std::string& named, const DeskOptions& options, Program& program);
// For cases: a workflow whole, with the site's forms.
NamedRules rules_for_cases(const std::string& named, const DeskOptions& options, Program& program);

}  // namespace mailroom::cli
