// Stops intake before a full disk hurts: below so much free space nothing more is taken in (files wait in
// their folders, where they are safe), and what came in already has room to be finished. Intake resumes a
// tenth above, so that it does not flutter. Thread safe.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

namespace mailroom::daemon {

class DiskRoom {
 public:
  // `free_bytes`: of the disk that the site's data is on; see free_bytes_at().
  DiskRoom(uint64_t keep_free, std::function<uint64_t()> free_bytes)
      : free_bytes_(std::move(free_bytes)), keep_free_(keep_free) {}

  // Empty: there is room. Otherwise why intake rests, for a person. Logs when it changes.
  std::string lack();
  void keep(uint64_t free) {
    const std::lock_guard lock(mutex_);
    keep_free_ = free;
  }

 private:
  const std::function<uint64_t()> free_bytes_;
  std::mutex mutex_;  // of the following
  uint64_t keep_free_;
  bool is_lacking_ = false;
};

// What an unprivileged process may still write there (statvfs(3)); everything if the disk does not say.
uint64_t free_bytes_at(const std::string& folder);

}  // namespace mailroom::daemon
