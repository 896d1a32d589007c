// Parts of a batch are the pages that they were, and nothing of the others.
#include "ocr/reader/cut.h"

#include <gmock/gmock.h>
#include <leptonica/allheaders.h>
#include <tiffio.h>

#include "base/error.h"
#include "base/file.h"
#include "ocr/reader/document.h"
#include "ocr/reader/pdf_file.h"
#include "tests/ocr/small_pdf.h"

namespace mailroom::ocr::reader {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string refusal(std::string_view document, const std::vector<PageRange>& parts) {
  try {
    (void)cut(document, parts, {});
  } catch (const Error& error) {
    return error.code();
  }
  return "";
}

// How a page of a TIFF may be coded.
struct Coding {
  const char* name;
  uint16_t compression, photometric, bits, samples;
  const char* mode = "w";  // "wb": the big end first
  uint16_t predictor = 0, fill_order = 0;
};

const Coding kCodings[] = {
    {"fax, group 4", COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1},
    {"fax, low bit first", COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, "w", 0, 2},
    {"fax, group 3", COMPRESSION_CCITTFAX3, PHOTOMETRIC_MINISWHITE, 1, 1},
    {"JPEG, colour", COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 8, 3},
    {"JPEG, grey", COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 8, 1},
    {"LZW, differences", COMPRESSION_LZW, PHOTOMETRIC_RGB, 8, 3, "w", 2},
    {"deflate", COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_MINISBLACK, 8, 1},
    {"plain, 16 bits, big end", COMPRESSION_NONE, PHOTOMETRIC_MINISBLACK, 16, 1, "wb"},
};

constexpr uint32_t kSide = 64;

void write_page(TIFF* to, const Coding& coding, int page) {
  TIFFSetField(to, TIFFTAG_IMAGEWIDTH, kSide);
  TIFFSetField(to, TIFFTAG_IMAGELENGTH, kSide);
  TIFFSetField(to, TIFFTAG_BITSPERSAMPLE, coding.bits);
  TIFFSetField(to, TIFFTAG_SAMPLESPERPIXEL, coding.samples);
  TIFFSetField(to, TIFFTAG_COMPRESSION, coding.compression);
  TIFFSetField(to, TIFFTAG_PHOTOMETRIC, coding.photometric);
  TIFFSetField(to, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(to, TIFFTAG_XRESOLUTION, 300.0);
  TIFFSetField(to, TIFFTAG_YRESOLUTION, 200.0);
  TIFFSetField(to, TIFFTAG_IMAGEDESCRIPTION, "a scan of everybody");
  if (coding.compression == COMPRESSION_JPEG) TIFFSetField(to, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  if (coding.predictor != 0) TIFFSetField(to, TIFFTAG_PREDICTOR, coding.predictor);
  if (coding.fill_order != 0) TIFFSetField(to, TIFFTAG_FILLORDER, coding.fill_order);
  const size_t line = kSide * coding.bits * coding.samples / 8;
  std::string pixels(line * kSide, '\0');
  for (size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = static_cast<char>((i / line / 8 + static_cast<size_t>(page)) % 2 == 0 ? 0xf0 : 17 * page);
  TIFFSetField(to, TIFFTAG_ROWSPERSTRIP, 16);
  for (uint32_t row = 0; row < kSide; ++row) TIFFWriteScanline(to, pixels.data() + row * line, row, 0);
  TIFFWriteDirectory(to);
}

std::string tiff_of(const Coding& coding, int pages) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "made.tif").string();
  TIFF* to = TIFFOpen(path.c_str(), coding.mode);
  for (int page = 1; page <= pages; ++page) write_page(to, coding, page);
  TIFFClose(to);
  return read_file(path);
}

void expect_the_same_page(Document& whole, int page, Document& part, int page_of_part, const char* what) {
  const OpenedPage expected = whole.page(page), got = part.page(page_of_part);
  l_int32 is_same = 0;
  pixEqual(expected.image.get(), got.image.get(), &is_same);
  EXPECT_EQ(is_same, 1) << what << ", page " << page;
  EXPECT_EQ(expected.dpi_x, got.dpi_x) << what;
  EXPECT_EQ(expected.height, got.height) << what;
}

TEST(Cut, KeepsEachPageOfATiffAsItIsCoded) {
  for (const Coding& coding : kCodings) {
    const std::string bytes = tiff_of(coding, 5);
    const auto whole = open_document(bytes, {});
    ASSERT_EQ(whole->page_count(), 5) << coding.name;
    const auto parts = cut(bytes, {{1, 2}, {3, 3}, {4, 5}}, {});
    ASSERT_EQ(parts.size(), 3u);
    const auto first = open_document(parts[0], {}), last = open_document(parts[2], {});
    expect_the_same_page(*whole, 0, *first, 0, coding.name);
    expect_the_same_page(*whole, 1, *first, 1, coding.name);
    expect_the_same_page(*whole, 4, *last, 1, coding.name);
    EXPECT_LT(parts[1].size(), bytes.size() / 3) << coding.name << ": it was coded anew";
    EXPECT_THAT(parts[1], Not(HasSubstr("everybody"))) << "that is said of the whole";
  }
}

TEST(Cut, IsTheSameContentEachTime) {
  const std::string tiff = tiff_of(kCodings[0], 3);
  EXPECT_EQ(cut(tiff, {{2, 3}}, {}), cut(tiff, {{2, 3}}, {}));
  const std::string pdf = small_document({{words_at(50, 700, "one")}, {words_at(50, 700, "two")}});
  EXPECT_EQ(cut(pdf, {{2, 2}}, {}), cut(pdf, {{2, 2}}, {}));
}

TEST(Cut, TakesAPdfsPagesWithTheirWordsAndValues) {
  const std::string pdf =
      small_document({{words_at(50, 700, "first"), text_field("claim.name", "50 600 250 620", "/V(OSEI)")},
                      {words_at(50, 700, "second"), text_field("claim.name2", "50 600 250 620", "/V(LUND)")},
                      {words_at(50, 700, "third"), "", "/Rotate 90"}},
                     "", "/NeedAppearances true");
  const auto parts = cut(pdf, {{1, 1}, {2, 3}}, {});
  const auto first = open_document(parts[0], {}), second = open_document(parts[1], {});
  EXPECT_EQ(first->page(0).words.at(0).text, "first");
  EXPECT_EQ(second->page(1).words.at(0).text, "third");
  EXPECT_GT(second->page(1).width, second->page(1).height) << "its turn was lost";
  EXPECT_EQ(PdfFile(parts[0], {}).fields(0).at(0).value, "OSEI");
  EXPECT_EQ(PdfFile(parts[1], {}).fields(0).at(0).name, "claim.name2");
  EXPECT_THAT(parts[0], HasSubstr("/NeedAppearances true"));
  EXPECT_THAT(parts[0], Not(HasSubstr("LUND")));
  EXPECT_THAT(parts[1], Not(HasSubstr("OSEI")));
}

TEST(Cut, LeavesWhatLeadsToOtherPages) {
  const std::string link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[12 0 R/Fit]>>";
  const std::string fields = "/Fields[100 0 R]";
  const std::string tree =
      "100 0 obj <</T(claim)/FT/Tx/Kids[101 0 R 102 0 R]>> endobj\n"
      "101 0 obj <</Type/Annot/Subtype/Widget/T(name)/Parent 100 0 R/P 10 0 R/Rect[50 600 250 620]/V(OSEI)>> "
      "endobj\n"
      "102 0 obj <</Type/Annot/Subtype/Widget/T(other)/Parent 100 0 R/P 12 0 R/Rect[50 600 250 "
      "620]/V(LUND)>> "
      "endobj\n"
      "103 0 obj <</Type/Thread/I<</Title(LUND)>>>> endobj\n";
  const std::string pdf =
      small_document({{words_at(50, 700, "first"), link + " 101 0 R", "/B[103 0 R]/PieceInfo<</X(LUND)>>"},
                      {words_at(50, 700, "LUND"), "102 0 R"}},
                     tree, fields);
  const auto parts = cut(pdf, {{1, 1}, {2, 2}}, {});
  EXPECT_EQ(PdfFile(parts[0], {}).fields(0).at(0).name, "claim.name");
  EXPECT_EQ(PdfFile(parts[0], {}).fields(0).at(0).value, "OSEI");
  EXPECT_THAT(parts[0], Not(HasSubstr("LUND")));
  EXPECT_THAT(parts[1], Not(HasSubstr("OSEI")));
}

// As scanning programs write them: one dictionary of all pictures, which each page names.
TEST(Cut, TakesOfSharedResourcesWhatThePageShows) {
  const auto picture = [](int number, const std::string& data) {
    return stream_object(
        number, "/Type/XObject/Subtype/Image/Width 8/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        data);
  };
  const std::string objects =
      picture(100, "OSEIOSEI") + picture(101, "LUNDLUND") + "102 0 obj <</A 100 0 R/B 101 0 R>> endobj\n";
  const std::string shared = "/XObject 102 0 R";
  const auto page = [&](const std::string& contents) { return SmallPage{contents, "", "", shared}; };
  const auto parts =
      cut(small_document({page("600 0 0 800 0 0 cm /A Do"), page("600 0 0 800 0 0 cm /B Do")}, objects),
          {{1, 1}, {2, 2}}, {});
  EXPECT_THAT(parts[0], HasSubstr("OSEIOSEI"));
  EXPECT_THAT(parts[0], Not(HasSubstr("LUND")));
  EXPECT_THAT(parts[1], HasSubstr("LUNDLUND"));
  // Where that cannot be told, the whole is better kept than a part that tells of others.
  EXPECT_EQ(refusal(small_document({page("/A Do ) > ( nonsense"), page("/B Do")}, objects), {{1, 1}}),
            "not_cut");
}

TEST(Cut, RefusesWhatIsNotThere) {
  const std::string tiff = tiff_of(kCodings[0], 3);
  EXPECT_EQ(refusal(tiff, {{1, 4}}), "not_cut");
  EXPECT_EQ(refusal(tiff, {{3, 2}}), "not_cut");
  EXPECT_EQ(refusal("a letter in plain text", {{1, 1}}), "not_cut");
  EXPECT_EQ(refusal(tiff.substr(0, tiff.size() / 2), {{1, 1}, {2, 3}}), "not_cut");
}

TEST(Cut, NeverGrowsBeyondItsLimit) {
  const std::string shared = stream_object(
      100, "/Type/XObject/Subtype/Image/Width 8/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
      std::string(100'000, 'x'));
  const std::vector<SmallPage> pages(8, {"600 0 0 800 0 0 cm /A Do", "", "", "/XObject<</A 100 0 R>>"});
  ReaderLimits limits;
  limits.bytes = 150'000;
  std::vector<PageRange> each;
  for (int page = 1; page <= 8; ++page) each.push_back({page, page});
  EXPECT_THROW((void)cut(small_document(pages, shared), each, limits), Error);
}

}  // namespace
}  // namespace mailroom::ocr::reader
