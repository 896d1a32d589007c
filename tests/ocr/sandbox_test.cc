// Children of the real fork server that try to get out.
#include <filesystem>

#include "base/log.h"
#include "tests/ocr/fake_reader.h"

namespace mailroom::ocr {
namespace {

using ::testing::StartsWith;

class Sandbox : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  Reader reader_{fake_reader()};
};

TEST_F(Sandbox, MakesAndChangesNoFile) {
  const std::filesystem::path there = folder_.path() / "there";
  write_file(there, "content", 0666);
  std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
  EXPECT_THAT(deed(reader_, "write " + (folder_.path() / "new").string()), StartsWith("refused"));
  EXPECT_THAT(deed(reader_, "append " + there.string()), StartsWith("refused"));
  EXPECT_THAT(deed(reader_, "delete " + there.string()), StartsWith("refused"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "new"));
  EXPECT_EQ(read_file(there), "content");
}

TEST_F(Sandbox, ReadsNothingButFontsAndData) {
  if (deed(reader_, "list /") == "done") GTEST_SKIP() << "this kernel has no Landlock: left out";
  EXPECT_THAT(deed(reader_, "read /etc/passwd"), StartsWith("refused"));
  EXPECT_THAT(deed(reader_, "read /proc/self/environ"), StartsWith("refused"));
  EXPECT_EQ(deed(reader_, "list /usr/share/fonts"), "done");
}

TEST_F(Sandbox, HasNoNetwork) {
  EXPECT_THAT(deed(reader_, "socket"), StartsWith("refused"));
  EXPECT_THAT(deed(reader_, "unix_socket"), StartsWith("refused"));
}

TEST_F(Sandbox, StartsNothing) {
  EXPECT_EQ(deed(reader_, "execute"), "[crashed]");
  EXPECT_THAT(deed(reader_, "fork"), StartsWith("refused"));
}

TEST_F(Sandbox, MakesNoCode) {
  EXPECT_THAT(deed(reader_, "code"), StartsWith("refused"));
}

TEST_F(Sandbox, SignalsNobody) {
  EXPECT_THAT(deed(reader_, "signal_parent"), StartsWith("refused"));
}

TEST_F(Sandbox, IsNotRoot) {
  EXPECT_NE(deed(reader_, "whoami"), "0");
}

TEST_F(Sandbox, HoldsTheDocumentTheAnswerAndNothingElse) {
  EXPECT_EQ(deed(reader_, "descriptors"), "5");
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_F(Sandbox, ADocumentThatWantsTooMuchMemoryIsTooLarge) {
  EXPECT_EQ(deed(reader_, "memory"), "[too_large]");
  const FileDescriptor document = document_saying("memory");
  EXPECT_EQ(reader_.read("a", document.get()).failure->message,
            "the document needs more memory than the limit of 1,024 MB");
}
#endif

}  // namespace
}  // namespace mailroom::ocr
