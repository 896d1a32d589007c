#include "daemon/site_watch.h"

#include <sys/inotify.h>

#include <algorithm>
#include <array>

#include "daemon/kernel_notices.h"
#include "daemon/site.h"

namespace mailroom::daemon {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> kFolders = {"workflows", "forms", "rules", "letters"};
constexpr uint32_t kChanges =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR;

// Editors' own files come and go while somebody types.
bool is_of_the_site(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.back() != '~' && name != "4913";  // vim probes with it
}

}  // namespace

SiteWatch::SiteWatch(fs::path folder, std::vector<std::string> more)
    : folder_(std::move(folder)),
      folders_(std::move(more)),
      notices_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  folders_.insert(folders_.end(), kFolders.begin(), kFolders.end());
  if (!notices_.is_open()) return;
  root_ = ::inotify_add_watch(notices_.get(), folder_.c_str(),
                              IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR);
  follow();
}

void SiteWatch::follow() {
  if (!notices_.is_open()) return;
  for (const std::string& name : folders_) {
    std::error_code ignored;
    const fs::path top = folder_ / name;
    if (!fs::is_directory(top, ignored)) continue;
    ::inotify_add_watch(notices_.get(), top.c_str(), kChanges);  // the same folder again is the same watch
    for (fs::recursive_directory_iterator at(top, ignored), end; !ignored && at != end;
         at.increment(ignored)) {
      if (!at->is_directory(ignored)) continue;
      if (is_of_the_site(at->path().filename().string())) {
        ::inotify_add_watch(notices_.get(), at->path().c_str(), kChanges);
      } else {
        at.disable_recursion_pending();  // caches and the like
      }
    }
  }
}

bool SiteWatch::take_notices() {
  bool is_changed = false;
  daemon::take_notices(notices_.get(), [&](const inotify_event& event, std::string_view name) {
    const bool is_folder = std::find(folders_.begin(), folders_.end(), name) != folders_.end();
    is_changed |= event.wd == root_ ? name == kSiteFile || is_folder : is_of_the_site(name);
  });
  return is_changed;
}

}  // namespace mailroom::daemon
