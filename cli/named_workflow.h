// A workflow as it is named on the command line: a file, or a version that the site's store keeps, "ctr@4".
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cli/desk.h"
#include "cli/program.h"
#include "workflows/workflow.h"

namespace mailroom::cli {

// A version of a workflow, whole, as the store keeps it.
struct KeptVersion {
  std::string label;  // "ctr version 4"
  workflows::WorkflowSource source;
};
// "ctr": the version that takes new cases, "ctr@4": that one. Asks the desk; throws Error{usage} for a
// version that is not kept, or a text that names none.
KeptVersion kept_version(const std::string& named, const DeskOptions& options);

struct NamedWorkflow {
  std::string label;  // the file, or "ctr version 4"
  std::shared_ptr<const workflows::Workflow> workflow;
};
// A file belongs to the site that it stands in; one that stands in none to the site `beside` stands in, or
// else to the options' site. Its problems are shown; throws Error{usage} if it cannot be used.
NamedWorkflow workflow_named(const std::string& named, const std::string& beside, const DeskOptions& options,
                             Program& program);

}  // namespace mailroom::cli
