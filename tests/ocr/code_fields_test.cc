// Fields and pages by what their barcodes say.
#include "ocr/reader/code_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/reader/form_codes.h"

namespace mailroom::ocr::reader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CodeReading code(CodeKind kind, const std::string& text, Zone zone = {100, 100, 200, 130}) {
  return {kind, text, zone};
}

// A letter whose reference is a Code 128 at the top.
Form letter(const std::string& pattern, Zone zone = {90, 90, 210, 140}) {
  Form form;
  form.id = "letter";
  form.pages.push_back({595, 842, {}, {}});
  Field field;
  field.id = "reference";
  field.zone = zone;
  field.barcode = ExpectedCode{{CodeKind::code128}, pattern};
  form.fields.push_back(field);
  return form;
}

std::vector<FieldReading> blank_readings(const Form& form) {
  std::vector<FieldReading> readings;
  for (const Field& field : form.fields) {
    FieldReading reading;
    reading.id = field.id;
    reading.value = Value("");
    reading.zone = field.zone;
    readings.push_back(reading);
  }
  return readings;
}

FieldReading read_by(const Form& form, const std::vector<CodeReading>& codes) {
  std::vector<FieldReading> readings = blank_readings(form);
  CodeFields(form, 1).read(codes, readings);
  return readings.front();
}

TEST(CodeFields, TakeTheValueFromThePatternsGroup) {
  const FieldReading read = read_by(letter("REF/([0-9]{6})"), {code(CodeKind::code128, "REF/204711")});
  EXPECT_EQ(read.value, Value("204711"));
  EXPECT_EQ(read.text, "REF/204711");
  EXPECT_EQ(read.source, Source::barcode);
  EXPECT_GE(read.confidence, 0.999);
  EXPECT_EQ(read.zone, (Zone{100, 100, 200, 130}));
}

TEST(CodeFields, AreUnsureWithoutAReadableCode) {
  for (const auto& codes : {std::vector<CodeReading>{},
                            {code(CodeKind::code128, "SOMETHING ELSE")},
                            {code(CodeKind::qr, "REF/204711")}}) {
    const FieldReading read = read_by(letter("REF/([0-9]{6})"), codes);
    EXPECT_EQ(read.value, Value(""));
    EXPECT_LT(read.confidence, 0.5);
    EXPECT_EQ(read.source, Source::none);
  }
}

TEST(CodeFields, TakeNoCodeFromElsewhereUnlessTheyMayBeAnywhere) {
  const CodeReading astray = code(CodeKind::code128, "204711", {400, 700, 500, 730});
  EXPECT_EQ(read_by(letter(""), {astray}).value, Value(""));
  EXPECT_EQ(read_by(letter("", Zone{}), {astray}).value, Value("204711"));
}

TEST(CodeFields, TwoCodesThatDifferAreAConflict) {
  const FieldReading read = read_by(letter(""), {code(CodeKind::code128, "204711"),
                                                 code(CodeKind::code128, "204712", {100, 110, 200, 135})});
  EXPECT_TRUE(read.conflict);
  EXPECT_LT(read.confidence, 0.999);
  EXPECT_EQ(read.alternatives.at(0).value, Value("204712"));
}

TEST(CodeFields, TheSameCodeTwiceIsNone) {
  const FieldReading read = read_by(letter(""), {code(CodeKind::code128, "204711"),
                                                 code(CodeKind::code128, "204711", {100, 110, 200, 135})});
  EXPECT_FALSE(read.conflict);
}

TEST(CodeFields, KnowWhetherAnotherLookIsNeeded) {
  const Form form = letter("REF/([0-9]{6})");
  const CodeFields fields(form, 1);
  EXPECT_FALSE(fields.are_all_in({}, blank_readings(form)));
  EXPECT_TRUE(fields.are_all_in({code(CodeKind::code128, "REF/204711")}, blank_readings(form)));
  EXPECT_TRUE(CodeFields(form, 2).empty());
}

Form coded(const std::string& id, const std::string& pattern, int pages = 2) {
  Form form;
  form.id = id;
  form.code = ExpectedCode{{}, pattern};
  for (int i = 0; i < pages; ++i) form.pages.push_back({595, 842, {}, {}});
  return form;
}

TEST(FormCodes, NameFormEditionAndPage) {
  const std::vector<Form> forms = {coded("ctr1-2025", "CTR1/2025/([0-9])"),
                                   coded("ctr1-2026", "CTR1/2026/([0-9])")};
  const FormCodes codes(forms);
  EXPECT_THAT(codes.named_by({code(CodeKind::code128, "CTR1/2026/2")}), ElementsAre(CodedPage{&forms[1], 2}));
  EXPECT_THAT(codes.named_by({code(CodeKind::code128, "CTR1/2026/3")}), IsEmpty());  // it has two pages
  EXPECT_THAT(codes.named_by({code(CodeKind::code128, "xCTR1/2026/2")}), IsEmpty());
}

TEST(FormCodes, MayStandOnEachPageByItself) {
  std::vector<Form> forms = {coded("ctr1", "", 2)};
  forms[0].code.reset();
  forms[0].pages[1].code = ExpectedCode{{CodeKind::qr}, "https://example\\.org/ctr1/back"};
  const FormCodes codes(forms);
  EXPECT_THAT(codes.named_by({code(CodeKind::qr, "https://example.org/ctr1/back")}),
              ElementsAre(CodedPage{&forms[0], 2}));
  EXPECT_THAT(codes.named_by({code(CodeKind::code128, "https://example.org/ctr1/back")}), IsEmpty());
}

TEST(FormCodes, WithoutAGroupSayTheFormAlone) {
  const std::vector<Form> forms = {coded("ctr1", "CTR1"), coded("hs1", "HS1")};
  const FormCodes codes(forms);
  EXPECT_THAT(codes.named_by({code(CodeKind::code128, "HS1"), code(CodeKind::code128, "HS1")}),
              ElementsAre(CodedPage{&forms[1], 0}));
  EXPECT_EQ(codes.named_by({code(CodeKind::code128, "HS1"), code(CodeKind::code128, "CTR1")}).size(), 2u);
}

TEST(FormCodes, BarsAreLookedForOnlyWhereATemplateHasThem) {
  const std::vector<Form> none = {Form()};
  EXPECT_TRUE(FormCodes(none).empty());
  EXPECT_EQ(FormCodes(none).kinds(), kValueCodes);
  const std::vector<Form> forms = {coded("ctr1", "CTR1")};
  EXPECT_THAT(FormCodes(forms).kinds(), testing::Contains(CodeKind::code128));
  EXPECT_THAT(FormCodes(forms).kinds(), testing::Not(testing::Contains(CodeKind::code39)));
}

}  // namespace
}  // namespace mailroom::ocr::reader
