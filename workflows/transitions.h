// What may follow what: the one table of a case's states, drawn in docs/architecture.md. Pure functions.
//
//   received → reading → checking ⇄ awaiting_review → returned
//                 ↓         ↓ ↑
//            quarantined  deciding → delivering → closed
//
// A person opens what is closed or returned again: it waits for them. A late document opens what is closed.
#pragma once

#include "workflows/case.h"

namespace mailroom::workflows {

// An ended case is opened again by a person, or by a document of it that came late; never by itself.
enum class Mover { machine, person, evidence };
bool may_follow(State from, State to, Mover mover = Mover::machine);
// Moves the case. A move the table does not have is a bug in the runner: Error{machine, "bad_transition"}.
void move_to(CaseRecord& record, State to, Mover mover = Mover::machine);
// Nothing happens any more by itself: closed, returned or quarantined.
bool is_ended(State state);

}  // namespace mailroom::workflows
