// What a dry run found, as its author reads it: what was decided and why, what would be sent, what a person
// would be asked. Pure.
#pragma once

#include <string>
#include <utility>

#include "cli/terminal.h"
#include "workflows/dry_run.h"

namespace mailroom::cli {

// `show`: with what would be sent, whole.
std::string to_text(const workflows::DryRun& run, const workflows::Workflows& workflows, bool show,
                    const Terminal& terminal);
Value to_value(const workflows::DryRun& run);
// Where a case would stop: {"would wait", "ctr-team, due 2026-11-30"}; both empty if it would not.
std::pair<std::string, std::string> ending_of(const workflows::CaseRecord& record);

}  // namespace mailroom::cli
