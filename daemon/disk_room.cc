#include "daemon/disk_room.h"

#include <sys/statvfs.h>

#include <limits>

#include "base/log.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

std::string megabytes(uint64_t bytes) {
  return with_thousands(static_cast<long long>(bytes >> 20)) + " MB";
}

}  // namespace

std::string DiskRoom::lack() {
  const uint64_t free = free_bytes_();
  const std::lock_guard lock(mutex_);
  const bool was_lacking = is_lacking_;
  is_lacking_ = free < keep_free_ + (was_lacking ? keep_free_ / 10 : 0);
  if (is_lacking_ && !was_lacking) {
    log::error("intake_paused",
               {{"free_mb", std::to_string(free >> 20)}, {"keep_mb", std::to_string(keep_free_ >> 20)}});
  } else if (was_lacking && !is_lacking_) {
    log::info("intake_resumed", {{"free_mb", std::to_string(free >> 20)}});
  }
  if (!is_lacking_) return {};
  return "paused, " + megabytes(free) + " free on the disk and " + megabytes(keep_free_) +
         " are kept; nothing is lost, it goes on by itself once there is room";
}

uint64_t free_bytes_at(const std::string& folder) {
  struct statvfs disk;
  if (::statvfs(folder.c_str(), &disk) != 0) return std::numeric_limits<uint64_t>::max();
  return static_cast<uint64_t>(disk.f_bavail) * disk.f_frsize;
}

}  // namespace mailroom::daemon
