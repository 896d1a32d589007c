#include "ocr/reader/figure_pitch.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

// Figures 14 pixels wide at these places, all of them 20 high, and points at those.
std::vector<Component> drawn(const std::vector<int>& figures, const std::vector<int>& points = {}) {
  std::vector<Component> line;
  for (const int x : figures) line.push_back({x, 0, x + 14, 20, 120});
  for (const int x : points) line.push_back({x, 17, x + 3, 20, 9});
  return line;
}

TEST(FigurePitch, APointThatWasLostLeavesItsPlace) {
  EXPECT_FALSE(signs_fit_pitch("347", drawn({0, 25, 42})));
  EXPECT_FALSE(signs_fit_pitch("(58431)", drawn({-12, 0, 17, 34, 59, 76, 90})));
  EXPECT_TRUE(signs_fit_pitch("3.47", drawn({0, 25, 42}, {19})));
  EXPECT_TRUE(signs_fit_pitch("3 47", drawn({0, 25, 42})));
}

TEST(FigurePitch, ASpeckTakenForAPointHasNone) {
  EXPECT_FALSE(signs_fit_pitch("2917.64", drawn({0, 17, 34, 51, 68, 85}, {65})));
  EXPECT_TRUE(signs_fit_pitch("2917.64", drawn({0, 17, 34, 51, 76, 93}, {70})));
}

TEST(FigurePitch, SaysNothingOfWhatItCannotMeasure) {
  EXPECT_TRUE(signs_fit_pitch("34", drawn({0, 40})));            // two figures: which pitch?
  EXPECT_TRUE(signs_fit_pitch("347", drawn({0, 40})));           // two of them touch
  EXPECT_TRUE(signs_fit_pitch("Flat 347", drawn({0, 25, 42})));  // letters have widths of their own
  EXPECT_TRUE(signs_fit_pitch("020-7946", drawn({0, 17, 34, 61, 78, 95, 112})));
  EXPECT_TRUE(signs_fit_pitch("", {}));
}

}  // namespace
}  // namespace mailroom::ocr::reader
