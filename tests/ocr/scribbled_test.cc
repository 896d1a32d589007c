// Pieces of ink that a pen ran over: rectangles of so much ink, twenty pixels high like the letters around
// them.
#include "ocr/reader/scribbled.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

constexpr int kHeight = 20;

Component piece(int width, double inked, int label = 0) {
  return {0, 0, width, kHeight, static_cast<long>(inked * width * kHeight), label};
}
// Six letters.
std::vector<Component> word(double inked) {
  return std::vector<Component>(6, piece(14, inked));
}
std::vector<std::vector<Component>> among(double inked, const std::vector<Component>& entry) {
  return {entry, word(inked), word(inked), word(inked), word(inked), word(inked)};
}

TEST(Scribbled, InkDarkerThanThePageIsToldWithItsPieces) {
  const auto told = scribbled(among(0.4, {piece(120, 0.65, 7), piece(14, 0.4, 8)}));
  EXPECT_GT(told[0].darkness, kDarkerThanAny);
  EXPECT_EQ(told[0].pieces, std::vector<int>{7});
  for (size_t i = 1; i < told.size(); ++i) EXPECT_EQ(told[i].darkness, 0) << i;
}

TEST(Scribbled, LettersThatRunTogetherAreNoDarkerThanThePage) {
  EXPECT_LT(scribbled(among(0.4, {piece(120, 0.43)}))[0].darkness, kDarkerThanLetters);
}

TEST(Scribbled, AmongBoldTypeBoldIsUsual) {
  EXPECT_LT(scribbled(among(0.65, {piece(120, 0.68)}))[0].darkness, kDarkerThanLetters);
}

TEST(Scribbled, ABlotIsNotWideEnough) {
  EXPECT_EQ(scribbled(among(0.4, {piece(40, 0.9)}))[0].darkness, 0);
}

TEST(Scribbled, FewEntriesAndEmptyOnesDoNotTellWhatIsUsual) {
  EXPECT_EQ(scribbled({{piece(120, 0.9)}, word(0.4), {}, {}, {}, {}})[0].darkness, 0);
  EXPECT_TRUE(scribbled({}).empty());
}

}  // namespace
}  // namespace mailroom::ocr::reader
