#include "workflows/combinations.h"

#include <gmock/gmock.h>

namespace mailroom::workflows {
namespace {

using testing::ElementsAre;

TEST(Combinations, ComeLikeliestFirst) {
  const auto all = likeliest_combinations({{0.7, 0.3}, {0.6, 0.3, 0.1}}, 64);
  ASSERT_EQ(all.size(), 6u);
  EXPECT_THAT(all[0].choice, ElementsAre(0, 0));
  EXPECT_DOUBLE_EQ(all[0].probability, 0.42);
  EXPECT_THAT(all[1].choice, ElementsAre(0, 1));
  EXPECT_THAT(all[2].choice, ElementsAre(1, 0));
  EXPECT_THAT(all[5].choice, ElementsAre(1, 2));
  double sum = 0;
  for (const Combination& one : all) sum += one.probability;
  EXPECT_DOUBLE_EQ(sum, 1);
}

TEST(Combinations, BeyondTheBoundTheUnlikelyAreLeftOut) {
  const std::vector<std::vector<double>> ten(10, {0.9, 0.1});
  const auto kept = likeliest_combinations(ten, 11);
  ASSERT_EQ(kept.size(), 11u);
  EXPECT_DOUBLE_EQ(kept[0].probability, std::pow(0.9, 10));
  for (size_t i = 1; i < kept.size(); ++i) EXPECT_NEAR(kept[i].probability, std::pow(0.9, 9) * 0.1, 1e-12);
}

TEST(Combinations, OfNothingAreOne) {
  const auto one = likeliest_combinations({}, 64);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_TRUE(one[0].choice.empty());
  EXPECT_EQ(one[0].probability, 1);
}

}  // namespace
}  // namespace mailroom::workflows
