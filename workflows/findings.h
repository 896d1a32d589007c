// What is suspicious in a workflow that loads: tables with gaps, rules that overlap or never decide. Slower
// than loading, and nothing that a daemon needs. Pure, thread safe.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

std::vector<Diagnostic> findings_of(const Workflow& workflow);

}  // namespace mailroom::workflows
