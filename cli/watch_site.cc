#include "cli/watch_site.h"

#include <poll.h>

#include <chrono>
#include <ostream>

#include "base/error.h"
#include "cli/command.h"
#include "cli/interruption.h"
#include "daemon/site_watch.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

namespace {

constexpr int kLookMilliseconds = 200;  // for other files and Ctrl-C
constexpr int kQuietMilliseconds = 30;  // an editor writes in several steps

std::vector<fs::file_time_type> times_of(const std::vector<std::string>& files) {
  std::vector<fs::file_time_type> times;
  for (const std::string& file : files) {
    std::error_code missing;
    times.push_back(fs::last_write_time(file, missing));
  }
  return times;
}

bool is_told(const daemon::SiteWatch& watch, int milliseconds) {
  pollfd notices{watch.descriptor(), POLLIN, 0};
  return poll(&notices, 1, milliseconds) > 0;
}

// False: Ctrl-C came first.
bool await_change(daemon::SiteWatch& watch, const std::vector<std::string>& others,
                  const std::vector<fs::file_time_type>& times, const Interruption& interruption) {
  while (!interruption.is_wished()) {
    const bool is_changed = is_told(watch, kLookMilliseconds) && watch.take_notices();
    if (!is_changed && times_of(others) == times) continue;
    while (is_told(watch, kQuietMilliseconds)) watch.take_notices();
    watch.follow();
    return true;
  }
  return false;
}

}  // namespace

int watch_site(const fs::path& site, const std::vector<std::string>& others, Program& program,
               const std::function<void()>& action) {
  const Interruption interruption;
  daemon::SiteWatch watch(site);
  for (;;) {
    const auto times = times_of(others);  // before, so that what is saved meanwhile counts
    const auto begin = std::chrono::steady_clock::now();
    try {
      action();
    } catch (const Error& error) {
      report(error, "mailroom dry-run", program);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.2f", took.count());
    program.out.flush();
    program.err << "in " << seconds << " s; watching " << site.string() << ", Ctrl-C ends it\n";
    if (!await_change(watch, others, times, interruption)) break;
  }
  return kFine;
}

}  // namespace mailroom::cli
