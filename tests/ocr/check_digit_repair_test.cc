#include "ocr/reader/check_digit_repair.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

TEST(CheckDigitRepair, LooksWhereTheRecogniserThoughtTwice) {
  // 9434765919: the 6 was read as 8, and the recogniser wavered between that and a 0.
  EXPECT_EQ(with_check_digit("nhs-number", {"943 478 5919", "943 470 5919"}), "9434765919");
}

TEST(CheckDigitRepair, TakesNoneOfTwo) {
  // Two remainders share the first digit 1: there, an 8 and another would both be valid.
  EXPECT_EQ(with_check_digit("utr", {"19553 39661", "19559 39661"}), std::nullopt);
}

TEST(CheckDigitRepair, LeavesASureReadingAlone) {
  // Nobody wavered: a wrong number was written.
  EXPECT_EQ(with_check_digit("utr", {"1955339661"}), std::nullopt);
  EXPECT_EQ(with_check_digit("utr", {"1955339661", "195533966"}), std::nullopt);
}

TEST(CheckDigitRepair, IsNotAskedWhereAReadingIsValid) {
  EXPECT_EQ(with_check_digit("utr", {"1955339661", "1955839661"}), std::nullopt);
}

TEST(CheckDigitRepair, NeedsAFormatWithACheckDigit) {
  EXPECT_EQ(with_check_digit("nino", {"AB12345GC", "AB123458C"}), std::nullopt);
  EXPECT_EQ(with_check_digit("", {"1955339661", "1955939661"}), std::nullopt);
  EXPECT_EQ(with_check_digit("utr", {}), std::nullopt);
}

TEST(CheckDigitRepair, IsMarkedWhereNoRecogniserReadItFirst) {
  EXPECT_TRUE(is_repaired("utr", "1955839661", {"19553 39661", "19559 39661"}));
  EXPECT_FALSE(is_repaired("utr", "1955839661", {"1955339661", "19558 39661"}));
  EXPECT_FALSE(is_repaired("utr", "1955339661", {"1955939661"}));
  EXPECT_FALSE(is_repaired("nino", "AB123456C", {"AB12345GC"}));
}

}  // namespace
}  // namespace mailroom::ocr::reader
