#include "daemon/supervision.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>

#include "base/file.h"
#include "daemon/notify.h"
#include "daemon/site_watch.h"

namespace mailroom::daemon {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kQuiet{1000};       // after a change, before it is taken over
constexpr milliseconds kSettledLook{100};  // with `once`
constexpr milliseconds kLongest{3'600'000};

sigset_t signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

uint64_t monotonic_microseconds() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000 + static_cast<uint64_t>(time.tv_nsec) / 1000;
}

// Twice as often as the supervisor wants to hear from us; none: it does not (sd_watchdog_enabled(3)).
std::optional<milliseconds> watchdog_interval() {
  const char* text = std::getenv("WATCHDOG_USEC");
  const char* of = std::getenv("WATCHDOG_PID");
  if (text == nullptr || (of != nullptr && std::to_string(::getpid()) != of)) return {};
  int64_t microseconds = 0;
  const std::string_view digits = text;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), microseconds).ec != std::errc() ||
      microseconds <= 0) {
    return {};
  }
  return std::max(milliseconds(microseconds / 2000), milliseconds(1));
}

void reload(Daemon& daemon, SiteWatch& watch) {
  notify_supervisor("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_microseconds()));
  const bool is_taken_over = daemon.reload();
  watch.follow();
  notify_supervisor(is_taken_over ? "READY=1\nSTATUS=running"
                                  : "READY=1\nSTATUS=running; what changed is wrong and was not taken over");
}

}  // namespace

void block_signals() {
  const sigset_t set = signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

bool supervise(Daemon& daemon, const Site& site, bool once) {
  const sigset_t set = signals();
  const FileDescriptor signalled(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  SiteWatch watch(site.folder);
  const auto watchdog = watchdog_interval();
  daemon.start();
  notify_supervisor("READY=1");
  uint64_t noticed = 0;  // when the last change was seen that is not taken over yet; 0: none is
  for (;;) {
    std::array<pollfd, 2> waited = {{{signalled.get(), POLLIN, 0}, {watch.descriptor(), POLLIN, 0}}};
    milliseconds timeout = watchdog.value_or(kLongest);
    if (noticed != 0) timeout = std::min(timeout, kQuiet);
    if (once) timeout = std::min(timeout, kSettledLook);
    ::poll(waited.data(), waited.size(), static_cast<int>(timeout.count()));
    signalfd_siginfo signal{};
    const bool is_signal = ::read(signalled.get(), &signal, sizeof signal) == sizeof signal;
    if (is_signal && signal.ssi_signo != SIGHUP) break;
    if (watchdog && daemon.is_well()) notify_supervisor("WATCHDOG=1");
    if (watch.take_notices()) noticed = monotonic_microseconds();
    const uint64_t quiet = noticed == 0 ? 0 : monotonic_microseconds() - noticed;
    if (is_signal || quiet >= static_cast<uint64_t>(kQuiet.count()) * 1000) {
      noticed = 0;
      reload(daemon, watch);
    }
    if (once && daemon.is_settled()) break;
  }
  notify_supervisor("STOPPING=1");
  return daemon.stop();
}

}  // namespace mailroom::daemon
