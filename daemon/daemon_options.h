// What mailroomd may be told on its command line: for its usage text and its manual page. Constant data.
#pragma once

#include <string_view>

namespace mailroom::daemon {

struct DaemonOption {
  std::string_view name;
  std::string_view meaning;  // lower case, no full stop
};

inline constexpr DaemonOption kDaemonOptions[] = {
    {"--site DIR", "the site's folder, the one with mailroom.yaml"},
    {"--once", "work until the inboxes are empty and nothing is due, then stop"},
    {"--failpoints", "list the places at which tests hurt it (docs/reliability.md)"},
    {"--version", "say which version this is"},
};

}  // namespace mailroom::daemon
