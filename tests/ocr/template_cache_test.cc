// A cache that grows with each folder of templates that ever was must forget, too.
#include "ocr/template_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"

namespace mailroom::ocr {
namespace {

namespace fs = std::filesystem;

class TemplateCacheTest : public testing::Test {
 protected:
  fs::path file_of(const char* forms) const { return cache_file(folder_.path(), "forms", {fs::path(forms)}); }
  // As if it had been written or used so many days ago.
  static void make_old(const fs::path& file, int days) {
    const time_t then = state_of(file.string()).seconds - days * 24 * 3600;
    const timespec times[] = {{then, 0}, {then, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }
  TemporaryFolder folder_;
};

TEST_F(TemplateCacheTest, ForgetsWhatNobodyUsedForAQuarterOfAYear) {
  const fs::path gone = file_of("/gone"), used = file_of("/used"), foreign = folder_.path() / "notes.txt";
  for (const fs::path& file : {gone, used}) ASSERT_TRUE(write_cache_file(file, "templates"));
  write_file(foreign, "not ours");
  for (const fs::path& file : {gone, used, foreign}) make_old(file, 100);
  use_cache_file(used);
  ASSERT_TRUE(write_cache_file(file_of("/new"), "templates"));
  EXPECT_FALSE(fs::exists(gone));
  EXPECT_TRUE(fs::exists(used));
  EXPECT_TRUE(fs::exists(foreign));
}

TEST_F(TemplateCacheTest, KeepsWhatWasUsedLastMonth) {
  const fs::path file = file_of("/forms");
  ASSERT_TRUE(write_cache_file(file, "templates"));
  make_old(file, 30);
  ASSERT_TRUE(write_cache_file(file_of("/new"), "templates"));
  EXPECT_TRUE(fs::exists(file));
}

}  // namespace
}  // namespace mailroom::ocr
