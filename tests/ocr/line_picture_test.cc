#include "ocr/reader/line_picture.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

namespace mailroom::ocr::reader {
namespace {

// A field of 120 by 40 pixels; the cut is the zone.
struct Drawn {
  Bits ink{120, 40}, blank{120, 40};

  void write(int x0, int y0, int x1, int y1) { ink.fill(x0, y0, x1, y1); }
  void print(int x0, int y0, int x1, int y1) { ink.fill(x0, y0, x1, y1), blank.fill(x0, y0, x1, y1); }

  FieldInk field() const {
    FieldInk field;
    field.zone = field.around = {0, 0, 120, 40};
    field.ink = ink, field.blank = blank;
    field.written = subtract(ink, blank, kPrintSlack);
    for (const Component& c : components(field.written, &field.labels))
      (c.ink <= 4 ? field.specks : field.pieces).push_back(c);
    return field;
  }

  LinePicture picture(bool over_print) const {
    const FieldInk cut = field();
    return line_picture(cut, cut.pieces, 1, over_print, *ink.to_pix(), {});
  }

  LinePicture picture_with_marks() const {
    const FieldInk cut = field();
    return line_picture_with_marks(cut, cut.pieces, 1, false, *ink.to_pix(), {});
  }
};

int ink_in_columns(const LinePicture& line, int x0, int x1) {
  int sum = 0;
  for (int y = 0; y < kLineHeight; ++y)
    for (int x = x0; x < x1; ++x) sum += line.ink[static_cast<size_t>(y * line.width + x)] > 127;
  return sum;
}

TEST(LinePicture, OfWritingAloneHasNoPlaneOfPrint) {
  Drawn drawn;
  drawn.write(20, 10, 24, 30);
  drawn.write(40, 10, 44, 30);
  const LinePicture line = drawn.picture(false);
  EXPECT_EQ(line.width, 24 + 2 * 8);  // 20 to 44, letters 20 high, and the margins
  EXPECT_TRUE(line.print.empty());
  EXPECT_GT(ink_in_columns(line, 8, 12), 40);
  EXPECT_EQ(ink_in_columns(line, 14, 26), 0);
}

TEST(LinePicture, OverPrintShowsBothAndSaysWhichIsPrint) {
  Drawn drawn;
  drawn.write(30, 10, 34, 30);
  drawn.write(50, 10, 54, 30);
  drawn.print(60, 0, 62, 40);  // a rule between pounds and pence
  drawn.write(70, 10, 74, 30);
  const LinePicture line = drawn.picture(true);
  ASSERT_EQ(line.print.size(), line.ink.size());
  const int rule = 8 + 60 - (30 - 20);  // a letter's height of the cut is shown on both sides
  const auto at = [&](const std::vector<uint8_t>& plane, int x) {
    return plane[static_cast<size_t>(16 * line.width + x)];
  };
  EXPECT_GT(at(line.ink, rule), 200);
  EXPECT_GT(at(line.print, rule), 200);
  EXPECT_GT(at(line.ink, rule - 9), 200);  // writing
  EXPECT_EQ(at(line.print, rule - 9), 0);
}

TEST(LinePicture, AThinPointAtTheFootIsShownAndDirtElsewhereIsNot) {
  Drawn drawn;
  drawn.write(20, 10, 24, 30);
  drawn.write(29, 28, 31, 29);  // two pixels
  drawn.write(36, 10, 40, 30);
  drawn.write(29, 16, 31, 17);
  const LinePicture line = drawn.picture(false);
  int at_foot = 0, above = 0;
  for (int y = 0; y < kLineHeight; ++y)
    for (int x = 8 + 9; x < 8 + 11; ++x)
      (y > 20 ? at_foot : above) += line.ink[static_cast<size_t>(y * line.width + x)] > 100;
  EXPECT_GT(at_foot, 0);
  EXPECT_EQ(above, 0);
}

// Above a capital that stands beside a letter that hangs below the line; the accent is a speck.
TEST(LinePicture, ACapitalsAccentIsShownToTheNetThatKnowsAccents) {
  Drawn drawn;
  drawn.write(20, 10, 24, 30);
  drawn.write(40, 10, 44, 35);
  drawn.write(21, 5, 23, 7);
  const auto ink_above = [](const LinePicture& line) {
    int sum = 0;
    for (int y = 0; y < 6; ++y)
      for (int x = 8; x < 13; ++x) sum += line.ink[static_cast<size_t>(y * line.width + x)] > 100;
    return sum;
  };
  EXPECT_GT(ink_above(drawn.picture_with_marks()), 0);
  EXPECT_EQ(ink_above(drawn.picture(false)), 0);
}

// Of a photograph: the page in black and white, which the pieces are of, has lost it.
TEST(LinePicture, AnAccentThatIsTooPaleToBeInkIsShownToo) {
  Drawn drawn;
  drawn.write(20, 10, 24, 30);
  drawn.write(40, 10, 44, 30);
  const FieldInk cut = drawn.field();
  const Raster black(drawn.ink.to_pix()), grey(pixConvertTo8(black.get(), 0));
  const auto ink_above = [&](const Raster& page, bool for_tesseract) {
    const LinePicture line = for_tesseract ? whole_line_picture(cut, cut.pieces, 1, 20, *page, {})
                                           : line_picture_with_marks(cut, cut.pieces, 1, false, *page, {});
    int sum = 0;
    for (int y = 0; y < line.height() / 4; ++y)
      for (int x = 0; x < line.width; ++x) sum += line.ink[static_cast<size_t>(y * line.width + x)] > 40;
    return sum;
  };
  EXPECT_EQ(ink_above(grey, false), 0);
  for (int x = 20; x < 24; ++x)
    for (int y = 5; y < 8; ++y) pixSetPixel(grey.get(), x, y, 160);  // of paper at 255
  EXPECT_GT(ink_above(grey, false), 0);
  EXPECT_GT(ink_above(grey, true), 0);
}

}  // namespace
}  // namespace mailroom::ocr::reader
