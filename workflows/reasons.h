// The reasons of a workflow's rules in the languages that their author wrote them in. A table knows each
// rule's first reason (dmn::TableRule::reason), which is what traces and records have; the others are words
// for letters and are read from the workflow's source when a letter wants them. Pure; thread safe.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "workflows/workflow.h"

namespace mailroom::workflows {

// By language ("de"), in the order written; empty for a rule with one reason, or none.
using Reasons = std::vector<std::pair<std::string, std::string>>;
// By decision, its rules in their order. Decisions without such a rule are left out.
std::map<std::string, std::vector<Reasons>> reasons_of(const Workflow& workflow);
// Empty: the rule (from 1) has none in that language.
std::string reason_in(const Workflow& workflow, const std::string& decision, int rule,
                      const std::string& language);

}  // namespace mailroom::workflows
