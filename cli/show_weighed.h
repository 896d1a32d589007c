// What hangs on fields that are not sure, reading by reading (docs/decisions/0012), as the desk and a dry run
// tell it. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "cli/terminal.h"

namespace mailroom::cli {

// "same outcome, nobody asked"; empty for a field that was not weighed. `weighed`: as in docs/desk.md.
std::string weight_in_words(const Value& weighed);

// Of `fields`, each with `role`, `field` and `weighed`, those that were weighed:
//   household_size  3 or 8  same outcome, nobody asked
//   net_pay         742.50  → half, 15.70 · rule 3, reg 4(3)
//                   472.50  → full, 31.40 · rule 2, reg 4(2)
// No indent of their own; the last column is wrapped to the terminal's width.
std::vector<std::string> hanging_lines(const List& fields, const Terminal& terminal);

}  // namespace mailroom::cli
