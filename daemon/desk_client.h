// How a command reaches the desk: through the daemon's socket if one runs; otherwise, for verbs that only
// look, directly on the store, opened for reading. Not thread safe.
#pragma once

#include <memory>
#include <string>

#include "base/value.h"
#include "daemon/site.h"

namespace mailroom::daemon {

class DeskClient {
 public:
  static DeskClient for_site(const Site& site);
  DeskClient(DeskClient&&) noexcept;
  ~DeskClient();

  // Throws Error as the desk threw it; Error{usage, "daemon_not_running"} for a verb that needs the daemon.
  Value call(const std::string& verb, const Context& arguments = {});
  bool is_running() const;

 private:
  struct Implementation;
  explicit DeskClient(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::daemon
