#include "daemon/disk_room.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"

namespace mailroom::daemon {
namespace {

constexpr uint64_t kMegabyte = 1 << 20;

TEST(DiskRoom, PausesIntakeBelowWhatIsKeptFreeAndResumesATenthAbove) {
  uint64_t free = 2000 * kMegabyte;
  DiskRoom room(1000 * kMegabyte, [&] { return free; });
  EXPECT_EQ(room.lack(), "");
  free = 999 * kMegabyte;
  EXPECT_THAT(room.lack(), testing::StartsWith("paused, 999 MB free on the disk and 1,000 MB are kept"));
  free = 1050 * kMegabyte;  // a little room is no reason to flutter
  EXPECT_NE(room.lack(), "");
  free = 1100 * kMegabyte;
  EXPECT_EQ(room.lack(), "");
  free = 1050 * kMegabyte;
  EXPECT_EQ(room.lack(), "");
}

TEST(DiskRoom, AsksTheDisk) {
  const TemporaryFolder folder;
  EXPECT_GT(free_bytes_at(folder.path().string()), 0u);
}

}  // namespace
}  // namespace mailroom::daemon
