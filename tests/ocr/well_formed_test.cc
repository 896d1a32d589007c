#include "ocr/reader/well_formed.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

TEST(WellFormed, AMailAddressLosesTheBlanksARecogniserMadeUp) {
  EXPECT_EQ(without_blanks_in_address("casimir .dunnock@mail.example"), "casimir.dunnock@mail.example");
  EXPECT_EQ(without_blanks_in_address("a. b@x. example"), "a.b@x.example");
}

TEST(WellFormed, TwoThingsInOneFieldStayTwo) {
  for (const char* text :
       {"see me @ home", "me@x.example you@x.example", "a b@x.example", "no address at all"}) {
    EXPECT_EQ(without_blanks_in_address(text), text);
  }
}

TEST(WellFormed, GroupedFiguresHaveGroupsOfThree) {
  for (const char* text : {"1,234", "12,345.60", "8,714,815", "1234", "12.5", "65.96", "", "969-738-4540",
                           "01/11/2026", "(1,200.00)", "07700 900203"}) {
    EXPECT_TRUE(is_well_formed_figure(text)) << text;
  }
  for (const char* text : {"9,354,401 68", "99,216,01", "12,3", "1234,567", "1,234.567", ",123", "1,,234"}) {
    EXPECT_FALSE(is_well_formed_figure(text)) << text;
  }
}

}  // namespace
}  // namespace mailroom::ocr::reader
