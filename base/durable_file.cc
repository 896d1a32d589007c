// The steps of writing a file whole, for those that must last and (base/file.h's write_file) those that need
// not.
#include "base/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.h"
#include "base/file.h"

namespace mailroom {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void cannot_sync(const fs::path& path) {
  const int reason = errno;
  throw Error(Fault::machine, std::string(reason == EIO ? kSyncFailed : "file_unwritable"),
              "cannot be synced to disk: " + system_reason(reason), path.string(),
              "check the disk; what is not on it is done again from what is");
}

[[noreturn]] void cannot_write(const fs::path& path) {
  const int reason = errno;
  throw Error(Fault::machine, reason == ENOSPC || reason == EDQUOT ? "disk_full" : "file_unwritable",
              "cannot be written: " + system_reason(reason), path.string(),
              reason == ENOENT ? "make the folder first" : "check the rights and the free space");
}

// The step, unless a test makes it fail: what it returns, or -1 with errno.
template <typename Step>
int take(const Failpoint* failpoint, Step step) {
  if (const int error = failpoint != nullptr ? failpoint->hit() : 0; error != 0) {
    errno = error;
    return -1;
  }
  return step();
}

void write_all(int fd, std::string_view bytes, const Failpoint* failpoint, const fs::path& path) {
  while (!bytes.empty()) {
    const ptrdiff_t allowed =
        failpoint != nullptr ? failpoint->hit_write(bytes.size()) : static_cast<ptrdiff_t>(bytes.size());
    const ssize_t count = allowed < 0 ? -1 : ::write(fd, bytes.data(), static_cast<size_t>(allowed));
    if (count < 0) {
      if (errno == EINTR) continue;
      cannot_write(path);
    }
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

// Removed unless it got its name.
struct TemporaryName {
  std::string name;
  bool is_named = false;
  ~TemporaryName() {
    if (!is_named) ::unlink(name.c_str());
  }
};

// `steps`: null for a file that need not last.
void write_whole(const fs::path& path, std::string_view bytes, const FileFailpoints* steps, unsigned mode) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  TemporaryName temporary{(folder / ("." + path.filename().string() + ".XXXXXX")).string()};
  FileDescriptor fd(::mkostemp(temporary.name.data(), O_CLOEXEC));
  if (!fd.is_open()) cannot_write(path);
  if (::fchmod(fd.get(), mode) != 0) cannot_write(path);
  write_all(fd.get(), bytes, steps ? &steps->write : nullptr, path);
  if (steps && take(&steps->sync, [&] { return ::fsync(fd.get()); }) != 0) cannot_sync(path);
  fd.reset();
  const auto rename = [&] { return ::rename(temporary.name.c_str(), path.c_str()); };
  if (take(steps ? &steps->rename : nullptr, rename) != 0) cannot_write(path);
  temporary.is_named = true;
  if (!steps) return;
  if (take(&steps->sync_folder, [] { return 0; }) != 0) cannot_sync(folder);
  sync_folder(folder);
}

}  // namespace

void write_file(const fs::path& path, std::string_view bytes, unsigned mode) {
  write_whole(path, bytes, nullptr, mode);
}

void write_durably(const fs::path& path, std::string_view bytes, const FileFailpoints& failpoints,
                   unsigned mode) {
  write_whole(path, bytes, &failpoints, mode);
}

void sync_folder(const fs::path& folder) {
  const FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.is_open() || ::fsync(fd.get()) != 0) cannot_sync(folder);
}

void DurableFolders::make(const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  if (durable_.count(folder) != 0) return;
  make_folder(folder);
  const fs::path below = folder.lexically_relative(root_);
  if (!below.empty() && *below.begin() != "..") {
    for (fs::path at = folder; at != root_ && at.has_relative_path(); at = at.parent_path()) {
      sync_folder(at.parent_path());
    }
  }
  durable_.insert(folder);
}

}  // namespace mailroom
