#include "ocr/reader/new_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "base/error.h"
#include "base/file.h"
#include "ocr/reader/field_names.h"
#include "tests/ocr/drawn_form.h"
#include "tests/ocr/small_pdf.h"

namespace mailroom::ocr::reader {
namespace {

Form made_of(const std::string& pdf, FormFiles* files_out = nullptr) {
  const FormFiles files = new_form(pdf, "claim", "claim.pdf", {});
  std::vector<Diagnostic> problems;
  auto form = parse_form(files.yaml, files.words, "claim.form.yaml", problems);
  EXPECT_TRUE(form) << (problems.empty() ? "" : problems[0].message);
  if (files_out != nullptr) *files_out = files;
  return form.value_or(Form());
}

TEST(NewForm, TakesFieldsWithTypesLabelsAndZonesFromTheBlank) {
  FormFiles files;
  const Form form = made_of(small_pdf(claim_words("2026"), claim_fields()), &files);
  ASSERT_EQ(form.fields.size(), 4u);
  EXPECT_EQ(form.fields[0].id, "surname");
  EXPECT_EQ(form.fields[0].acroform, "claim.Surname");
  EXPECT_EQ(form.fields[0].label, "Surname (box 1)");
  EXPECT_EQ(form.fields[0].zone, (Zone{50, 110, 250, 130}));
  EXPECT_TRUE(form.fields[1].comb);
  EXPECT_EQ(form.fields[1].max_length, 9);
  EXPECT_EQ(form.fields[2].type, FieldType::amount);
  EXPECT_EQ(form.fields[3].type, FieldType::checkbox);
  EXPECT_EQ(form.fields[3].on_value, "Yes");
  EXPECT_GT(form.pages.at(0).words.list().size(), 20u);
  EXPECT_TRUE(files.blank_tiff.starts_with("II*"));
}

TEST(NewForm, CountsFromTheDisplayedCornerOfATurnedAndCroppedPage) {
  const std::string field = text_field("a", "100 200 180 220");
  EXPECT_EQ(made_of(small_pdf("", field, "/Rotate 90")).fields.at(0).zone, (Zone{200, 100, 220, 180}));
  EXPECT_EQ(made_of(small_pdf("", field, "/Rotate 180")).fields.at(0).zone, (Zone{420, 200, 500, 220}));
  EXPECT_EQ(made_of(small_pdf("", field, "/Rotate -90")).fields.at(0).zone, (Zone{580, 420, 600, 500}));
  const Form cropped = made_of(small_pdf("", field, "/CropBox[50 100 550 700]"));
  EXPECT_EQ(cropped.pages.at(0).width, 500);
  EXPECT_EQ(cropped.fields.at(0).zone, (Zone{50, 480, 130, 500}));
}

TEST(NewForm, LeavesOutWhatNobodyWritesInto) {
  const Form form =
      made_of(small_pdf("", text_field("a", "10 10 50 20") + text_field("hidden", "10 30 50 40", "/F 2") +
                                text_field("dot", "10 50 11 51") +
                                "<</Subtype/Widget/FT/Btn/Ff 65536/T(print)/Rect[10 60 50 70]>>" +
                                "<</Subtype/Widget/FT/Sig/T(sign)/Rect[10 80 50 90]>>"));
  ASSERT_EQ(form.fields.size(), 1u);
  EXPECT_EQ(form.fields[0].id, "a");
}

TEST(NewForm, TellsButtonsThatShareANameApartByWhatTheyMean) {
  const auto button = [&](const std::string& x0, const std::string& x1, const std::string& state) {
    return "<</Subtype/Widget/FT/Btn/Ff 32768/T(home)/Rect[" + x0 + " 10 " + x1 + " 20]/AP<</N<</" + state +
           "<<>>/Off<<>>>>>>>>";
  };
  const Form form = made_of(small_pdf("", button("10", "20", "Rent") + button("40", "50", "Own")));
  ASSERT_EQ(form.fields.size(), 2u);
  EXPECT_EQ(form.fields[0].id, "home_rent");
  EXPECT_EQ(form.fields[1].id, "home_own");
}

TEST(NewForm, ACoverLetterHasPagesThatAreKnownAndNoFields) {
  const FormFiles files = new_form(small_pdf(claim_words("2026")), "letter", "letter.pdf", {});
  std::vector<Diagnostic> problems;
  const auto form = parse_form(files.yaml, files.words, "letter.form.yaml", problems);
  ASSERT_TRUE(form);
  EXPECT_TRUE(problems.empty());
  EXPECT_TRUE(form->fields.empty());
  EXPECT_EQ(form->pages.size(), 1u);
  EXPECT_FALSE(form->pages[0].words.list().empty());
  EXPECT_FALSE(files.blank_tiff.empty());
}

TEST(NewForm, LooksForTheFieldsOfABlankThatIsNotFillable) {
  const std::string drawn = words_at(50, 700, "Surname") + words_at(50, 640, "Amount claimed") +
                            "0.7 w 50 670 200 20 re S 150 634 100 16 re S 50 600 10 10 re S\n" +
                            words_at(66, 601, "Somebody else lives with me");
  const Form form = made_of(small_pdf(drawn));
  ASSERT_EQ(form.fields.size(), 3u);
  EXPECT_EQ(form.fields[0].id, "surname");
  EXPECT_EQ(form.fields[0].label, "Surname");
  EXPECT_EQ(form.fields[0].acroform, "");
  EXPECT_NEAR(form.fields[0].zone.x0, 50, 1.5);
  EXPECT_NEAR(form.fields[0].zone.y1, 130, 1.5);
  EXPECT_EQ(form.fields[1].id, "amount_claimed");
  EXPECT_EQ(form.fields[2].id, "somebody_else_lives_with_me");
  EXPECT_EQ(form.fields[2].type, FieldType::checkbox);
}

TEST(NewForm, ProposesWhatTheLabelsSayAndMarksItAsProposed) {
  const std::string tooltip = "/TU(National Insurance number (box 3))";
  FormFiles files;
  const Form form = made_of(small_pdf("", text_field("nino", "50 670 250 690", tooltip) +
                                              text_field("other", "50 600 250 620", "/TU(Remarks)")),
                            &files);
  ASSERT_EQ(form.fields.size(), 2u);
  EXPECT_EQ(form.fields[0].format, "nino");
  EXPECT_TRUE(form.fields[0].proposed);
  EXPECT_EQ(form.fields[1].format, "");
  EXPECT_FALSE(form.fields[1].proposed);
  EXPECT_THAT(files.yaml, testing::HasSubstr("# proposed: "));
}

TEST(NewForm, CallsFieldsWithoutANameAsThePrintBesideThemDoes) {
  const Form form =
      made_of(small_pdf(words_at(50, 695, "Date of birth"), text_field("f1_04", "50 670 250 690")));
  ASSERT_EQ(form.fields.size(), 1u);
  EXPECT_EQ(form.fields[0].id, "date_of_birth");
  EXPECT_EQ(form.fields[0].label, "Date of birth");
  EXPECT_EQ(form.fields[0].type, FieldType::date);
  EXPECT_TRUE(form.fields[0].proposed);
}

TEST(NewForm, BelievesAFillablePdfAndLooksNoFurther) {
  const Form form =
      made_of(small_pdf("0.7 w 50 670 200 20 re S 300 670 200 20 re S\n", text_field("a", "50 670 250 690")));
  ASSERT_EQ(form.fields.size(), 1u);
  EXPECT_EQ(form.fields[0].id, "a");
}

TEST(NewForm, TakesAPictureOfABlankAndAsksForItsWords) {
  Raster page(pixCreate(1700, 2200, 8));
  pixSetAll(page.get());
  Raster bits(pixCreate(1700, 2200, 1));
  draw_box(bits, 200, 300, 600, 50);
  pixPaintThroughMask(page.get(), bits.get(), 0, 0, 0);
  pixSetResolution(page.get(), 200, 200);
  l_uint8* data = nullptr;
  size_t size = 0;
  ASSERT_EQ(pixWriteMemPng(&data, &size, page.get(), 0), 0);
  const std::string png(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  const auto read = [](const Raster&, double) {
    Word word;
    word.text = "Surname";
    word.zone = {72, 95, 110, 106};
    return std::vector<Word>{word};
  };
  const FormFiles files = new_form(png, "claim", "claim.png", read);
  std::vector<Diagnostic> problems;
  const auto form = parse_form(files.yaml, files.words, "claim.form.yaml", problems);
  ASSERT_TRUE(form);
  ASSERT_EQ(form->fields.size(), 1u);
  EXPECT_EQ(form->fields[0].id, "surname");
  EXPECT_EQ(form->locale, "en-US");
  EXPECT_NEAR(form->pages.at(0).width, 612, 0.5);
}

TEST(NewForm, SaysWhyItCannotMakeOne) {
  const auto code_of = [](const std::string& pdf) {
    try {
      new_form(pdf, "x", "x.pdf", {});
      return std::string("made");
    } catch (const Error& e) {
      EXPECT_EQ(e.fault(), Fault::document);
      return e.code();
    }
  };
  EXPECT_EQ(code_of("hello"), "unsupported");
  EXPECT_EQ(code_of("%PDF-1.7\n1 0 obj <<"), "truncated");
}

TEST(FieldNames, BecomeIdsThatAnExpressionCanName) {
  EXPECT_EQ(field_id("topmostSubform[0].Page1[0].f1_01[0]"), "f1_01");
  EXPECT_EQ(field_id("Page1[0].c1_1[1]"), "c1_1_1");
  EXPECT_EQ(field_id("claim.FirstName"), "first_name");
  EXPECT_EQ(field_id("NINumber"), "ni_number");
  EXPECT_EQ(field_id("Section 2: total (£)"), "section_2_total");
  EXPECT_EQ(field_id("12a"), "field_12a");
  EXPECT_EQ(field_id("???"), "field");
  std::set<std::string> taken;
  EXPECT_EQ(unique_id("a", taken), "a");
  EXPECT_EQ(unique_id("a", taken), "a_2");
  EXPECT_EQ(unique_id("or", taken), "field_or");
}

TEST(FieldNames, AProgramsNumberIsNoName) {
  for (const char* name : {"form[0].f1_04[0]", "Text12", "undefined_3", "Check Box7", "c1_1[1]", "a7", "x"})
    EXPECT_TRUE(is_nameless(name)) << name;
  for (const char* name : {"nino", "Page1[0].DateOfBirth[0]", "Text of the letter"})
    EXPECT_FALSE(is_nameless(name)) << name;
}

TEST(FieldNames, ScriptsTellTypesAndTheOrderOfDates) {
  EXPECT_EQ(type_by_scripts("AFNumber_Format(0, 0, 0, 0, \"\", true)"), FieldType::integer);
  EXPECT_EQ(type_by_scripts("AFNumber_Keystroke(2, 0, 0, 0, \"\", true)"), FieldType::amount);
  EXPECT_EQ(type_by_scripts("AFDate_FormatEx(\"dd/mm/yyyy\")"), FieldType::date);
  EXPECT_EQ(type_by_scripts("AFSpecial_Format(0)"), FieldType::text);
  EXPECT_EQ(locale_by_scripts("AFDate_FormatEx(\"dd/mm/yyyy\")"), "en-GB");
  EXPECT_EQ(locale_by_scripts("AFDate_FormatEx('mm/dd/yyyy')"), "en-US");
  EXPECT_EQ(locale_by_scripts("AFDate_FormatEx('yyyy-mm-dd')"), "");
}

}  // namespace
}  // namespace mailroom::ocr::reader
