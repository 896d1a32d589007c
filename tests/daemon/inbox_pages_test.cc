// Every kind of inbox has a page in docs/inboxes, and the settings shown on it load as they stand there.
#include <gtest/gtest.h>

#include "base/file.h"
#include "daemon/site.h"

namespace mailroom::daemon {
namespace {

// What stands between "```yaml" and "```".
std::vector<std::string> examples_of(const std::string& kind) {
  constexpr std::string_view kBegin = "```yaml\n", kEnd = "```";
  const auto docs = std::filesystem::path(MAILROOM_SOURCE) / "docs" / "inboxes";
  const std::string page = read_file(docs / (kind + ".md"));
  std::vector<std::string> found;
  for (size_t at = page.find(kBegin); at != std::string::npos; at = page.find(kBegin, at)) {
    at += kBegin.size();
    found.push_back(page.substr(at, page.find(kEnd, at) - at));
  }
  return found;
}

class InboxPage : public testing::TestWithParam<std::string> {};

TEST_P(InboxPage, ShowsSettingsThatLoad) {
  const std::vector<std::string> examples = examples_of(GetParam());
  EXPECT_GE(examples.size(), 2u);
  for (const std::string& example : examples) {
    SCOPED_TRACE(example);
    const TemporaryFolder folder;
    write_file(folder.path() / kSiteFile, example);
    std::vector<Diagnostic> problems;
    const auto site = load_site(folder.path(), problems);
    ASSERT_TRUE(site) << problems.at(0).message;
    const InboxSettings& inbox = site->inboxes.back();
    EXPECT_EQ(inbox.mailbox.has_value(), GetParam() == "imap");
    EXPECT_EQ(inbox.upload.has_value(), GetParam() == "http");
    EXPECT_EQ(inbox.remote.has_value(), GetParam() == "sftp");
  }
}

// What the pages have in common.
TEST(InboxesPage, ShowsSettingsThatLoad) {
  const std::vector<std::string> examples = examples_of("../inboxes");
  EXPECT_GE(examples.size(), 1u);
  for (const std::string& example : examples) {
    SCOPED_TRACE(example);
    const TemporaryFolder folder;
    write_file(folder.path() / kSiteFile, example);
    std::vector<Diagnostic> problems;
    ASSERT_TRUE(load_site(folder.path(), problems)) << problems.at(0).message;
  }
}

INSTANTIATE_TEST_SUITE_P(All, InboxPage, testing::Values("folder", "imap", "http", "sftp"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace mailroom::daemon
