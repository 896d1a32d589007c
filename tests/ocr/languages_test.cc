// Forms in other languages than English, from the template to what is read. Left out, and said so, where a
// Tesseract pack is not installed.
#include "ocr/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/text.h"
#include "ocr/form_file.h"
#include "ocr/form_record.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"
#include "ocr/specimen/specimen.h"

namespace mailroom::ocr {
namespace {

std::vector<Diagnostic> problems_of(const std::string& yaml, std::optional<Form>* form = nullptr) {
  std::vector<Diagnostic> problems;
  auto parsed = parse_form(yaml, "", "x.form.yaml", problems);
  if (form != nullptr) *form = std::move(parsed);
  return problems;
}

std::string free_form(const std::string& language, const std::string& field = "{id: a, near: A}") {
  return "id: x\nlayout: free\nphrases: [Hello]\n" + language + "fields:\n  - " + field + "\n";
}

TEST(Language, IsDeclaredForTheFormAndForFields) {
  std::optional<Form> form;
  const std::string yaml = free_form("language: [eng, osd]\n", "{id: a, near: A, language: eng}");
  EXPECT_TRUE(problems_of(yaml, &form).empty());
  ASSERT_TRUE(form);
  EXPECT_EQ(form->language, "eng+osd");
  EXPECT_EQ(form->language_of(form->fields[0]), "eng");
  EXPECT_EQ(form->language_of(Field{}), "eng+osd");
  EXPECT_EQ(form->field_languages, std::vector<std::string>{"eng"});
  std::optional<Form> again;
  EXPECT_TRUE(problems_of(to_files(*form).yaml, &again).empty());
  EXPECT_EQ(to_files(*again).yaml, to_files(*form).yaml);
}

TEST(Language, SurvivesCompiling) {
  std::optional<Form> form;
  problems_of(free_form("language: eng+osd\n", "{id: a, near: A, language: eng}"), &form);
  std::string records, words;
  append_form(*form, records, words);
  PackedBytes packed(records);
  const Form again = take_form(packed, words, nullptr);
  EXPECT_EQ(again.language, "eng+osd");
  EXPECT_EQ(again.field_languages, form->field_languages);
  EXPECT_EQ(again.fields[0].language, "eng");
}

TEST(Language, APackThatIsNotThereIsSaidWithItsPackage) {
  const auto problems = problems_of(free_form("language: [eng, xyz_qaaq]\n"));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].place.line, 4);
  EXPECT_EQ(problems[0].message, "tesseract has no 'xyz_qaaq' on this machine");
  EXPECT_EQ(problems[0].hint, "install the package tesseract-ocr-xyz-qaaq");
  EXPECT_EQ(problems[0].severity, Severity::warning);
  std::optional<Form> form;
  problems_of(free_form("language: xyz\n"), &form);
  try {
    const reader::InkReader ink({*form});
    FAIL() << "read without its pack";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "language_missing");
    EXPECT_EQ(error.hint(), "install the package tesseract-ocr-xyz");
  }
}

TEST(Language, WhatIsNoPackIsAnError) {
  for (const char* wrong : {"German", "../eng", "de", "eng+", "~eng", "[]"}) {
    const auto problems = problems_of(free_form(std::string("language: ") + wrong + "\n"));
    ASSERT_FALSE(problems.empty()) << wrong;
    EXPECT_EQ(problems[0].severity, Severity::error) << wrong;
    EXPECT_THAT(problems[0].message, testing::HasSubstr("'language': expected")) << wrong;
  }
}

// Filled in, printed and scanned straight in grey: as good as paper gets.
class LanguagesOfForms : public testing::TestWithParam<const char*> {};

TEST_P(LanguagesOfForms, AreReadWithTheirAccents) {
  Form form =
      load_form(std::string(MAILROOM_SOURCE "/examples/languages/forms/") + GetParam() + ".form.yaml");
  if (const auto missing = missing_packs(form.language); !missing.empty())
    GTEST_SKIP() << "left out: " << how_to_install(missing);
  const std::vector<Form> forms{form};
  const reader::InkReader ink(forms);
  const reader::DocumentReader reader(forms, &ink);
  specimen::SpecimenMaker maker(std::move(form));
  specimen::SpecimenOptions options;
  options.scan = specimen::Scan::grey;
  options.filled = 0.9;
  int accented = 0, exact = 0;
  for (uint64_t number = 1; number <= 3; ++number) {
    const specimen::Specimen made = maker.make(number, options);
    const DocumentReading reading = reader.read(specimen::to_file(made).bytes, "x");
    ASSERT_EQ(reading.pages.at(0).form, forms[0].id);
    for (size_t i = 0; i < reading.fields.size(); ++i) {
      const FieldReading& field = reading.fields[i];
      const std::string& want = made.filling.at(i).value;
      if (std::ranges::all_of(want, [](unsigned char c) { return c < 0x80; })) continue;
      const bool is_exact = field.value == Value(want);
      ++accented, exact += is_exact;
      EXPECT_TRUE(is_exact || !field.accepted) << want << " was taken for " << to_display(field.value);
    }
  }
  EXPECT_GT(accented, 12);
  EXPECT_GE(exact, 0.8 * accented);
}

INSTANTIATE_TEST_SUITE_P(Five, LanguagesOfForms,
                         testing::Values("wohngeld-2026", "logement-2026", "vivienda-2026", "mieszkanie-2026",
                                         "tai-2026"),
                         [](const auto& form) { return std::string(form.param).substr(0, 3); });

}  // namespace
}  // namespace mailroom::ocr
