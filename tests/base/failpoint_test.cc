#include "base/failpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>

#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"

namespace mailroom {
namespace {

namespace fs = std::filesystem;

// Armed ones stay armed: each test has its own.
const Failpoint kUntouched("test.untouched"), kThird("test.third"), kLasting("test.lasting"),
    kKilled("test.killed");
const FileFailpoints kFile("test_file"), kShort("test_short"), kLost("test_lost"), kFull("test_full");

std::string code_of(const std::function<void()>& call) {
  try {
    call();
    return "";
  } catch (const Error& error) {
    return error.code();
  }
}

TEST(Failpoint, DoesNothingUnlessArmed) {
  EXPECT_EQ(kUntouched.hit(), 0);
  EXPECT_EQ(kUntouched.hit_write(100), 100);
}

TEST(Failpoint, FailsOnThePassingThatWasNamedOnly) {
  arm_failpoints("test.third=error:EROFS@3");
  EXPECT_EQ(kThird.hit(), 0);
  EXPECT_EQ(kThird.hit(), 0);
  EXPECT_EQ(kThird.hit(), EROFS);
  EXPECT_EQ(kThird.hit(), 0);
}

TEST(Failpoint, FailsFromAPassingOnIfItLasts) {
  arm_failpoints("test.lasting=error:ENOSPC@2+");
  EXPECT_EQ(kLasting.hit(), 0);
  EXPECT_EQ(kLasting.hit(), ENOSPC);
  EXPECT_EQ(kLasting.hit(), ENOSPC);
}

TEST(FailpointDeathTest, KillsAsKillDoes) {
  EXPECT_EXIT(
      {
        arm_failpoints("test.killed=kill");
        kKilled.hit();
      },
      testing::KilledBySignal(SIGKILL), "");
}

TEST(Failpoint, SaysWhatIsWrongWithAnOrder) {
  EXPECT_EQ(code_of([] { arm_failpoints("test.thrid=kill"); }), "failpoint_unknown");
  for (const char* wrong : {"test.third", "test.third=explode", "test.third=error:EWHAT", "test.third=kill@0",
                            "test.third=kill@x"})
    EXPECT_EQ(code_of([&] { arm_failpoints(wrong); }), "failpoint_invalid") << wrong;
  EXPECT_EQ(code_of([] { arm_failpoints(""); }), "");
}

TEST(Failpoint, IsInTheProgramsList) {
  EXPECT_THAT(failpoint_names(),
              testing::IsSupersetOf({"test.third", "test_file.write", "test_file.sync_folder"}));
}

TEST(WriteDurably, WritesAllOfItWhenAWriteIsShort) {
  const TemporaryFolder folder;
  arm_failpoints("test_short.write=short-write");
  write_durably(folder.path() / "a.txt", "all of it", kShort);
  EXPECT_EQ(read_file(folder.path() / "a.txt"), "all of it");
}

TEST(WriteDurably, LeavesTheOldFileAndNoTemporaryWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.txt", "old");
  arm_failpoints("test_full.write=error:ENOSPC");
  EXPECT_EQ(code_of([&] { write_durably(folder.path() / "a.txt", "new", kFull); }), "disk_full");
  EXPECT_EQ(read_file(folder.path() / "a.txt"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(WriteDurably, TellsAFailedFsyncFromEveryOtherFailure) {
  const TemporaryFolder folder;
  arm_failpoints("test_lost.sync=error:EIO,test_lost.sync_folder=error:EIO");
  const auto write = [&] { write_durably(folder.path() / "a.txt", "new", kLost); };
  EXPECT_EQ(code_of(write), kSyncFailed);  // of the file
  EXPECT_FALSE(fs::exists(folder.path() / "a.txt"));
  EXPECT_EQ(code_of(write), kSyncFailed);  // of the folder
  EXPECT_EQ(code_of(write), "");
}

TEST(DurableFolders, MakeWhatIsMissingOnce) {
  const TemporaryFolder folder;
  DurableFolders folders(folder.path());
  folders.make(folder.path() / "a" / "b");
  EXPECT_TRUE(fs::is_directory(folder.path() / "a" / "b"));
  fs::remove_all(folder.path() / "a");
  folders.make(folder.path() / "a" / "b");
  EXPECT_FALSE(fs::exists(folder.path() / "a")) << "known to be there: not looked at again";
}

}  // namespace
}  // namespace mailroom
