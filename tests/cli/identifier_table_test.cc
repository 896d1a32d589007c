#include "cli/identifier_table.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"

namespace mailroom::cli {
namespace {

TEST(IdentifierTable, IsWhatTheDocumentationHolds) {
  const std::string page = read_file(std::filesystem::path(MAILROOM_SOURCE) / "docs" / "identifiers.md");
  const std::string table = identifier_table();
  ASSERT_GT(page.size(), table.size());
  EXPECT_EQ(page.substr(page.size() - table.size()), table)
      << "scripts/make-docs BUILD-FOLDER writes it anew";
}

}  // namespace
}  // namespace mailroom::cli
