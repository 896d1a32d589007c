// Pages whose barcodes say which form's they are, hold a field's value, or separate the documents of a batch:
// the whole reader on drawn forms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"
#include "ocr/specimen/code.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kPoints = 72.0 / kBlankDpi;

// Modules of `module` pixels at (x, y).
void print_code(Raster& page, CodeKind kind, const std::string& text, int x, int y, int module) {
  const specimen::PrintedCode code = specimen::encode(kind, text);
  const int height = code.is_bars() ? 70 : module;
  for (int row = 0; row < code.height; ++row) {
    for (int column = 0; column < code.width; ++column) {
      if (code.is_dark(column, row))
        pixRasterop(page.get(), x + column * module, y + row * height, module, height, PIX_SET, nullptr, 0,
                    0);
    }
  }
}

std::string tiff_of(const std::vector<const Raster*>& pages) {
  PIXA* all = pixaCreate(0);
  for (const Raster* page : pages) pixaAddPix(all, page->get(), L_COPY);
  l_uint8* data = nullptr;
  size_t size = 0;
  pixaWriteMemMultipageTiff(&data, &size, all);
  std::string bytes(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  pixaDestroy(&all);
  return bytes;
}

class CodedPages : public testing::Test {
 protected:
  CodedPages() : blanks_{draw_blank(1, "Claim 2025"), draw_blank(2, "Claim 2026")} {
    for (const int year : {2025, 2026}) {
      const Raster& blank = blanks_[static_cast<size_t>(year - 2025)];
      Form form = drawn_form(folder_, "claim-" + std::to_string(year), blank);
      form.code = ExpectedCode{{}, "CLAIM/" + std::to_string(year) + "/([0-9])"};
      Field reference = field_at("reference", FieldType::text, 820, 40, 760, 120);
      reference.barcode = ExpectedCode{{CodeKind::code128}, "REF([0-9]{8})"};
      form.fields.push_back(reference);
      forms_.push_back(std::move(form));
    }
    Form separator;
    separator.id = "separator";
    separator.layout = Form::Layout::separator;
    separator.code = ExpectedCode{{}, "NEXT DOCUMENT"};
    forms_.push_back(separator);
    ink_ = std::make_unique<InkReader>(forms_);
    reader_ = std::make_unique<DocumentReader>(forms_, ink_.get());
  }

  // A claim of that year, with these codes on it: of its form (none if empty), of its field.
  Raster claim(int year, const std::string& code, const std::string& reference) const {
    Raster page(pixCopy(nullptr, blanks_[static_cast<size_t>(year - 2025)].get()));
    if (!code.empty()) print_code(page, CodeKind::data_matrix, code, 1380, 2200, 5);
    if (!reference.empty()) print_code(page, CodeKind::code128, reference, 860, 60, 4);
    return page;
  }
  static Raster separator() {
    Raster page(pixCreate(kDrawnWidth, kDrawnHeight, 1));
    write_text(page, 500, 400, "Separator sheet", 20);
    print_code(page, CodeKind::code128, "NEXT DOCUMENT", 400, 1000, 4);
    return page;
  }
  DocumentReading read(const std::vector<const Raster*>& pages) const {
    return reader_->read(tiff_of(pages), "x.tif");
  }
  DocumentReading read(const Raster& page) const { return read({&page}); }

  TemporaryFolder folder_;
  Raster blanks_[2];
  std::vector<Form> forms_;
  std::unique_ptr<InkReader> ink_;
  std::unique_ptr<DocumentReader> reader_;
};

TEST_F(CodedPages, AreTheFormsThatTheirCodeAndPrintSay) {
  const DocumentReading r = read(scanned(claim(2026, "CLAIM/2026/1", "REF20471155"), 0.8, 6, -4));
  ASSERT_EQ(r.pages.size(), 1u);
  EXPECT_EQ(r.pages[0].form, "claim-2026") << r.pages[0].why;
  EXPECT_GE(r.pages[0].confidence, 0.9999);
  EXPECT_EQ(r.pages[0].codes.size(), 2u);
  ASSERT_EQ(r.fields.size(), 1u);
  EXPECT_EQ(r.fields[0].value, Value("20471155"));
  EXPECT_EQ(r.fields[0].source, Source::barcode);
  EXPECT_TRUE(r.fields[0].accepted);
}

TEST_F(CodedPages, ThatLieUpsideDownSayTheSameAndWhere) {
  const Raster upright = claim(2026, "CLAIM/2026/1", "REF20471155");
  const Raster turned(pixRotate180(nullptr, upright.get()));
  pixSetResolution(turned.get(), kBlankDpi, kBlankDpi);
  const DocumentReading r = read(turned);
  EXPECT_EQ(r.pages.at(0).form, "claim-2026") << r.pages.at(0).why;
  EXPECT_EQ(r.pages[0].rotation, 180);
  EXPECT_EQ(r.fields.at(0).value, Value("20471155"));
  EXPECT_NEAR(r.fields[0].zone.x0, 860 * kPoints, 8);
  EXPECT_LT(r.fields[0].zone.y0, 160 * kPoints);
}

TEST_F(CodedPages, WithoutAReadableCodeAreKnownByTheirPrintAndLeaveTheFieldUnsure) {
  const DocumentReading r = read(scanned(claim(2025, "", ""), -0.6, 3, 5));
  EXPECT_EQ(r.pages.at(0).form, "claim-2025");
  EXPECT_EQ(r.fields.at(0).value, Value(""));
  EXPECT_FALSE(r.fields[0].accepted);
}

TEST_F(CodedPages, WhoseCodeAndPrintDifferWaitForAPerson) {
  const DocumentReading r = read(claim(2025, "CLAIM/2026/1", "REF20471155"));
  EXPECT_EQ(r.pages.at(0).form, "");
  EXPECT_THAT(r.pages[0].why, HasSubstr("'claim-2026'"));
  ASSERT_EQ(r.pages[0].candidates.size(), 1u);
  EXPECT_EQ(r.pages[0].candidates[0].value, Value("claim-2026"));
  EXPECT_THAT(r.fields, IsEmpty());
}

TEST_F(CodedPages, AlwaysWaitForAPersonIfTheirCodesContradictEachOther) {
  Raster page = claim(2025, "CLAIM/2026/1", "");
  print_code(page, CodeKind::qr, "CLAIM/2025/1", 60, 2150, 5);
  const DocumentReading r = read(page);
  EXPECT_EQ(r.pages.at(0).form, "");
  EXPECT_EQ(r.pages[0].candidates.size(), 2u);
}

TEST_F(CodedPages, SeparatorSheetsAreNoFormAndNotUnknown) {
  const Raster first = claim(2026, "CLAIM/2026/1", "REF20471155"), between = separator(),
               second = claim(2026, "CLAIM/2026/1", "REF20471156");
  const DocumentReading r = read({&first, &between, &second});
  ASSERT_EQ(r.pages.size(), 3u);
  EXPECT_EQ(r.pages[1].separator, "separator");
  EXPECT_EQ(r.pages[1].form, "");
  // Two claims, each once: no page of the one is a copy of the other's.
  EXPECT_EQ(r.pages[2].form, "claim-2026");
  EXPECT_EQ(r.pages[2].duplicate_of, 0);
  const DocumentReading together = read({&first, &second});
  EXPECT_EQ(together.pages.at(1).duplicate_of, 1);
}

}  // namespace
}  // namespace mailroom::ocr::reader
