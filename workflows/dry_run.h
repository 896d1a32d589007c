// The same runner with a store that forgets and connectors that only show what they would send: what would
// become of these documents? No side effects. Thread safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "workflows/runner.h"

namespace mailroom::workflows {

struct DryDelivery {
  std::string case_id, name;
  std::string preview;  // what the connector would send, as it shows it
};

struct DryRun {
  std::vector<CaseRecord> cases;  // as far as they go without a person
  std::vector<DryDelivery> deliveries;
};

// Files the documents in their order and lets their cases go on until nothing moves by itself. `site` is for
// the connectors' previews; settings with secrets are shown without them.
// Looks up only in what it is given.
DryRun dry_run(const Workflows& workflows, const std::filesystem::path& site, const Clock& clock,
               const std::vector<ReadDocument>& documents, Runner::Lookups lookups = {});

}  // namespace mailroom::workflows
