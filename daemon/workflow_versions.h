// Versions of workflows: each is kept whole once a case may begin on it; one that was changed under its
// number is refused; those that open cases are on are there beside the newest.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "daemon/store.h"
#include "workflows/workflow.h"

namespace mailroom::daemon {

// An error for each workflow that is not what was kept under its number while cases are, or were, on it.
std::vector<Diagnostic> changed_versions(const workflows::Workflows& loaded, Store& store);

// Keeps what is new and adds the versions that open cases are on. To be called with what changed_versions()
// has nothing against. Throws Error{machine} for a kept version that cannot be used any more.
workflows::Workflows with_kept_versions(const workflows::Workflows& loaded, Store& store, Instant now);

}  // namespace mailroom::daemon
