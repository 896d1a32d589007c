// What receivers answered, as the deliveries that come after see it: `deliveries.payment.reference`. Pure
// functions, thread safe.
#pragma once

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

inline constexpr char kAnswers[] = "deliveries";  // the name that expressions use

// These facts with the answers that the case has so far.
Context with_answers(Context facts, const CaseRecord& record);

// What a delivery's expressions saw when it was planned, made again from the record: plan_deliveries() leaves
// there what documents and decisions do not tell.
Context planned_facts(const Workflow& workflow, const CaseRecord& record);

}  // namespace mailroom::workflows
