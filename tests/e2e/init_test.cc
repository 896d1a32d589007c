// `mailroom init`: whole output, what it refuses, and that the site is as it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

TEST(Init, MakesASiteAndSaysTheNextCommands) {
  const TemporaryFolder folder;
  const Ran ran = run({"mailroom", "init", "my-office"}, folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "my-office: a site with one form, one workflow and three samples\n\n"
            "Next\n"
            "  cd my-office\n"
            "  mailroom check\n"
            "  mailroom test\n"
            "  mailroom dry-run workflows/garden-waste.yaml samples/1-typed.pdf\n");
  for (const char* file :
       {"mailroom.yaml", "README.md", ".gitignore", "workflows/garden-waste.yaml", "forms/gw1-2026.form.yaml",
        "forms/gw1-2026.pdf", "blanks/parking-permit.pdf", "samples/2-scanned.tif"}) {
    EXPECT_EQ(read_file(folder.path() / "my-office" / file),
              read_file(std::filesystem::path(MAILROOM_SOURCE) / "cli/starter" / file))
        << file;
  }
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "my-office/inbox"));
}

TEST(Init, OverwritesNothing) {
  const TemporaryFolder folder;
  write_file(folder.path() / "notes.txt", "mine");
  const Ran ran = run({"mailroom", "init"}, folder.path());
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom init: .: the folder is not empty, and init overwrites nothing\n"
            "  name a new folder: mailroom init my-office\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Init, AcceptsAnEmptyRepository) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / ".git");
  EXPECT_EQ(run({"mailroom", "init"}, folder.path()).code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "mailroom.yaml"));
}

TEST(Init, SaysWhyAFolderCannotBeMade) {
  const TemporaryFolder folder;
  write_file(folder.path() / "file", "in the way");
  const Ran ran = run({"mailroom", "init", "file/office"}, folder.path());
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, testing::HasSubstr("mailroom init: "));
  EXPECT_THAT(ran.err, testing::HasSubstr("not a directory"));
}

}  // namespace
}  // namespace mailroom::e2e
