#include "ocr/reader/acceptance.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

TEST(Acceptance, ASmallerBudgetNeverAcceptsMore) {
  double last = 1;
  for (double budget = 0.00001; budget < 0.2; budget *= 1.1) {
    const double threshold = acceptance_threshold(Source::ocr, budget);
    EXPECT_LE(threshold, last) << budget;
    EXPECT_GE(threshold, 0.9);
    last = threshold;
  }
}

TEST(Acceptance, TheDefaultBudgetTakesRecognisedTextFromItsPointOnTheCurve) {
  EXPECT_NEAR(acceptance_threshold(Source::ocr, 0.001), 0.985, 1e-9);
}

TEST(Acceptance, ExactSourcesAreTakenOneByOne) {
  EXPECT_DOUBLE_EQ(acceptance_threshold(Source::text, 0.001), 0.999);
  EXPECT_DOUBLE_EQ(acceptance_threshold(Source::mark, 0.001), 0.999);
}

}  // namespace
}  // namespace mailroom::ocr::reader
