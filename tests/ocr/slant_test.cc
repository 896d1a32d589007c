// Pages that were photographed crooked, laid level: places go there and back, ink goes with them.
#include "ocr/reader/slant.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cmath>

#include "ocr/reader/word_lines.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kDpi = 72;  // a pixel is a point

// Four lines of words of 40 by 8 points that go down by `slope`.
std::vector<Word> slanting_words(double slope) {
  std::vector<Word> words;
  for (double y : {100.0, 120.0, 140.0, 160.0})
    for (double x = 50; x < 500; x += 45) {
      const double top = y + slope * (x + 20);
      words.push_back({"word", {x, top, x + 40, top + 8}, 1, {}});
    }
  return words;
}

TEST(Slant, WordsOfALineLieLevel) {
  const Raster page(pixCreate(600, 800, 1));
  const std::vector<Word> words = slanting_words(0.05);
  const Slant slant = slant_of(words, page, kDpi);
  EXPECT_NEAR(slant.slope, 0.05, 0.002);
  const std::vector<Word> level = slant.levelled(words);
  for (size_t i = 0; i < level.size(); ++i)
    EXPECT_NEAR(level[i].zone.y0, level[i / 10 * 10].zone.y0, 1.0) << i;
}

TEST(Slant, APlaceComesBackWithRoomForItsOwnSlant) {
  const Slant slant{0.05, 300};
  const Zone word{400, 200, 440, 208};
  const Zone back = slant.on_page(slant.levelled(word));
  EXPECT_DOUBLE_EQ(back.y0, word.y0 - 1);
  EXPECT_DOUBLE_EQ(back.y1, word.y1 + 1);
  EXPECT_DOUBLE_EQ(back.x0, word.x0);
}

TEST(Slant, InkMovesAsItsWordsDo) {
  const Raster page(pixCreate(600, 800, 1));
  const Slant slant{0.05, 300};
  for (int x = 0; x < 600; ++x) pixSetPixel(page.get(), x, 400 + static_cast<int>(0.05 * (x - 300)), 1);
  const Raster level = levelled(page, kDpi, kDpi, slant);
  for (const int x : {5, 150, 450, 595}) {
    l_uint32 ink = 0;
    for (int y = 398; y <= 402 && ink == 0; ++y) pixGetPixel(level.get(), x, y, &ink);
    EXPECT_EQ(ink, 1U) << x;
  }
}

TEST(Slant, ALevelPageStaysAsItIs) {
  const Raster page(pixCreate(600, 800, 1));
  EXPECT_EQ(slant_of(slanting_words(0.001), page, kDpi).slope, 0);
  EXPECT_EQ(levelled(page, kDpi, kDpi, {}).get(), page.get());
}

}  // namespace
}  // namespace mailroom::ocr::reader
