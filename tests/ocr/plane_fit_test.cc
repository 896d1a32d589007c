// The geometry of placing a page.
#include "ocr/reader/plane_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ocr/reader/skew.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

std::vector<PointPair> pairs_of(const Homography& map) {
  std::vector<PointPair> pairs;
  for (double y = 100; y < 2200; y += 300)
    for (double x = 100; x < 1600; x += 250) pairs.push_back({{x, y}, map({x, y})});
  return pairs;
}

TEST(PlaneFit, FindsAScannersMapAmongWrongPairs) {
  const Homography map = Homography::shift(12, -7) * Homography::rotation(1.5) * Homography::scale(1, 1.02);
  std::vector<PointPair> pairs = pairs_of(map);
  for (size_t i = 0; i < pairs.size(); i += 3) pairs[i].to.x += 40 + static_cast<double>(i);
  Homography found;
  std::vector<bool> inliers;
  ASSERT_TRUE(fit(pairs, 2, found, inliers));
  for (size_t i = 0; i < pairs.size(); ++i) EXPECT_EQ(inliers[i], i % 3 != 0) << i;
  const Point expected = map({800, 1100}), got = found({800, 1100});
  EXPECT_NEAR(got.x, expected.x, 0.01);
  EXPECT_NEAR(got.y, expected.y, 0.01);
}

TEST(PlaneFit, FindsPerspectiveWhereThereIsSome) {
  const Homography map{{1.02, 0.03, 40, -0.01, 0.98, 60, 2e-5, 6e-5, 1}};
  Homography found;
  std::vector<bool> inliers;
  ASSERT_TRUE(fit(pairs_of(map), 1, found, inliers));
  const Point expected = map({1500, 2100}), got = found({1500, 2100});
  EXPECT_NEAR(got.x, expected.x, 0.1);
  EXPECT_NEAR(got.y, expected.y, 0.1);
}

TEST(PlaneFit, RefusesPairsThatAgreeOnNothing) {
  std::vector<PointPair> pairs = pairs_of({});
  std::mt19937 random(3);
  for (PointPair& pair : pairs)
    pair.to = {static_cast<double>(random() % 1700), static_cast<double>(random() % 2200)};
  Homography found;
  std::vector<bool> inliers;
  EXPECT_LT(agreeing_roughly(pairs, 10), 8U);
  EXPECT_FALSE(fit(pairs, 1, found, inliers) && std::count(inliers.begin(), inliers.end(), true) > 6);
}

TEST(Homography, InverseLeadsBack) {
  const Homography map{{1.02, 0.03, 40, -0.01, 0.98, 60, 2e-5, 6e-5, 1}};
  const Point there = map({300, 700}), back = map.inverse()(there);
  EXPECT_NEAR(back.x, 300, 1e-6);
  EXPECT_NEAR(back.y, 700, 1e-6);
}

TEST(Sample, PiecesOfARowShowWhatSinglePixelsShow) {
  Bits page(300, 300);
  for (int y = 0; y < 300; ++y)
    for (int x = 0; x < 300; ++x)
      if ((x / 8 + y / 8) % 2 == 0) page.set(x, y);
  for (const double degrees : {0.0, 0.4, 1.0, 2.5, 7.0, 90.0, 180.0}) {
    const Homography map =
        Homography::shift(150, 150) * Homography::rotation(degrees) * Homography::shift(-70, -50);
    const Bits seen = sample(page, map, 10, 5, 130, 90);
    int wrong = 0;
    for (int y = 0; y < 90; ++y)
      for (int x = 0; x < 130; ++x) {
        const Point p = map({x + 10.0, y + 5.0});
        wrong += seen.get(x, y) !=
                 page.get(static_cast<int>(std::floor(p.x + 0.5)), static_cast<int>(std::floor(p.y + 0.5)));
      }
    // Only along the squares' edges, where a third of a pixel decides.
    EXPECT_LT(wrong, 130 * 90 / 8) << degrees;
  }
}

// As exactly as registration needs it, which finds the rest itself: on a page of few words half a degree.
TEST(Skew, MeasuresHowCrookedAPageLies) {
  for (const double degrees : {-6.0, -1.3, 0.0, 0.4, 3.2}) {
    const Raster page = scanned(draw_blank(4, "Return of income"), degrees, 0, 0);
    const Raster quarter(pixReduceRankBinaryCascade(page.get(), 1, 2, 0, 0));
    EXPECT_NEAR(skew(Bits::from_pix(*quarter)), -degrees, 0.5) << degrees;
  }
}

TEST(Skew, ABlankPageHasNone) {
  EXPECT_EQ(skew(Bits(400, 500)), 0);
}

}  // namespace
}  // namespace mailroom::ocr::reader
