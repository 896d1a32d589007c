// Why a case came out as it did, in a line or two for who expected otherwise: the rules that fired and on
// what, what a formula read, what a person is asked. For tests: values are shown. Pure functions, thread
// safe.
#pragma once

#include <string>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// "rule 2, reg 4(2) fired: savings 0, weekly_income 109.04"
std::string explain_decision(const Workflow& workflow, const CaseRecord& record, const std::string& decision);
// Why this rule of it did not: "rule 3 did not fire: weekly_income 109.04 is not [120..240)". `rule` is a
// number or a reference; empty if it is not there.
std::string explain_rule(const CaseRecord& record, const std::string& decision, const std::string& rule);
// "earnings + other_income: earnings 109.04, other_income 0"
std::string explain_formula(const Formula& formula, const Context& seen);
// How far the case came: "a person is asked: …", "waits for payslips 2 of 2", "route award".
std::string explain_state(const CaseRecord& record);
// What expressions saw in the end: facts and decisions.
Context seen_in_the_end(const Workflow& workflow, const CaseRecord& record);

}  // namespace mailroom::workflows
