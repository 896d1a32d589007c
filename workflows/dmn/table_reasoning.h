// What is wrong with a table whatever the facts: inputs that no rule covers, rules that contradict each other
// under the hit policy, rules that can never decide, cells of the wrong kind. Warnings, each at its place
// with an example; nothing is said that is not certain (table_space.h says what is taken to be known). Pure;
// thread safe.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "workflows/dmn/table_code.h"

namespace mailroom::dmn {

std::vector<Diagnostic> reason_about(const TableCode& table);

}  // namespace mailroom::dmn
