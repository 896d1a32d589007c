#include "ocr/reader/suits_field.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

Field field_of(FieldType type) {
  Field field;
  field.type = type;
  return field;
}

TEST(SuitsField, AnAmountIsGroupedFiguresPerhapsWithASignAndACurrency) {
  const Field amount = field_of(FieldType::amount);
  for (const char* text : {"470.01", "1,234", "-7", "(12.50)", "£8,425.00", "99-", "1 234"})
    EXPECT_TRUE(suits_field(amount, text, "en-GB")) << text;
  for (const char* text : {"470-01", "08/09", "12,50", "2.", ".5", "none"})
    EXPECT_FALSE(suits_field(amount, text, "en-GB")) << text;
  EXPECT_TRUE(suits_field(amount, "1.234,56", "de-DE"));
}

TEST(SuitsField, ADateIsThreeNumbersOrEightFigures) {
  const Field date = field_of(FieldType::date);
  for (const char* text : {"24/08/2023", "2023-08-24", "24.8.23", "24082023", "240823", "24 August 2023"})
    EXPECT_TRUE(suits_field(date, text, "en-GB")) << text;
  for (const char* text : {"24/08,2023", "24/082023", "2408202", "24-08/2023"})
    EXPECT_FALSE(suits_field(date, text, "en-GB")) << text;
}

TEST(SuitsField, NoMoreCharactersThanItHolds) {
  Field field = field_of(FieldType::text);
  field.max_length = 6;
  EXPECT_TRUE(suits_field(field, "291764", "en-GB"));
  EXPECT_FALSE(suits_field(field, "2917.64", "en-GB"));
}

TEST(SuitsField, AnIdentifierIsOfItsFormat) {
  Field field = field_of(FieldType::text);
  EXPECT_TRUE(suits_field(field, "anything", "en-GB"));
  field.format = "nino";
  field.max_length = 9;
  EXPECT_TRUE(suits_field(field, "AB123456C", "en-GB"));
  EXPECT_TRUE(suits_field(field, "AB 12 34 56 C", "en-GB"));
  EXPECT_FALSE(suits_field(field, "AB12345", "en-GB"));
}

}  // namespace
}  // namespace mailroom::ocr::reader
