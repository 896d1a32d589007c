#include "workflows/unsure_fields.h"

#include <gmock/gmock.h>

#include "office.h"

namespace mailroom::workflows {
namespace {

using T = ocr::FieldType;

ocr::FieldReading reading(const Value& value, double confidence, std::vector<ocr::Alternative> others = {}) {
  ocr::FieldReading made;
  made.value = value;
  made.confidence = confidence;
  made.alternatives = std::move(others);
  return made;
}

std::string readings(T type, const ocr::FieldReading& read) {
  std::string text;
  for (const PlausibleReading& one : plausible_readings(field("f", type), "en-GB", read)) {
    char probability[16];
    std::snprintf(probability, sizeof probability, "%.3f", one.probability);
    text += to_display(one.value) + " " + probability + "; ";
  }
  return text;
}

TEST(PlausibleReadings, ComeAsReadFirstAndThenLikeliestFirst) {
  EXPECT_EQ(readings(T::integer, reading("3", 0.4, {{"9", 0.05}, {"8", 0.5}})),
            "3 0.400; 8 0.500; 9 0.050; ");
}

TEST(PlausibleReadings, ThatComeToTheSameValueAreOne) {
  EXPECT_EQ(readings(T::date, reading("04 02 2022", 0.6, {{"04/02 2022", 0.3}, {"04-02-2023", 0.1}})),
            "04 02 2022 0.900; 04-02-2023 0.100; ");
  EXPECT_EQ(readings(T::amount, reading("1,250.00", 0.8, {{"1250.00", 0.1}})), "1,250.00 0.900; ");
}

TEST(PlausibleReadings, ThatCanBeNoValueAreNone) {
  EXPECT_EQ(readings(T::integer, reading("3", 0.9, {{"S", 0.04}, {"8", 0.05}})), "3 0.938; 8 0.052; ");
  EXPECT_EQ(readings(T::date, reading("01/11/2026", 0.9, {{"O1/11/2026", 0.0999}})), "01/11/2026 1.000; ");
  EXPECT_EQ(readings(T::integer, reading("S", 0.9, {{"5", 0.05}})), "S 0.000; 5 0.500; ");
}

TEST(PlausibleReadings, OfABoxAreTwo) {
  EXPECT_EQ(readings(T::checkbox, reading(true, 0.8)), "yes 0.800; no 0.200; ");
}

TEST(PlausibleReadings, NeverHoldMoreThanAll) {
  EXPECT_EQ(readings(T::integer, reading("3", 1, {{"8", 0.25}})), "3 0.800; 8 0.200; ");
}

}  // namespace
}  // namespace mailroom::workflows
