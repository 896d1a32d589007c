#include "ocr/reader/barcode.h"

#include <gtest/gtest.h>

namespace mailroom::ocr::reader {
namespace {

Form vat() {
  Form form;
  form.id = "vat1";
  for (const char* id : {"due", "reclaimed", "name"}) {
    Field field;
    field.id = id;
    field.type = std::string_view(id) == "name" ? FieldType::text : FieldType::amount;
    form.fields.push_back(field);
  }
  return form;
}

FieldReading reading(const char* id, FieldType type, const char* value, bool accepted) {
  FieldReading r;
  r.id = id;
  r.type = type;
  r.value = value;
  r.accepted = accepted;
  r.confidence = accepted ? 0.9995 : 0.8;
  r.source = Source::ocr;
  return r;
}

TEST(Barcode, HoldsValuesOnlyForItsOwnForm) {
  const CodeReading code{CodeKind::qr, "vat1\ndue=100.00\nnobody=1\n", {}};
  const auto values = values_of(code, vat());
  ASSERT_TRUE(values);
  EXPECT_EQ(values->size(), 1u);
  EXPECT_EQ(values->at("due"), "100.00");
  EXPECT_FALSE(values_of({CodeKind::qr, "vat2\ndue=1", {}}, vat()));
  EXPECT_FALSE(values_of({CodeKind::qr, "", {}}, vat()));
}

TEST(Barcode, OutranksAnUnsureReadingThatMightMeanTheSame) {
  std::vector<FieldReading> fields = {reading("due", FieldType::amount, "1OO.00", false)};
  fields[0].alternatives = {{"100.00", 0.15}};
  apply_barcode({{"due", "100.00"}}, vat(), fields);
  EXPECT_EQ(fields[0].value, Value("100.00"));
  EXPECT_FALSE(fields[0].conflict);
  EXPECT_EQ(fields[0].source, Source::barcode);
}

TEST(Barcode, WritesTheSameAmountTwoWaysWithoutAConflict) {
  std::vector<FieldReading> fields = {reading("due", FieldType::amount, "1,100.5", true)};
  apply_barcode({{"due", "1100.50"}}, vat(), fields);
  EXPECT_FALSE(fields[0].conflict);
  EXPECT_EQ(fields[0].value, Value("1,100.5"));
}

TEST(Barcode, DisagreementIsAConflictThatShowsBothValuesAndIsNotAccepted) {
  std::vector<FieldReading> fields = {reading("reclaimed", FieldType::amount, "640.00", true)};
  apply_barcode({{"reclaimed", "340.00"}}, vat(), fields);
  EXPECT_TRUE(fields[0].conflict);
  EXPECT_FALSE(fields[0].accepted);
  EXPECT_EQ(fields[0].value, Value("340.00"));
  ASSERT_FALSE(fields[0].alternatives.empty());
  EXPECT_EQ(fields[0].alternatives[0].value, Value("640.00"));
}

}  // namespace
}  // namespace mailroom::ocr::reader
