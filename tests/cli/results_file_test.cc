#include "cli/results_file.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace mailroom::cli {
namespace {

const std::vector<std::string> kFiles = {"a.tif", "b.tif", "mail.eml"};

std::string line(const std::string& file) {
  return "{\"file\": \"" + file + "\", \"fields\": []}\n";
}

struct Results {
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "results.jsonl";
  ResultsFile after(const std::string& content) const {
    write_file(path, content);
    return ResultsFile::resume(path, kFiles);
  }
};

TEST(ResultsFile, KnowsWhatAFormerRunRead) {
  const Results here;
  const ResultsFile results = here.after(line("a.tif") + line("mail.eml: claim.pdf"));
  EXPECT_TRUE(results.has("a.tif"));
  EXPECT_FALSE(results.has("b.tif"));
  EXPECT_TRUE(results.has("mail.eml"));
}

TEST(ResultsFile, GoesOnBehindWhatIsThere) {
  const Results here;
  here.after(line("a.tif")).append(line("b.tif"));
  EXPECT_EQ(read_file(here.path), line("a.tif") + line("b.tif"));
}

TEST(ResultsFile, TakesBackTheLineThatAKilledRunLeftHalf) {
  const Results here;
  ResultsFile results = here.after(line("a.tif") + line("mail.eml: 1.pdf") + "{\"file\": \"mail.eml: 2.p");
  EXPECT_TRUE(results.has("a.tif"));
  EXPECT_FALSE(results.has("mail.eml"));  // its second part may be what is missing
  results.append(line("b.tif"));
  EXPECT_EQ(read_file(here.path), line("a.tif") + line("b.tif"));
}

TEST(ResultsFile, ANewOneIsNotWrittenOverAnother) {
  const Results here;
  write_file(here.path, "hours of work");
  try {
    ResultsFile::create(here.path, "");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "file_exists");
  }
  EXPECT_EQ(read_file(here.path), "hours of work");
}

TEST(ResultsFile, RefusesAFileOfSomethingElse) {
  const Results here;
  try {
    here.after("shopping list\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "not_results");
    EXPECT_EQ(error.where(), here.path.string() + ":1");
  }
  EXPECT_EQ(read_file(here.path), "shopping list\n");
}

}  // namespace
}  // namespace mailroom::cli
