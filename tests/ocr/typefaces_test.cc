// Blanks whose PDF names Helvetica without bringing it: paper comes printed in Helvetica's twins and in
// Arial's.
#include <gtest/gtest.h>

#include "ocr/reader/ink.h"
#include "ocr/reader/pdf_file.h"
#include "ocr/reader/pdf_pages.h"
#include "ocr/reader/read_document.h"
#include "tests/ocr/council_form.h"

namespace mailroom::ocr::reader {
namespace {

// The PDF as somebody prints it who has Liberation; empty if it is the same there.
std::string printed_in_liberation(const std::string& pdf) {
  return PdfFile(pdf, {}).without_entries_in_liberation().value_or("");
}

std::string scanned(const std::string& pdf) {
  return small_document({scan_page(100)}, picture_object(100, picture_of_page(pdf, 0, 200)));
}

TEST(Typefaces, LetPaperThatWasPrintedInEitherTwinBeTheEditionThatItIs) {
  const TemporaryFolder folder;
  const std::vector<Form> forms = council_forms(folder);
  const InkReader ink(forms);
  const DocumentReader reader(forms, &ink);
  for (const std::string year : {"2025", "2026"}) {
    const std::string page = small_document({{first_page(year)}});
    const std::string elsewhere = printed_in_liberation(page);
    ASSERT_FALSE(elsewhere.empty());
    for (const std::string& pdf : {page, elsewhere}) {
      const DocumentReading reading = reader.read(scanned(pdf), "x");
      ASSERT_EQ(reading.pages.size(), 1u);
      EXPECT_EQ(reading.pages[0].form, "council-" + year) << reading.pages[0].why;
      for (const FieldReading& field : reading.fields)
        EXPECT_TRUE(field.text.empty()) << field.id << field.text;
    }
  }
}

TEST(Typefaces, KeepTheirWidthsSoThatWordsStayWhereTheyWere) {
  const std::string page = small_pdf(claim_words("2026"));
  const std::string elsewhere = printed_in_liberation(page);
  const auto here = PdfPages(page, {1}).words(0), there = PdfPages(elsewhere, {1}).words(0);
  ASSERT_EQ(here.size(), there.size());
  for (size_t i = 0; i < here.size(); ++i) {
    EXPECT_EQ(here[i].text, there[i].text);
    EXPECT_NEAR(here[i].zone.x0, there[i].zone.x0, 0.5);
    EXPECT_NEAR(here[i].zone.x1, there[i].zone.x1, 0.5);
  }
}

TEST(Typefaces, LeaveFontsAloneThatNobodyHasATwinOf) {
  EXPECT_EQ(
      printed_in_liberation("%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                            "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
                            "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 5 0 R"
                            "/G 6 0 R>>>>>> endobj\n"
                            "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>> endobj\n"
                            "6 0 obj <</Type/Font/Subtype/TrueType/BaseFont/ArialNarrow>> endobj\n"
                            "trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"),
      "");
}

}  // namespace
}  // namespace mailroom::ocr::reader
