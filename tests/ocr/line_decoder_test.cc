#include "ocr/reader/line_decoder.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mailroom::ocr::reader {
namespace {

const std::vector<std::string> kCharacters{"a", "b", "1", " "};

// Each step's probabilities of: nothing new, a, b, 1, the blank between words.
LineSteps steps(const std::vector<std::vector<double>>& probabilities) {
  LineSteps line;
  line.steps = static_cast<int>(probabilities.size()), line.classes = 5;
  for (const auto& step : probabilities)
    for (const double p : step) line.logs.push_back(static_cast<float>(std::log(std::max(p, 1e-9))));
  return line;
}

TEST(LineDecoder, ACharacterSeenOverSeveralStepsIsOne) {
  const LineTexts seen =
      decode(steps({{0, 1, 0, 0, 0}, {0, 1, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}}), kCharacters, "");
  ASSERT_FALSE(seen.texts.empty());
  EXPECT_EQ(seen.texts.front().text, "aa");
  EXPECT_NEAR(seen.texts.front().probability, 1, 1e-4);
}

TEST(LineDecoder, TheProbabilityOfATextIsThatOfAllWaysToWriteIt) {
  // "a" by a-nothing, nothing-a and a-a: 0.6*0.6 + 0.4*0.6 + 0.6*0.4; though nothing at all is no less likely
  // a step.
  const LineTexts seen = decode(steps({{0.4, 0.6, 0, 0, 0}, {0.4, 0.6, 0, 0, 0}}), kCharacters, "");
  EXPECT_EQ(seen.texts.front().text, "a");
  EXPECT_NEAR(seen.texts.front().probability, 0.84, 1e-4);
}

TEST(LineDecoder, OtherPlausibleTextsFollowWithTheirShare) {
  const LineTexts seen = decode(steps({{0, 0.7, 0.3, 0, 0}}), kCharacters, "");
  ASSERT_GE(seen.texts.size(), 2U);
  EXPECT_EQ(seen.texts[1].text, "b");
  EXPECT_NEAR(seen.texts[1].probability, 0.3, 1e-4);
}

TEST(LineDecoder, AnAlphabetLeavesTheRestOutAndSaysWhatItLeftOut) {
  const LineTexts seen = decode(steps({{0, 0.9, 0, 0.1, 0}}), kCharacters, "1");
  EXPECT_EQ(seen.texts.front().text, "1");
  EXPECT_NEAR(seen.outside, 0.9, 1e-4);
}

TEST(LineDecoder, BlanksAtTheEndsAreNoText) {
  const LineTexts seen =
      decode(steps({{0, 0, 0, 0, 1}, {0, 1, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 0, 1, 0, 0}, {0, 0, 0, 0, 1}}),
             kCharacters, "");
  EXPECT_EQ(seen.texts.front().text, "a b");
}

TEST(LineDecoder, NothingSeenIsNoText) {
  const LineTexts seen = decode(steps({{1, 0, 0, 0, 0}}), kCharacters, "");
  EXPECT_TRUE(seen.texts.front().text.empty());
}

}  // namespace
}  // namespace mailroom::ocr::reader
