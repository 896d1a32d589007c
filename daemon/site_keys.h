// The keys of mailroom.yaml, as data: the loader checks against them, and documentation is printed from them.
#pragma once

#include <string_view>
#include <vector>

namespace mailroom::daemon {

struct SiteSetting {
  std::string_view key;          // path: "secrets.folder"; "inboxes.*.folder" for each inbox
  std::string_view fallback;     // what holds if it is not given, for people
  std::string_view description;  // lower case, no full stop
  std::string_view example;
};

const std::vector<SiteSetting>& site_settings();

}  // namespace mailroom::daemon
