// Columns as COBOL describes them.
#include "connectors/picture_clause.h"

#include <gtest/gtest.h>

namespace mailroom::connectors {
namespace {

Value number(const char* text) {
  return *Decimal::parse(text);
}

std::string written(const char* picture, const Value& value) {
  const auto clause = PictureClause::parse(picture);
  if (!clause) return "no picture";
  const PictureClause::Written made = clause->written(value, {});
  if (made.trouble.empty()) {
    EXPECT_EQ(made.text.size(), clause->width()) << picture;
  }
  return made.trouble.empty() ? made.text : "trouble: " + made.trouble;
}

TEST(PictureClause, FillsTextsWithBlanks) {
  EXPECT_EQ(written("X(6)", "Ada"), "Ada   ");
  EXPECT_EQ(written("X(6) right", "Ada"), "   Ada");
  EXPECT_EQ(written("XXX", {}), "   ");
  EXPECT_EQ(written("X", true), "Y");
}

TEST(PictureClause, ImpliesThePoint) {
  EXPECT_EQ(written("9(5)V99", number("15.7")), "0001570");
  EXPECT_EQ(written("9(5).99", number("15.7")), "00015.70");
  EXPECT_EQ(written("V99", number("0.05")), "05");
  EXPECT_EQ(written("Z(4)9", number("0")), "    0");
  EXPECT_EQ(written("ZZ9.99", number("7.5")), "  7.50");
  EXPECT_EQ(written("9(6)", "001234"), "001234");
}

// IBM Enterprise COBOL, zoned decimal: the sign is in the zone of the last digit.
TEST(PictureClause, PutsTheSignWhereItSays) {
  EXPECT_EQ(written("S9(3)", number("123")), "12C");
  EXPECT_EQ(written("S9(3)", number("-123")), "12L");
  EXPECT_EQ(written("S9(3)", number("120")), "12{");
  EXPECT_EQ(written("S9(3)", number("-120")), "12}");
  EXPECT_EQ(written("S9(3)V99 leading", number("-123.45")), "J2345");
  EXPECT_EQ(written("S9(3) trailing separate", number("-12")), "012-");
  EXPECT_EQ(written("S9(3) leading separate", number("12")), "+012");
}

TEST(PictureClause, WritesDatesAsDigits) {
  EXPECT_EQ(written("9(8)", Date{2026, 11, 5}), "20261105");
  EXPECT_EQ(written("9(6)", Date{2026, 11, 5}), "261105");
  EXPECT_EQ(written("X(10)", Date{2026, 11, 5}), "2026-11-05");
  EXPECT_EQ(written("9(7)", Date{2026, 11, 5}), "trouble: a date needs the column 9(8) or 9(6)");
}

TEST(PictureClause, CutsAndRoundsNothing) {
  EXPECT_EQ(written("X(2)", "Ada"), "trouble: it has 3 characters and the column 2");
  EXPECT_EQ(written("9(2)V99", number("100")), "trouble: it has more than 2 digits before the point");
  EXPECT_EQ(written("9(2)V9", number("1.05")), "trouble: it has more than 1 digit behind the point");
  EXPECT_EQ(written("9(2)", number("-1")), "trouble: it is below zero and the column has no sign");
  EXPECT_EQ(written("9(2)", {}), "trouble: it is missing");
  EXPECT_EQ(written("9(2) blank", {}), "  ");
  EXPECT_EQ(written("9(2)", "1a"), "trouble: it is a text, not a number");
  EXPECT_EQ(written("X(9)", "a\nb"), "trouble: it has a line break or another control character");
}

TEST(PictureClause, TellsWhatIsNone) {
  for (const char* picture : {"",    "Y(3)",    "X(",    "X()",       "X(0)",           "9(40)",
                              "9X",  "X9",      "9V9V9", "9Z",        "Z(3)9 trailing", "S",
                              "V",   "9.",      ".9",    "X(3) left", "9(3) separate",  "S9 leading trailing",
                              "SZ9", "X(99999)"})
    EXPECT_EQ(written(picture, {}), "no picture") << picture;
}

}  // namespace
}  // namespace mailroom::connectors
