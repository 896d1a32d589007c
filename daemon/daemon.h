// A running site: the store, the reader, the workflows and their connectors, the crew and the API, made in
// this order and taken down in the other. One daemon a site: a lock file says so, and the kernel frees it
// whatever ends the process.
#pragma once

#include <memory>

#include "base/clock.h"
#include "daemon/site.h"

namespace mailroom::daemon {

class Daemon {
 public:
  // Opens everything, works nothing yet. Throws Error{usage} for a site, workflow or form that is wrong
  // (every diagnostic is written to stderr), Error{usage, "already_running"}.
  Daemon(Site site, const Clock& clock);
  ~Daemon();

  void start();
  // Everything that came is taken and nothing is due by itself.
  bool is_settled();
  // Takes over mailroom.yaml (what can change while it runs: daemon/site_change.h), workflows, forms, rules
  // and letters as they are now. False: one of them is wrong, which is said in the log and in the status, and
  // all stay as they were. Cases stay on the version that they began with.
  bool reload();
  // Returns if the store answers.
  bool is_well();
  // Lets each worker finish its step, within the site's stop_within; what does not end by then is handed
  // back, to be done again. False: some of it still runs, and the process must end at once (std::_Exit), for
  // this object cannot be destroyed before it does.
  bool stop();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::daemon
