#include "ocr/reader/find_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "ocr/reader/label_names.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPoints = 72.0 / kBlankDpi;

// A page drawn in pixels at kBlankDpi, with the words that are printed on it.
class DrawnPage {
 public:
  DrawnPage() : page_(pixCreate(kDrawnWidth, kDrawnHeight, 8)) { pixSetAll(page_.get()); }

  void box(int x, int y, int width, int height) {
    across(x, x + width, y);
    across(x, x + width, y + height);
    down(x, y, y + height);
    down(x + width, y, y + height);
  }
  void across(int x0, int x1, int y) { fill(x0, y, x1 - x0 + 2, 2, 0); }
  void down(int x, int y0, int y1) { fill(x, y0, 2, y1 - y0 + 2, 0); }
  void fill(int x, int y, int width, int height, int grey) {
    for (int j = y; j < y + height; ++j)
      for (int i = x; i < x + width; ++i) pixSetPixel(page_.get(), i, j, static_cast<l_uint32>(grey));
  }
  // As wide as it would be in 8 points.
  void word(int x, int y, const std::string& text) {
    Word word;
    word.text = text;
    word.zone = {x * kPoints, y * kPoints, (x + 12.0 * static_cast<double>(text.size())) * kPoints,
                 (y + 24) * kPoints};
    words_.push_back(word);
  }

  std::vector<FoundField> found() const { return find_fields(ruling_of(*page_), words_); }
  std::vector<Field> named() const {
    std::set<std::string> taken;
    return named_fields(found(), words_, 1, taken);
  }

 private:
  Raster page_;
  std::vector<Word> words_;
};

// Within two points of these pixels.
MATCHER_P4(IsAbout, x0, y0, x1, y1, "") {
  const Zone& z = arg.zone;
  const auto near = [](double points, double pixels) { return std::abs(points - pixels * kPoints) < 2; };
  *result_listener << z.x0 / kPoints << " " << z.y0 / kPoints << " " << z.x1 / kPoints << " "
                   << z.y1 / kPoints;
  return near(z.x0, x0) && near(z.y0, y0) && near(z.x1, x1) && near(z.y1, y1);
}
using testing::ElementsAre;
using testing::IsEmpty;

TEST(FindFields, ABoxWithoutPrintIsAField) {
  DrawnPage page;
  page.box(200, 300, 600, 50);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(202, 302, 800, 350)));
}

TEST(FindFields, ABoxWithALabelInsideIsAFieldBelowTheLabel) {
  DrawnPage page;
  page.box(200, 300, 600, 70);
  page.word(206, 304, "Surname");
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(202, 324, 800, 370)));
  EXPECT_EQ(page.named().at(0).id, "surname");
}

TEST(FindFields, ALabelAtTheLeftOfABoxLeavesTheRestOfItsLine) {
  DrawnPage page;
  page.box(200, 300, 600, 34);
  page.word(206, 306, "Telephone:");
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(330, 302, 800, 334)));
}

TEST(FindFields, ACellFilledWithPrintIsNone) {
  DrawnPage page;
  page.box(200, 300, 300, 34);
  page.word(210, 306, "For official");
  page.word(370, 306, "use only");
  EXPECT_THAT(page.found(), IsEmpty());
}

TEST(FindFields, AShadedCellIsNone) {
  DrawnPage page;
  page.fill(200, 300, 600, 50, 190);
  page.box(200, 300, 600, 50);
  EXPECT_THAT(page.found(), IsEmpty());
}

TEST(FindFields, ACellThatABilevelScanShadesWithDotsIsNone) {
  DrawnPage page;
  page.box(200, 300, 600, 50);
  for (int y = 302; y < 350; y += 4)
    for (int x = 202; x < 800; x += 4) page.fill(x, y, 2, 2, 0);
  EXPECT_THAT(page.found(), IsEmpty());
}

TEST(FindFields, AnUnderlineIsAFieldWhereALabelStandsBeforeItAndNoneWithout) {
  DrawnPage page;
  page.word(200, 312, "Name");
  page.across(260, 800, 336);
  page.across(200, 1400, 700);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(260, 299, 800, 336)));
}

TEST(FindFields, ADashedLineIsOneLineToWriteOn) {
  DrawnPage page;
  page.word(200, 312, "Name");
  for (int x = 260; x < 800; x += 14) page.fill(x, 336, 9, 2, 0);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(260, 299, 800, 336)));
}

TEST(FindFields, DotsThatLeadToABoxAreNoLineToWriteOn) {
  DrawnPage page;
  page.word(200, 312, "Savings");
  for (int x = 300; x < 900; x += 7) page.fill(x, 334, 2, 2, 0);
  page.box(930, 300, 200, 40);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(932, 302, 1130, 340)));
}

TEST(FindFields, EqualCellsSideBySideAreOneComb) {
  DrawnPage page;
  page.box(200, 300, 9 * 40, 44);
  for (int i = 1; i < 9; ++i) page.down(200 + i * 40, 300, 344);
  page.word(200, 260, "Number");
  const std::vector<FoundField> found = page.found();
  ASSERT_THAT(found, ElementsAre(IsAbout(202, 302, 560, 344)));
  EXPECT_EQ(found[0].kind, FoundField::Kind::comb);
  EXPECT_EQ(found[0].cells, 9);
  EXPECT_TRUE(page.named()[0].comb);
  EXPECT_EQ(page.named()[0].max_length, 9);
}

TEST(FindFields, MarksThatDivideABoxEquallyMakeItAComb) {
  DrawnPage page;
  page.box(200, 300, 9 * 40, 44);
  for (int i = 1; i < 9; ++i) page.down(200 + i * 40, 328, 344);
  const std::vector<FoundField> found = page.found();
  ASSERT_THAT(found, ElementsAre(IsAbout(202, 302, 560, 344)));
  EXPECT_EQ(found[0].cells, 9);
}

TEST(FindFields, ASmallSquareIsThereToTickAndNamedAfterWhatFollowsIt) {
  DrawnPage page;
  page.box(200, 300, 26, 26);
  page.word(240, 300, "Married");
  page.box(400, 300, 26, 26);
  page.word(440, 300, "Single");
  const std::vector<Field> fields = page.named();
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].type, FieldType::checkbox);
  EXPECT_EQ(fields[0].id, "married");
  EXPECT_EQ(fields[1].id, "single");
}

TEST(FindFields, ABoxToTickInACellIsTheOnlyFieldThere) {
  DrawnPage page;
  page.box(200, 300, 200, 40);
  page.box(290, 307, 26, 26);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(290, 307, 318, 335)));
}

TEST(FindFields, DollarsAndCentsAreOneAmount) {
  DrawnPage page;
  page.word(300, 306, "Wages");
  page.box(900, 300, 240, 36);
  page.down(1090, 300, 336);
  const std::vector<Field> fields = page.named();
  ASSERT_THAT(fields, ElementsAre(IsAbout(902, 302, 1140, 336)));
  EXPECT_EQ(fields[0].type, FieldType::amount);
  EXPECT_EQ(fields[0].id, "wages");
}

TEST(FindFields, AHighCellBesideALineNumberIsFilledInAtItsBottom) {
  DrawnPage page;
  page.box(800, 300, 80, 100);
  page.word(830, 374, "12");
  page.box(880, 300, 240, 100);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(882, 367, 1120, 400)));
}

TEST(FindFields, TheHeadingOfAColumnIsNoField) {
  DrawnPage page;
  page.box(200, 300, 300, 80);
  page.word(210, 304, "Name");
  page.box(200, 380, 300, 40);
  page.box(200, 420, 300, 40);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(202, 382, 500, 420), IsAbout(202, 422, 500, 460)));
}

TEST(FindFields, WhereASignatureGoesIsNoField) {
  DrawnPage page;
  page.box(200, 300, 600, 70);
  page.word(206, 304, "Your");
  page.word(260, 304, "signature");
  EXPECT_THAT(page.found(), IsEmpty());
}

TEST(FindFields, WhiteLeftOutOfTintedPaperIsAField) {
  DrawnPage page;
  page.fill(100, 100, 1400, 2000, 240);
  for (int i = 0; i < 3; ++i) page.fill(300, 300 + 100 * i, 500, 44, 255);
  EXPECT_EQ(page.found().size(), 3u);
  EXPECT_THAT(page.found()[0], IsAbout(300, 300, 800, 344));
}

TEST(FindFields, ARuleThatRunsIntoABarClosesTheCellOverBoth) {
  DrawnPage page;
  page.box(200, 300, 600, 40);
  page.fill(200, 341, 150, 40, 0);
  EXPECT_THAT(page.found(), ElementsAre(IsAbout(202, 302, 800, 340)));
}

TEST(LabelNames, AreTheLabelsWordsWithoutNumbersAndBrackets) {
  EXPECT_EQ(id_of_label("1a Wages, salaries, tips (see instructions)"), "wages_salaries_tips");
  EXPECT_EQ(id_of_label("Spouse's first name and middle initial, if any"), "spouses_first_name_and_middle");
  EXPECT_EQ(id_of_label("Firm\xE2\x80\x99s name"), "firms_name");
  EXPECT_EQ(id_of_label("(optional)"), "optional");
  EXPECT_EQ(id_of_label("12"), "line_12");
  EXPECT_EQ(id_of_label("???"), "");
}

}  // namespace
}  // namespace mailroom::ocr::reader
