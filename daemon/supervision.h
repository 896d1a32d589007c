// The life of a daemon that runs: what signals, changed files and a supervisor have it do.
//
//   SIGTERM, SIGINT   stop: work in hand is finished, or handed back when the site's stop_within is over
//   SIGHUP, or a file of the site changed and then a second of quiet   reload; a wrong one is refused
//   $NOTIFY_SOCKET, $WATCHDOG_USEC   readiness, reloads, stops, and that it is well, as sd_notify(3) says
#pragma once

#include "daemon/daemon.h"

namespace mailroom::daemon {

// Blocks the signals in this thread and all that it starts: they are taken by waiting, no handler runs
// anywhere.
void block_signals();

// Starts the daemon and returns when it is to end, stopped. With `once` that is when nothing is left to do.
// False: something did not end in time (Daemon::stop).
bool supervise(Daemon& daemon, const Site& site, bool once);

}  // namespace mailroom::daemon
