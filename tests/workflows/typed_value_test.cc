// What rules see of a form in another country.
#include "workflows/typed_value.h"

#include <gtest/gtest.h>

namespace mailroom::workflows {
namespace {

std::string fact(ocr::FieldType type, const std::string& locale, const std::string& text) {
  ocr::Field field;
  field.type = type;
  const auto value = typed_value(field, locale, Value(text));
  return value ? to_display(*value) : "none";
}

TEST(TypedValue, AnAmountIsANumberInTheFormsLocale) {
  EXPECT_EQ(fact(ocr::FieldType::amount, "de-DE", "1.234,56 €"), "1234.56");
  EXPECT_EQ(fact(ocr::FieldType::amount, "pl-PL", "1 234,56 zł"), "1234.56");
  EXPECT_EQ(fact(ocr::FieldType::amount, "en-GB", "£1,234.56"), "1234.56");
  EXPECT_EQ(fact(ocr::FieldType::integer, "fr-FR", "1 234"), "1234");
}

TEST(TypedValue, ADateIsADateInTheFormsLanguage) {
  EXPECT_EQ(fact(ocr::FieldType::date, "de-DE", "31. Dezember 2026"), "2026-12-31");
  EXPECT_EQ(fact(ocr::FieldType::date, "cy-GB", "31/12/2026"), "2026-12-31");
}

TEST(TypedValue, WhatCouldBeTwoThingsIsNeither) {
  EXPECT_EQ(fact(ocr::FieldType::amount, "de-DE", "1,234"), "none");
  EXPECT_EQ(fact(ocr::FieldType::integer, "en-GB", "1.000"), "none");
  EXPECT_EQ(fact(ocr::FieldType::integer, "de-DE", "12,5"), "none");
}

}  // namespace
}  // namespace mailroom::workflows
