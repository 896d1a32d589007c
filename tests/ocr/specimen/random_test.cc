#include "ocr/specimen/random.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::specimen {
namespace {

TEST(Random, IsTheSameForTheSameSeedOnEveryMachine) {
  // SplitMix64's published first output for seed 0.
  EXPECT_EQ(Random(0).next(), 0xe220a8397b1dcdafu);
}

TEST(Random, ForksDoNotDependOnWhatWasDrawnBefore) {
  Random drawn(7);
  drawn.next();
  EXPECT_EQ(drawn.fork("page").next(), Random(7).fork("page").next());
  EXPECT_NE(Random(7).fork("page").next(), Random(7).fork("writer").next());
  EXPECT_NE(Random(7).fork(1).next(), Random(8).fork(1).next());
}

TEST(Random, StaysInItsRanges) {
  Random random(1);
  double sum = 0;
  for (int i = 0; i < 20000; ++i) {
    const int n = random.between(-2, 3);
    EXPECT_TRUE(n >= -2 && n <= 3);
    const double x = random.uniform(2, 3);
    EXPECT_TRUE(x >= 2 && x < 3);
    const double error = random.normal(1);
    EXPECT_LE(std::abs(error), 6);
    sum += error * error;
  }
  EXPECT_NEAR(sum / 20000, 1, 0.05);
}

}  // namespace
}  // namespace mailroom::ocr::specimen
