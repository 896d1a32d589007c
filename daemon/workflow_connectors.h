// The connectors that a site's workflows name, made from their settings with secrets resolved.
#pragma once

#include "base/clock.h"
#include "daemon/secrets.h"
#include "daemon/site.h"
#include "workflows/runner.h"

namespace mailroom::daemon {

// By "workflow/delivery", older versions by "workflow@version/delivery". Each may be called by any thread.
// Throws Error{usage} for a secret that is missing or a setting that its connector does not take.
workflows::Runner::Connectors connectors_of(const workflows::Workflows& workflows, const Secrets& secrets,
                                            const Site& site, const Clock& clock);

// The sources of their look-ups, likewise.
workflows::Runner::Lookups lookups_of(const workflows::Workflows& workflows, const Secrets& secrets,
                                      const Site& site, const Clock& clock);

}  // namespace mailroom::daemon
