#include "base/decimal.h"

#include <gtest/gtest.h>

namespace mailroom {
namespace {

Decimal d(std::string_view text) {
  return Decimal::parse(text).value();
}

TEST(Decimal, KeepsCentsAndWritesPlainNotation) {
  EXPECT_EQ(d("12.50").to_string(), "12.50");
  EXPECT_EQ(d("1e3").to_string(), "1000");
  EXPECT_EQ(d("-0.00").to_string(), "0.00");
  EXPECT_EQ(d(".5").to_string(), "0.5");
  EXPECT_EQ(Decimal(-7).to_string(), "-7");
}

TEST(Decimal, RefusesWhatIsNotAFiniteNumber) {
  for (const char* text : {"", "-", ".", "nan", "inf", "1,000", " 1", "1e", "0x10", "1e99999"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, AddsTenthsExactly) {
  EXPECT_EQ(d("0.1").add(d("0.2")), d("0.3"));
  EXPECT_EQ(d("10").divide(d("3"))->to_string(), "3.333333333333333333333333333333333");
  EXPECT_FALSE(d("1").divide(d("0.00")));
}

TEST(Decimal, ComparesByValueNotByScale) {
  EXPECT_EQ(d("1.0"), d("1.00"));
  EXPECT_LT(d("-2"), d("1.5"));
  EXPECT_GT(d("100"), d("99.999"));
}

TEST(Decimal, RoundsEachWay) {
  const auto rounded = [](std::string_view text, int digits, Rounding how) {
    return d(text).rounded(digits, how)->to_string();
  };
  EXPECT_EQ(rounded("2.5", 0, Rounding::half_even), "2");
  EXPECT_EQ(rounded("2.5", 0, Rounding::half_up), "3");
  EXPECT_EQ(rounded("-2.5", 0, Rounding::half_up), "-3");
  EXPECT_EQ(rounded("2.5", 0, Rounding::half_down), "2");
  EXPECT_EQ(rounded("2.51", 0, Rounding::half_down), "3");
  EXPECT_EQ(rounded("-2.51", 0, Rounding::half_down), "-3");
  EXPECT_EQ(rounded("-2.1", 0, Rounding::up), "-3");
  EXPECT_EQ(rounded("-2.9", 0, Rounding::down), "-2");
  EXPECT_EQ(rounded("-2.1", 0, Rounding::floor), "-3");
  EXPECT_EQ(rounded("2.1", 0, Rounding::ceiling), "3");
  EXPECT_EQ(rounded("1.126", 2, Rounding::half_even), "1.13");
}

TEST(Decimal, ModuloTakesTheDivisorsSign) {
  EXPECT_EQ(d("-12").modulo(d("5")), d("3"));
  EXPECT_EQ(d("12").modulo(d("-5")), d("-3"));
  EXPECT_EQ(d("10.1").modulo(d("4.5")), d("1.1"));
}

TEST(Decimal, WritesAmountsWithFixedDigits) {
  EXPECT_EQ(d("12.5").to_fixed(2), "12.50");
  EXPECT_EQ(d("12.505").to_fixed(2), "12.51");
  EXPECT_EQ(d("-0.001").to_fixed(2), "0.00");
  EXPECT_EQ(d("1e2").to_fixed(2), "100.00");
}

TEST(Decimal, NumbersOfOneExponentCompareAsTheirDifferenceSays) {
  std::vector<Decimal> numbers;
  for (const char* text : {"0",
                           "-0",
                           "0.00",
                           "1",
                           "-1",
                           "1.00",
                           "-1.00",
                           "9999999999999999999999999999999999",
                           "-9999999999999999999999999999999999",
                           "18446744073709551616",
                           "18446744073709551615",
                           "-18446744073709551616",
                           "-18446744073709551615",
                           "119.99",
                           "120.00",
                           "-119.99",
                           "1e-6000",
                           "2e-6000",
                           "1e6000",
                           "3e6000",
                           "-3e6000"}) {
    numbers.push_back(*Decimal::parse(text));
  }
  for (const Decimal& a : numbers) {
    for (const Decimal& b : numbers) {
      const Decimal difference = *a.subtract(b);
      EXPECT_EQ(a == b, difference.is_zero()) << a.to_string() << " " << b.to_string();
      EXPECT_EQ(a < b, difference.is_negative()) << a.to_string() << " " << b.to_string();
    }
  }
}

}  // namespace
}  // namespace mailroom
