// The standards' own examples.
#include "base/identifiers/check_digits.h"

#include <gtest/gtest.h>

#include <string>

namespace mailroom::check_digits {
namespace {

// How many of all single wrong characters pass, and how many neighbours may be exchanged.
int single_errors_missed(bool (*check)(std::string_view), const std::string& valid,
                         std::string_view alphabet) {
  int missed = 0;
  for (size_t i = 0; i < valid.size(); ++i)
    for (const char c : alphabet) {
      std::string wrong = valid;
      wrong[i] = c;
      missed += wrong != valid && check(wrong) ? 1 : 0;
    }
  return missed;
}

int exchanges_missed(bool (*check)(std::string_view), const std::string& valid) {
  int missed = 0;
  for (size_t i = 0; i + 1 < valid.size(); ++i) {
    std::string wrong = valid;
    std::swap(wrong[i], wrong[i + 1]);
    missed += wrong != valid && check(wrong) ? 1 : 0;
  }
  return missed;
}

TEST(CheckDigits, AcceptTheStandardsExamples) {
  EXPECT_TRUE(luhn("49927398716"));        // ISO/IEC 7812-1
  EXPECT_TRUE(gs1("6291041500213"));       // GS1 General Specifications 7.9
  EXPECT_TRUE(iso7064_mod_11_2("07940"));  // ISO/IEC 7064, 7.3
  EXPECT_TRUE(iso7064_mod_11_2("079X"));
  EXPECT_TRUE(iso7064_mod_37_2("G123489654321Y"));       // ISBT 128
  EXPECT_TRUE(iso7064_mod_97_10("79444"));               // ISO/IEC 7064
  EXPECT_TRUE(iso7064_mod_11_10("07945"));               // ISO/IEC 7064, 8.3
  EXPECT_TRUE(iso7064_mod_37_36("A12425GABC1234002M"));  // GRid
  EXPECT_TRUE(verhoeff("2363"));
  EXPECT_TRUE(damm("5724"));
}

TEST(CheckDigits, FindEachSingleWrongCharacter) {
  EXPECT_EQ(single_errors_missed(luhn, "49927398716", "0123456789"), 0);
  EXPECT_EQ(single_errors_missed(gs1, "6291041500213", "0123456789"), 0);
  EXPECT_EQ(single_errors_missed(iso7064_mod_11_2, "07940", "0123456789X"), 0);
  EXPECT_EQ(single_errors_missed(iso7064_mod_37_2, "G123489654321Y", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"),
            0);
  EXPECT_EQ(single_errors_missed(iso7064_mod_97_10, "79444", "0123456789"), 0);
  EXPECT_EQ(single_errors_missed(iso7064_mod_11_10, "07945", "0123456789"), 0);
  EXPECT_EQ(
      single_errors_missed(iso7064_mod_37_36, "A12425GABC1234002M", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
      0);
  EXPECT_EQ(single_errors_missed(verhoeff, "1234567890120", "0123456789"), 0);
  EXPECT_EQ(single_errors_missed(damm, "5724", "0123456789"), 0);
}

TEST(CheckDigits, VerhoeffsDammsAndIso7064FindExchangedNeighbours) {
  EXPECT_EQ(exchanges_missed(verhoeff, "1234567890120"), 0);
  EXPECT_EQ(exchanges_missed(damm, "5724"), 0);
  EXPECT_EQ(exchanges_missed(iso7064_mod_97_10, "79444"), 0);
  EXPECT_EQ(exchanges_missed(iso7064_mod_37_36, "A12425GABC1234002M"), 0);
}

TEST(CheckDigits, WhatIsNotTheirsIsWrong) {
  for (bool (*check)(std::string_view) : {luhn, gs1, iso7064_mod_11_2, iso7064_mod_37_2, iso7064_mod_97_10,
                                          iso7064_mod_11_10, iso7064_mod_37_36, verhoeff, damm}) {
    EXPECT_FALSE(check(""));
    EXPECT_FALSE(check("?"));
    EXPECT_FALSE(check("12 3"));
    EXPECT_FALSE(check("X7940"));
  }
}

}  // namespace
}  // namespace mailroom::check_digits
