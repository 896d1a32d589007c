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
    EXPECT_LT(plausibility(text, "en-GB"), 0.1) << text;
  for (const char* text :
       {"4B", "12B", "QQ123456C", "1,234.56", "12th", "€8,425", "$6127", "50CE", "(114) 893-6439", "63%"})
    EXPECT_EQ(plausibility(text, "en-GB"), 1) << text;
}

TEST(Plausibility, TheDecimalSignIsTheLocales) {
  for (const char* text : {"3.601", "-227.527", "72.273.05", "12,50", "98 50", "2677 78", "559 114",
                           "9 480.86", "1,559 114", "9 784 806", "65 594 99", "(24 30)", "7.288 11",
                           "(3.821)", "9.784.806", "08 27 2018", "08/09,1968", "21."})
    EXPECT_LT(plausibility(text, "en-GB"), 0.1) << text;
  for (const char* text : {"3,601", "0.125", "1234.567", "12.50", "01.02.2026", "555.123.4567",
                           "07700 900203", "12 34 56", "7 High Street", "020 7946 0123", "046 454 286"})
    EXPECT_EQ(plausibility(text, "en-GB"), 1) << text;
  EXPECT_EQ(plausibility("1 234,56", "fr-CA"), 1);
  for (const char* text : {"3.601", "12,50", "1.234,56", "01.02.2026"})
    EXPECT_EQ(plausibility(text, "de-DE"), 1) << text;
  for (const char* text : {"3,601", "72,273,05"}) EXPECT_LT(plausibility(text, "de-DE"), 0.1) << text;
}

TEST(LookAlikes, ASmallLWhereACapitalBelongsIsACapitalI) {
  EXPECT_EQ(with_capital_i("lan Parker"), "Ian Parker");
  EXPECT_EQ(with_capital_i("Henderson, lan"), "Henderson, Ian");
  EXPECT_EQ(with_capital_i("lbsen"), "Ibsen");
  for (const char* text : {"Ian Parker", "lost my job", "lodger", "Maria de la Cruz", "San Juan los Lagos",
                           "lan@example.org", ""})
    EXPECT_EQ(with_capital_i(text), std::nullopt) << text;
}

TEST(Plausibility, ASmallLetterAmongNamesIsACapital) {
  for (const char* text : {"189 water Court", "Clara west"})
    EXPECT_LT(plausibility(text, "en-GB"), 0.1) << text;
  for (const char* text : {"Jan van Dyk", "no money since Monday", "Paul of course", "189 Water Court"})
    EXPECT_EQ(plausibility(text, "en-GB"), 1) << text;
}

TEST(Plausibility, AnInitialHasAPoint) {
  for (const char* text : {"Gwen J Smith", "M Fleming"}) EXPECT_LT(plausibility(text, "en-GB"), 0.1) << text;
  for (const char* text : {"Gwen J. Smith", "M. Fleming", "I lost my job", "4 B", "B"})
    EXPECT_EQ(plausibility(text, "en-GB"), 1) << text;
}

TEST(Plausibility, NamesBeginAsNamesDo) {
  EXPECT_LT(plausibility("Lena lbsen", "en-GB"), plausibility("Lena Ibsen", "en-GB"));
  EXPECT_LT(plausibility("jones", "en-GB"), plausibility("Jones", "en-GB"));
  EXPECT_EQ(plausibility("olga.quist@example.org", "en-GB"), 1);
}

}  // namespace
}  // namespace mailroom::ocr::reader
