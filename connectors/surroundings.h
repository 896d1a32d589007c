// What a connector finds around it: its site's, the same for all of them. A plain value.
#pragma once

#include <filesystem>

#include "base/clock.h"
#include "connectors/networks.h"

namespace mailroom::connectors {

struct Surroundings {
  std::filesystem::path site_folder;  // relative paths are below it
  const Clock* clock = nullptr;       // not owned; null: the system's
  Networks private_networks = {};     // private addresses that may be connected to

  const Clock& time() const {
    static const SystemClock kSystem;
    return clock != nullptr ? *clock : kSystem;
  }
};

}  // namespace mailroom::connectors
