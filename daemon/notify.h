// Tells systemd how the daemon is (sd_notify(3)'s protocol: a datagram to $NOTIFY_SOCKET); without one, does
// nothing. Thread safe.
#pragma once

#include <string_view>

namespace mailroom::daemon {

void notify_supervisor(std::string_view state);

}  // namespace mailroom::daemon
