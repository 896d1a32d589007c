// What may follow what: the one table of a case's states, drawn in docs/architecture.md. Pure functions.
//
//   received → reading → checking ⇄ awaiting_review → returned
//                 ↓         ↓ ↑
//            quarantined  deciding → delivering → closed
#pragma once

#include "workflows/case.h"

namespace mailroom::workflows {

bool may_follow(State from, State to);
// Moves the case. A move the table does not have is a bug in the runner: Error{machine, "bad_transition"}.
void move_to(CaseRecord& record, State to);
// Nothing happens any more by itself: closed, returned or quarantined.
bool is_ended(State state);

}  // namespace mailroom::workflows
