// Pages as the recognition of whole pages wants them: rules go, letters stay.
#include "ocr/reader/plain_page.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

namespace mailroom::ocr::reader {
namespace {

constexpr int kDpi = 200;

class PlainPage : public testing::Test {
 protected:
  void fill(int x0, int y0, int x1, int y1) {
    pixRasterop(page_.get(), x0, y0, x1 - x0, y1 - y0, PIX_SET, nullptr, 0, 0);
  }
  // Ink in this place of the plain page.
  int left(int x0, int y0, int x1, int y1) const {
    const Raster plain = plain_page(page_, kDpi, kDpi, PlainFor::tables);
    const std::unique_ptr<Box, void (*)(Box*)> box(boxCreate(x0, y0, x1 - x0, y1 - y0),
                                                   [](Box* b) { boxDestroy(&b); });
    const Raster cut(pixClipRectangle(plain.get(), box.get(), nullptr));
    l_int32 count = 0;
    pixCountPixels(cut.get(), &count, nullptr);
    return count;
  }
  Raster page_{pixCreate(1000, 600, 1)};
};

TEST_F(PlainPage, ARuleThatAScannerHasBrokenGoes) {
  for (int x = 100; x < 800; x += 70) {
    fill(x, 200 + x / 100, x + 40, 202 + x / 100);  // it slants, too
    fill(x + 44, 200 + x / 100, x + 48, 201 + x / 100);
  }
  EXPECT_EQ(left(0, 0, 1000, 600), 0);
}

TEST_F(PlainPage, WhereThinRulesCrossNothingIsLeft) {
  fill(100, 200, 800, 201);
  for (int y = 150; y < 400; y += 55) fill(400, y, 401, y + 45);
  EXPECT_EQ(left(0, 0, 1000, 600), 0);
}

TEST_F(PlainPage, CornersAndCrossingsThatAreLeftOfAGridGo) {
  fill(160, 100, 800, 102);  // the corner has lost its rules on either side
  fill(100, 100, 140, 101);
  fill(100, 100, 101, 130);
  fill(100, 150, 102, 400);
  fill(100, 398, 800, 400);
  fill(796, 250, 806, 252);  // a crossing of an upright rule that is gone around it
  fill(800, 100, 802, 240);
  fill(800, 246, 802, 256);
  fill(800, 262, 802, 400);
  EXPECT_EQ(left(0, 0, 1000, 600), 0);
}

TEST_F(PlainPage, LettersBesideAGridStay) {
  fill(100, 100, 800, 102);
  fill(100, 100, 102, 400);
  fill(112, 110, 115, 130);  // an l close to the upright rule
  fill(130, 106, 140, 109);  // a dash close to the level one
  EXPECT_EQ(left(0, 0, 1000, 600), 3 * 20 + 10 * 3);
}

TEST_F(PlainPage, DashesPointsAndUprightLettersStay) {
  fill(100, 200, 109, 203);  // of 20-04-15
  fill(150, 200, 159, 203);
  fill(300, 208, 304, 212);  // a point
  fill(500, 190, 503, 212);  // an l, and below it another
  fill(500, 240, 503, 262);
  EXPECT_EQ(left(0, 0, 1000, 600), 2 * 27 + 16 + 2 * 66);
}

TEST(PlainPicture, AGreyPanelBecomesPaperAndItsLettersStay) {
  const Raster page(pixCreate(1000, 600, 8));
  pixSetAllArbitrary(page.get(), 235);
  pixRasterop(page.get(), 100, 200, 700, 50, PIX_CLR, nullptr, 0, 0);
  const std::unique_ptr<Box, void (*)(Box*)> panel(boxCreate(100, 200, 700, 50),
                                                   [](Box* b) { boxDestroy(&b); });
  pixSetInRectArbitrary(page.get(), panel.get(), 205);
  const std::unique_ptr<Box, void (*)(Box*)> stroke(boxCreate(300, 215, 4, 22),
                                                    [](Box* b) { boxDestroy(&b); });
  pixSetInRectArbitrary(page.get(), stroke.get(), 30);
  const Raster plain = plain_page(page, kDpi, kDpi, PlainFor::tables);
  l_uint32 paper = 0, ink = 255;
  pixGetPixel(plain.get(), 500, 225, &paper);
  pixGetPixel(plain.get(), 301, 225, &ink);
  EXPECT_EQ(paper, 255U);
  EXPECT_LT(ink, 60U);
}

}  // namespace
}  // namespace mailroom::ocr::reader
