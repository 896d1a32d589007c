// One decision of a workflow on a case's facts: by its table, its expression, or the model in force on the
// effective date, with its trace. What cannot be decided is null, with notices. Pure; thread safe.
#pragma once

#include <vector>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// `reasons` gains why a person has to look at it: rules that contradict each other, none in force, …
DecisionResult decide_by(const DecisionRule& rule, const Context& facts, const Date& effective,
                         const feel::Environment& environment, std::vector<Reason>& reasons);

}  // namespace mailroom::workflows
