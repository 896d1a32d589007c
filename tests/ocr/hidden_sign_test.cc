#include "ocr/reader/hidden_sign.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

// Figures 12 wide and 20 high, beginning at each of the columns.
std::vector<Component> figures_at(const std::vector<int>& columns) {
  std::vector<Component> line;
  for (const int x : columns) line.push_back({x, 10, x + 12, 30, 100, static_cast<int>(line.size()) + 1});
  return line;
}

const std::vector<Component> kSix = figures_at({0, 14, 28, 50, 64, 78});

TEST(HiddenSign, AThousandsComma) {
  EXPECT_EQ(with_hidden_sign("830 758", kSix, {44}, "en-GB"), "830,758");
  EXPECT_EQ(with_hidden_sign("830 758", kSix, {44}, "de-DE"), "830.758");
}

TEST(HiddenSign, ADecimalPoint) {
  const auto line = figures_at({0, 14, 28, 50, 64});
  EXPECT_EQ(with_hidden_sign("943 58", line, {44}, "en-CA"), "943.58");
  EXPECT_EQ(with_hidden_sign("943 58", line, {44}, "de-DE"), "943,58");
}

TEST(HiddenSign, OnlyWhereTheRuleIs) {
  EXPECT_EQ(with_hidden_sign("830 758", kSix, {}, "en-GB"), std::nullopt);
  EXPECT_EQ(with_hidden_sign("830 758", kSix, {20}, "en-GB"), std::nullopt);
}

TEST(HiddenSign, NeverMakesWhatNobodyWrites) {
  EXPECT_EQ(with_hidden_sign("830 7581", figures_at({0, 14, 28, 50, 64, 78, 92}), {44}, "en-GB"),
            std::nullopt);
  EXPECT_EQ(with_hidden_sign("8301 758", figures_at({0, 14, 28, 42, 64, 78, 92}), {58}, "en-GB"),
            std::nullopt);
  EXPECT_EQ(with_hidden_sign("AB 123", figures_at({0, 14, 36, 50, 64}), {30}, "en-GB"), std::nullopt);
}

TEST(HiddenSign, TheOtherSignsStay) {
  EXPECT_EQ(with_hidden_sign("8,826 253", figures_at({0, 22, 36, 50, 72, 86, 100}), {66}, "en-GB"),
            "8,826,253");
}

}  // namespace
}  // namespace mailroom::ocr::reader
