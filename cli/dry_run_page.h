// A dry run as a page that stands for itself: each page's picture with its zones, the checks, the decision
// tables with the rule that fired, the route and exactly what would be sent. It shows what is written on the
// documents in clear: it is for whoever has them. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/reading.h"
#include "workflows/dry_run.h"

namespace mailroom::cli {

// `documents` with their pages' pictures; a page without one is told by its table alone. `changes`: what is
// otherwise than in an earlier run, in words; none: not asked.
std::string dry_run_page(const workflows::DryRun& run, const workflows::Workflows& workflows,
                         const std::vector<ocr::DocumentReading>& documents,
                         const std::optional<std::vector<std::string>>& changes);

}  // namespace mailroom::cli
