// What a dry run finds otherwise than an earlier one of the same documents, which was kept with --json. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "cli/terminal.h"
#include "ocr/reading.h"
#include "workflows/dry_run.h"

namespace mailroom::cli {

struct FinishedRun {
  workflows::DryRun run;
  std::vector<ocr::DocumentReading> documents;
};

// As `dry-run --json` printed it. Throws Error{usage, "run_invalid"} for anything else.
FinishedRun finished_run(const Value& json, const std::string& file);

std::string to_text(const std::vector<std::string>& changes, const Terminal& terminal);
// One line each: "claim-017.tif, net_pay: 742.50 → 472.50". Empty: everything is as it was.
std::vector<std::string> changes_between(const FinishedRun& before, const FinishedRun& now);

}  // namespace mailroom::cli
