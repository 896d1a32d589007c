#include "ocr/reader/evidence.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

FieldReading reading(Source source, Value value, double confidence = 0.9999) {
  FieldReading r;
  r.source = source;
  if (value.is(Value::Kind::boolean)) r.type = FieldType::checkbox;
  r.value = std::move(value);
  r.confidence = confidence;
  return r;
}

TEST(Evidence, OneValueMayBeWrittenInSeveralWays) {
  EXPECT_TRUE(is_same_value(FieldType::amount, "1234.5", "£1,234.50"));
  EXPECT_TRUE(is_same_value(FieldType::text, "Ada  Marsh", "Ada Marsh"));
  EXPECT_TRUE(is_same_value(FieldType::date, "2026-11-23", "23/11/2026"));
  EXPECT_TRUE(is_same_value(FieldType::amount, "0.05", "5%"));
  EXPECT_FALSE(is_same_value(FieldType::amount, "1234.5", "1234.6"));
  EXPECT_FALSE(is_same_value(FieldType::text, "Ada", ""));
  EXPECT_FALSE(is_same_value(FieldType::text, "23", "32"));
}

TEST(Evidence, InkThatAgreesLeavesTheBetterSourceAsItIs) {
  FieldReading field = reading(Source::text, Value("Quill"));
  weigh_ink(field, reading(Source::ocr, Value("Quill"), 0.4));
  EXPECT_EQ(field.source, Source::text);
  EXPECT_FALSE(field.conflict);
  EXPECT_EQ(field.confidence, 0.9999);
}

TEST(Evidence, InkThatDisagreesIsAConflictWithBothValues) {
  FieldReading field = reading(Source::text, Value("Quill"));
  weigh_ink(field, reading(Source::ocr, Value("Marsh")));
  EXPECT_TRUE(field.conflict);
  EXPECT_EQ(field.value, Value("Quill"));
  EXPECT_EQ(field.alternatives.at(0).value, Value("Marsh"));
  EXPECT_LE(field.confidence, 0.5);
  FieldReading unsure = reading(Source::ocr, Value("Quiil"), 0.4);
  unsure.alternatives.push_back({Value("Quill"), 0.3});
  FieldReading confirmed = reading(Source::text, Value("Quill"));
  weigh_ink(confirmed, unsure);
  EXPECT_FALSE(confirmed.conflict);
}

TEST(Evidence, WhereTheTextLayerSaysNothingTheInkSpeaks) {
  FieldReading field = reading(Source::text, Value(""));
  field.zone = {1, 2, 3, 4};
  weigh_ink(field, reading(Source::ocr, Value("Quill"), 0.8));
  EXPECT_EQ(field.value, Value("Quill"));
  EXPECT_EQ(field.source, Source::ocr);
  EXPECT_EQ(field.confidence, 0.8);
  EXPECT_EQ(field.zone.x1, 3);
  FieldReading box = reading(Source::mark, Value(false));
  weigh_ink(box, reading(Source::mark, Value(true)));
  EXPECT_EQ(box.value, Value(true));
}

TEST(Evidence, AnEmptyPdfValueUnderInkIsAConflict) {
  FieldReading field = reading(Source::acroform, Value(""), 1);
  weigh_ink(field, reading(Source::ocr, Value("Quill")));
  EXPECT_TRUE(field.conflict);
}

TEST(Evidence, WhatIsStruckOutOnThePageIsAltered) {
  FieldReading field = reading(Source::text, Value("Quill"));
  FieldReading ink = reading(Source::ocr, Value("Quill"));
  ink.altered = true;
  weigh_ink(field, ink);
  EXPECT_TRUE(field.altered);
}

}  // namespace
}  // namespace mailroom::ocr::reader
