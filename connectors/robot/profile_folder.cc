#include "connectors/robot/profile_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.h"

namespace mailroom::connectors {

namespace fs = std::filesystem;

namespace {

constexpr char kLock[] = ".lock";

// The lock is made after its folder: a folder without one is younger than a moment or was left by a kill
// just then. Whoever holds the parent's lock makes and sweeps alone.
FileDescriptor locked(const fs::path& file, int how) {
  FileDescriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.is_open() || ::flock(lock.get(), how) != 0) lock.reset();
  return lock;
}

void sweep(const fs::path& parent) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(parent, none)) {
    if (!entry.is_directory(none)) continue;
    const FileDescriptor lock = locked(entry.path() / kLock, LOCK_EX | LOCK_NB);
    if (lock.is_open()) fs::remove_all(entry.path(), none);
  }
}

}  // namespace

ProfileFolder::ProfileFolder(const fs::path& site_folder) {
  const fs::path parent = fs::absolute(site_folder) / "data" / "robot" / "profiles";
  make_folder(parent);
  ::chmod(parent.c_str(), 0700);
  const FileDescriptor alone = locked(parent / kLock, LOCK_EX);
  sweep(parent);
  std::string name = (parent / "XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw Error(Fault::machine, "folder_unwritable", "the folder cannot be made: " + system_reason(errno),
                parent.string());
  }
  path_ = name;
  lock_ = locked(path_ / kLock, LOCK_EX | LOCK_NB);
}

ProfileFolder::~ProfileFolder() {
  std::error_code none;
  fs::remove_all(path_, none);
}

}  // namespace mailroom::connectors
