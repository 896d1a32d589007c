// What may be wrong with a list of steps (step.h, problems_of()), and the verb that a step says. Pure.
#pragma once

#include <string_view>

#include "connectors/robot/step.h"

namespace mailroom::connectors {

// What must hold once values have been put into its texts as well. What they make of an address is for the
// page to refuse.
std::vector<StepProblem> problems_of_rendered(const std::vector<WrittenStep>& steps, RobotKind robot,
                                              StepList list);

// The first verb among a step's keys; null if there is none.
const StepVerb* verb_of(const WrittenStep& step);
const StepVerb* find_verb(std::string_view name);  // null if there is none

// The keys that `key` may press: "enter", "pf1" …
const std::vector<std::string>& terminal_keys();

}  // namespace mailroom::connectors
