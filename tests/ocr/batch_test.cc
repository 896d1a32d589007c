#include "ocr/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailroom::ocr {
namespace {

using testing::ElementsAre;

// "S" a separator sheet, "b" a blank sheet, "?" an unknown page with writing; else a form's id.
DocumentReading reading_of(const std::vector<std::string>& pages) {
  DocumentReading reading;
  reading.file = "batch.tif";
  for (const std::string& one : pages) {
    PageReading page;
    page.page = static_cast<int>(reading.pages.size()) + 1;
    page.ink = one == "b" ? 0.0002 : 0.05;
    if (one == "S") page.separator = "separator";
    if (one != "S" && one != "b" && one != "?") {
      page.form = one;
      page.form_page = 1;
      FieldReading field;
      field.id = "name";
      field.page = page.page;
      reading.fields.push_back(field);
    }
    reading.pages.push_back(page);
  }
  return reading;
}

std::vector<int> parts_of(const std::vector<std::string>& pages) {
  return parts_of_batch(reading_of(pages).pages);
}

TEST(Batch, IsNoneWithoutASeparatorSheet) {
  EXPECT_THAT(parts_of({"a", "?", "b", "a"}), ElementsAre(0, 0, 0, 0));
  EXPECT_EQ(split_batch(reading_of({"a", "a"})).size(), 1u);
}

TEST(Batch, BeginsADocumentAtEachSeparatorSheet) {
  EXPECT_THAT(parts_of({"a", "S", "a", "a", "S", "?"}), ElementsAre(1, 2, 2, 2, 3, 3));
}

TEST(Batch, HasNoDocumentOfSeparatorSheetsAlone) {
  EXPECT_THAT(parts_of({"S", "a", "S", "S", "a", "S"}), ElementsAre(1, 1, 2, 2, 2, 2));
  EXPECT_THAT(parts_of({"S", "S"}), ElementsAre(1, 1));
}

TEST(Batch, TakesABlankSheetAfterASeparatorForItsBackAndNoMore) {
  EXPECT_THAT(parts_of({"S", "b", "S", "a"}), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(parts_of({"S", "b", "b", "S", "a"}), ElementsAre(1, 1, 1, 2, 2));
}

TEST(Batch, LosesNoPageAndNoFieldAndKeepsTheirNumbers) {
  DocumentReading whole = reading_of({"S", "a", "S", "a", "?", "S", "a"});
  whole.missing = {{"a", 2, 2}};
  const std::vector<DocumentReading> parts = split_batch(whole);
  ASSERT_EQ(parts.size(), 3u);
  size_t pages = 0;
  for (const DocumentReading& part : parts) pages += part.pages.size();
  EXPECT_EQ(pages, whole.pages.size());
  EXPECT_EQ(parts[1].pages.front().page, 3);
  EXPECT_EQ(parts[1].fields.at(0).page, 4);
  EXPECT_EQ(parts[1].file, "batch.tif");
  EXPECT_TRUE(parts[0].missing.empty());
  EXPECT_THAT(parts[1].missing, ElementsAre(MissingPage{"a", 2, 0}));
  const DocumentReading back = join_batch(parts);
  EXPECT_EQ(to_value(back), to_value(whole));
}

TEST(Batch, OneOfItsDocumentsCanBeReadAgainAlone) {
  DocumentReading whole = reading_of({"S", "a", "S", "a", "?", "S", "a"});
  whole.missing = {{"a", 2, 2}, {"a", 3, 3}};
  const DocumentReading second = only_pages(whole, 3, 5);
  EXPECT_EQ(second.pages.size(), 3u);
  EXPECT_EQ(second.fields.size(), 1u);
  EXPECT_THAT(second.missing, ElementsAre(MissingPage{"a", 2, 0}));
}

TEST(Batch, ADocumentCutOutOfItKeepsTheNumbersOfItsSheets) {
  DocumentReading part = reading_of({"S", "award", "award"});
  part.pages[2].duplicate_of = 2;
  part.missing = {{"award", 3, 1}};
  part = numbered_from(std::move(part), 7);
  EXPECT_EQ(part.pages[0].page, 7);
  EXPECT_EQ(part.pages[2].page, 9);
  EXPECT_EQ(part.pages[2].duplicate_of, 8);
  EXPECT_EQ(part.fields[0].page, 8);
  EXPECT_EQ(part.missing[0].part, 0);
  DocumentReading unread;
  unread.failure = ReadFailure{"damaged", "it is"};
  EXPECT_TRUE(numbered_from(unread, 7).pages.empty());
}

}  // namespace
}  // namespace mailroom::ocr
