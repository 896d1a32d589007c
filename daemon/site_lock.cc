#include "daemon/site_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/durable_file.h"
#include "base/error.h"

namespace mailroom::daemon {

namespace fs = std::filesystem;

FileDescriptor lock_of(const Site& site) {
  // On disk before anything in it: a power cut would take the store away with its folder's name.
  const fs::path below = site.data.lexically_relative(site.folder);
  const bool is_ours = !below.empty() && *below.begin() != "..";
  DurableFolders(is_ours ? site.folder : site.data.parent_path()).make(site.data);
  std::error_code ignored;
  fs::permissions(site.data, fs::perms::owner_all | fs::perms::group_exec, ignored);
  const fs::path file = site.data / "mailroom.lock";
  FileDescriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.is_open()) {
    throw Error(Fault::machine, "folder_unwritable", "cannot write: " + system_reason(errno), file.string(),
                "let the daemon's user write in the site's data folder");
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    throw Error(Fault::usage, "already_running", "a daemon serves this site already", site.folder.string(),
                "stop it first, or ask it: mailroom status");
  }
  return lock;
}

}  // namespace mailroom::daemon
