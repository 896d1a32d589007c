// Numbers and dates in the locale of the form that they stand on.
#include "base/written.h"

#include <gtest/gtest.h>

namespace mailroom {
namespace {

std::string number(std::string_view text, std::string_view locale) {
  const auto read = number_written(text, locale);
  return read ? read->to_string() : "none";
}

std::string date(std::string_view text, std::string_view locale) {
  const auto read = date_written(text, locale);
  return read ? to_string(*read) : "none";
}

TEST(NumberWritten, TheDecimalSignIsTheLocales) {
  for (const char* text : {"1.234,56", "1 234,56", "1'234,56", "1234,56", "1\u202f234,56", "€ 1.234,56",
                           "1.234,56 EUR", "1.234,56€"})
    EXPECT_EQ(number(text, "de-DE"), "1234.56") << text;
  for (const char* text : {"1 234,56 zł", "1\u00a0234,56"})
    EXPECT_EQ(number(text, "pl-PL"), "1234.56") << text;
  for (const char* text : {"1'234.56", "1’234.56", "CHF 1'234.56"})
    EXPECT_EQ(number(text, "de-CH"), "1234.56") << text;
  for (const char* text : {"1,234.56", "£1,234.56", "1234.56"})
    EXPECT_EQ(number(text, "cy-GB"), "1234.56") << text;
  EXPECT_EQ(number("1.234.567", "es-ES"), "1234567");
  EXPECT_EQ(number("120,-", "de-DE"), "120");
}

TEST(NumberWritten, AMinusStandsBeforeOrBehindAndBracketsMeanOne) {
  for (const char* text : {"-1.234,50", "(1.234,50)", "1.234,50-", "− 1.234,50", "-1.234,50 €"})
    EXPECT_EQ(number(text, "de-DE"), "-1234.50") << text;
}

TEST(NumberWritten, WhatCouldBeTwoNumbersIsNone) {
  // A thousand or a fraction, another locale's signs, groups that are none.
  for (const char* text : {"1,234", "12,345", "1,234.56", "1.23", "1 23", "12 34", "1.234 567", "1234.567,00",
                           "1,2,3", "", "-", "abc"})
    EXPECT_EQ(number(text, "de-DE"), "none") << text;
  for (const char* text : {"1.234", "1.234,56", "9 480 5"}) EXPECT_EQ(number(text, "en-GB"), "none") << text;
  EXPECT_EQ(number("0.862", "en-GB"), "0.862");
}

TEST(DateWritten, NumbersAreInTheLocalesOrder) {
  for (const char* text : {"31.12.2026", "31/12/2026", "31-12-2026", "2026-12-31", "31.12.26", "31 12 2026",
                           "31122026", "31. 12. 2026"})
    EXPECT_EQ(date(text, "de-DE"), "2026-12-31") << text;
  EXPECT_EQ(date("12/31/2026", "en-US"), "2026-12-31");
  EXPECT_EQ(date("04/03/2026", "fr-FR"), "2026-03-04");
}

TEST(DateWritten, TheMonthsNameIsTheLocales) {
  EXPECT_EQ(date("31. Dezember 2026", "de-DE"), "2026-12-31");
  EXPECT_EQ(date("1. Jänner 2026", "de-AT"), "2026-01-01");
  EXPECT_EQ(date("3. Mrz. 2026", "de-DE"), "2026-03-03");
  EXPECT_EQ(date("31 décembre 2026", "fr-FR"), "2026-12-31");
  EXPECT_EQ(date("1er août 2026", "fr-FR"), "2026-08-01");
  EXPECT_EQ(date("31 de diciembre de 2026", "es-ES"), "2026-12-31");
  EXPECT_EQ(date("31 grudnia 2026 r.", "pl-PL"), "2026-12-31");
  EXPECT_EQ(date("5 PAŹDZIERNIKA 2026", "pl-PL"), "2026-10-05");
  EXPECT_EQ(date("31 Rhagfyr 2026", "cy-GB"), "2026-12-31");
  EXPECT_EQ(date("31 December 2026", "cy-GB"), "2026-12-31");
  EXPECT_EQ(date("31st December 2026", "en-GB"), "2026-12-31");
  EXPECT_EQ(date("Dec. 31, 2026", "en-US"), "2026-12-31");
}

TEST(DateWritten, WhatIsNoDayOfThatLanguageIsNone) {
  for (const char* text : {"31 décembre 2026", "31. Foo 2026", "31. 2026", "Dezember 2026", "30.02.2026",
                           "31.13.2026", "1.1.1.2026", ""})
    EXPECT_EQ(date(text, "de-DE"), "none") << text;
  EXPECT_EQ(date("3 jui 2026", "fr-FR"), "none");  // juin, juillet
}

}  // namespace
}  // namespace mailroom
