// Files and folders that survive a power cut: what write_file() does, with the fsyncs that make it last, each
// step a place where a test may fail it (base/failpoint.h). Thread safe.
#pragma once

#include <filesystem>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>

#include "base/failpoint.h"

namespace mailroom {

// The code of an Error{machine} after fsync said EIO: the kernel has dropped what it could not write, and the
// next fsync says that all is well (fsync(2)). What this process wrote is not to be believed any more: who
// keeps promises ends itself and starts again from what the disk has.
inline constexpr std::string_view kSyncFailed = "sync_failed";

// As write_file(); file and folder are fsynced before it returns. Error{machine, "file_unwritable" |
// "disk_full" | kSyncFailed}. The failpoints are the caller's own, so that a test can tell whose file it
// hurts.
void write_durably(const std::filesystem::path& path, std::string_view bytes,
                   const FileFailpoints& failpoints, unsigned mode = 0644);
// fsync of a folder, which makes a created or renamed name durable. Error{machine, "file_unwritable" |
// kSyncFailed}.
void sync_folder(const std::filesystem::path& folder);

// Makes folders whose names are on disk: each, and those it is in below `root`, whoever made them (a process
// killed between making and syncing leaves a folder that is there but not on disk). Once a process and
// folder, so that asking again costs a look-up. Folders outside `root` are somebody else's: made, not synced.
class DurableFolders {
 public:
  explicit DurableFolders(std::filesystem::path root) : root_(std::move(root)) {}
  // Error{machine, "folder_unwritable" | "file_unwritable" | kSyncFailed}.
  void make(const std::filesystem::path& folder);

 private:
  std::filesystem::path root_;
  std::mutex mutex_;
  std::set<std::filesystem::path> durable_;
};

}  // namespace mailroom
