#include "ocr/reader/look_alikes.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

TEST(LookAlikes, PutADigitWhereTheFormatHasOnlyDigits) {
  EXPECT_EQ(with_look_alikes("nino", "KLO67884B"), "KL067884B");
  EXPECT_EQ(with_look_alikes("nino", "YB1I1901D"), "YB111901D");
}

TEST(LookAlikes, PutALetterWhereTheFormatHasOnlyLetters) {
  EXPECT_EQ(with_look_alikes("nino", "2S126754A"), "ZS126754A");
}

TEST(LookAlikes, LeaveWhatIsValidAndWhatCannotBeMadeValid) {
  EXPECT_EQ(with_look_alikes("nino", "KL067884B"), "KL067884B");
  EXPECT_EQ(with_look_alikes("nino", "67884"), "67884");
  EXPECT_EQ(with_look_alikes("nino", ""), "");
}

TEST(LookAlikes, LeaveWhatCouldBeTwoThings) {
  EXPECT_EQ(with_look_alikes("postcode", "WM3 QUE"), "WM3 QUE");  // 0UE or 9UE
}

TEST(LookAlikes, LeaveTextOfNoOrAnUnknownFormat) {
  EXPECT_EQ(with_look_alikes("", "KLO67884B"), "KLO67884B");
  EXPECT_EQ(with_look_alikes("no-such-format", "KLO67884B"), "KLO67884B");
}

TEST(LookAlikes, NeverTurnADigitIntoAnotherToPleaseACheckDigit) {
  EXPECT_EQ(with_look_alikes("utr", "1955839660"), "1955839660");
}

TEST(LookAlikes, ALetterAmongFiguresIsSuspectOnlyWhereItLooksLikeOne) {
  for (const char* text : {"6,156,61S.24", "9O5", "90s", "Riverton 1712B"})
    EXPECT_TRUE(has_letter_among_figures(text)) << text;
  for (const char* text : {"4B", "QQ123456C", "SO", "1,234.56", "12th"})
    EXPECT_FALSE(has_letter_among_figures(text)) << text;
}

}  // namespace
}  // namespace mailroom::ocr::reader
