// The keys of mailroom.yaml, as data: the loader checks against them, and documentation is printed from them.
#pragma once

#include <string_view>
#include <vector>

#include "base/keys.h"

namespace mailroom::daemon {

struct SiteSetting {
  std::string_view key;          // path: "secrets.folder"; "inboxes.*.folder" for each inbox
  std::string_view fallback;     // what holds if it is not given, for people
  std::string_view description;  // lower case, no full stop
  std::string_view example;
};

const std::vector<SiteSetting>& site_settings();

// The same as a table of keys, for editors: what a value may be is the loader's to say.
const Key& site_key();

}  // namespace mailroom::daemon
