// A second person: where a route says `approve:`, different people stand behind an outcome before it is sent.
// What they agree to is the very outcome: if it changes, nobody has agreed yet. Pure functions, thread safe.
#pragma once

#include <string>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

inline constexpr char kApprovalNeeded[] = "approval_needed";  // a reason's code; its field is the route

// Of the route and of all that it would send, for this case.
std::string outcome_digest(const Workflow& workflow, const Route& route, const CaseRecord& record,
                           const Context& facts, const feel::Environment& environment);
// What was agreed to another outcome does not count any more.
void drop_lapsed_consents(CaseRecord& record, const std::string& route, const std::string& digest);
bool has_consented(const CaseRecord& record, const std::string& person);

}  // namespace mailroom::workflows
