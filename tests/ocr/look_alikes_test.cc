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

TEST(LookAlikes, ChangeAsLittleAsCanBe) {
  EXPECT_EQ(with_look_alikes("postcode", "GIR OAA"), "GIR 0AA");  // not G1R 0AA
  EXPECT_EQ(with_look_alikes("postcode", "S7S OAA"), "S7S 0AA");
}

TEST(LookAlikes, LeaveTextOfNoOrAnUnknownFormat) {
  EXPECT_EQ(with_look_alikes("", "KLO67884B"), "KLO67884B");
  EXPECT_EQ(with_look_alikes("no-such-format", "KLO67884B"), "KLO67884B");
}

TEST(LookAlikes, NeverTurnADigitIntoAnotherToPleaseACheckDigit) {
  EXPECT_EQ(with_look_alikes("utr", "1955839660"), "1955839660");
}

TEST(Plausibility, FiguresThatNobodyWritesAreHardlyMeant) {
  for (const char* text :
       {"6,156,61S.24", "9O5", "90s", "Riverton 1712B", "2,126,951,54", "33€191871", "91.0@"})
    EXPECT_LT(plausibility(text), 0.1) << text;
  for (const char* text :
       {"4B", "12B", "QQ123456C", "1,234.56", "12th", "€8,425", "$6127", "50CE", "(114) 893-6439", "63%"})
    EXPECT_EQ(plausibility(text), 1) << text;
}

TEST(Plausibility, NamesBeginAsNamesDo) {
  EXPECT_LT(plausibility("Lena lbsen"), plausibility("Lena Ibsen"));
  EXPECT_LT(plausibility("jones"), plausibility("Jones"));
  EXPECT_EQ(plausibility("olga.quist@example.org"), 1);
}

}  // namespace
}  // namespace mailroom::ocr::reader
