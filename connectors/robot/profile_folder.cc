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

constexpr char kLock[] = ".lock", kTemporary[] = "temporary";
constexpr char kPrefix[] = "mailroom-robot-", kPattern[] = "mailroom-robot-XXXXXX";

// The lock is made after its folder: a folder without one is younger than a moment or was left by a kill
// just then. Whoever holds the parent's lock makes and sweeps alone.
FileDescriptor locked(const fs::path& file, int how) {
  FileDescriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.is_open() || ::flock(lock.get(), how) != 0) lock.reset();
  return lock;
}

// With the temporary folder that it points to.
void remove_profile(const fs::path& profile) {
  std::error_code none;
  const fs::path temporary = fs::read_symlink(profile / kTemporary, none);
  if (temporary.filename().string().starts_with(kPrefix)) fs::remove_all(temporary, none);
  fs::remove_all(profile, none);
}

fs::path made(const fs::path& pattern) {
  std::string name = pattern.string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw Error(Fault::machine, "folder_unwritable", "a folder cannot be made: " + system_reason(errno),
                pattern.parent_path().string());
  }
  return name;
}

void sweep(const fs::path& parent) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(parent, none)) {
    if (!entry.is_directory(none)) continue;
    const FileDescriptor lock = locked(entry.path() / kLock, LOCK_EX | LOCK_NB);
    if (lock.is_open()) remove_profile(entry.path());
  }
}

}  // namespace

ProfileFolder::ProfileFolder(const fs::path& site_folder) {
  const fs::path parent = fs::absolute(site_folder) / "data" / "robot" / "profiles";
  make_folder(parent);
  ::chmod(parent.c_str(), 0700);
  const FileDescriptor alone = locked(parent / kLock, LOCK_EX);
  sweep(parent);
  path_ = made(parent / "XXXXXX");
  lock_ = locked(path_ / kLock, LOCK_EX | LOCK_NB);
  std::error_code none;
  temporary_ = made(fs::temp_directory_path(none) / kPattern);
  fs::create_directory_symlink(temporary_, path_ / kTemporary, none);
}

ProfileFolder::~ProfileFolder() {
  remove_profile(path_);
}

}  // namespace mailroom::connectors
