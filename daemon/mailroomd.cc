// mailroomd: serves one site until it is told to stop.
#include <malloc.h>

#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/local_time.h"
#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/daemon_options.h"
#include "daemon/site.h"
#include "daemon/supervision.h"

namespace {

using namespace mailroom;

std::string usage() {
  std::string text =
      "usage: mailroomd [--site DIR] [--once]\n"
      "\n"
      "Serves the site in DIR, or the one around the current folder, until SIGTERM or SIGINT.\n";
  for (const daemon::DaemonOption& option : daemon::kDaemonOptions) {
    text += "  " + std::string(option.name) + std::string(15 - option.name.size(), ' ') +
            std::string(option.meaning) + "\n";
  }
  return text + "Ask it with: mailroom status\n";
}

struct Arguments {
  std::string site = ".";
  bool once = false;
};

Arguments parse(int count, char** texts) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string text = texts[i];
    if (text == "--help" || text == "-h") {
      std::cout << usage();
      std::exit(0);
    } else if (text == "--version") {
      std::cout << "mailroomd " MAILROOM_VERSION "\n";
      std::exit(0);
    } else if (text == "--failpoints") {
      for (const std::string& name : failpoint_names()) std::cout << name << "\n";
      std::exit(0);
    } else if (text == "--once") {
      arguments.once = true;
    } else if (text == "--site" && i + 1 < count) {
      arguments.site = texts[++i];
    } else if (text.rfind("--site=", 0) == 0) {
      arguments.site = text.substr(7);
    } else {
      throw Error(Fault::usage, "wrong_use", "unknown argument '" + text + "'", {}, "see: mailroomd --help");
    }
  }
  return arguments;
}

// Only here and only from the environment: whoever sets that may end the daemon anyway.
void arm_failpoints_of_environment() {
  const char* specification = std::getenv("MAILROOM_FAILPOINTS");
  if (specification == nullptr || *specification == '\0') return;
  arm_failpoints(specification);
  log::warning("failpoints_armed", {{"failpoints", specification}});
}

// Each thread takes up a document, lets go of it and takes up the next. By default its memory would go back
// to the system between any two: with several threads that stops every processor, and was a quarter of the
// daemon's work. What is larger than a page's worth of text and pictures still goes back at once.
void keep_memory() {
  constexpr int kOfEachArena = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, kOfEachArena);
  ::mallopt(M_TRIM_THRESHOLD, kOfEachArena);
}

void serve(const Arguments& arguments) {
  const daemon::Site site = daemon::open_site(arguments.site);
  use_time_zone(site.time_zone);
  const SystemClock clock;
  daemon::block_signals();
  daemon::Daemon daemon(site, clock);
  // What did not end in time was handed back; its thread still runs, and ends with the process.
  if (!daemon::supervise(daemon, site, arguments.once)) std::_Exit(0);
}

}  // namespace

int main(int count, char** texts) {
  keep_memory();
  try {
    const Arguments arguments = parse(count, texts);
    arm_failpoints_of_environment();
    serve(arguments);
    return 0;
  } catch (const Error& error) {
    std::cerr << "mailroomd: " << error.what() << "\n";
    if (!error.hint().empty()) std::cerr << "  " << error.hint() << "\n";
    return static_cast<int>(error.fault());
  } catch (const std::exception& error) {
    std::cerr << "mailroomd: " << error.what() << "\n";
    return static_cast<int>(Fault::machine);
  }
}
