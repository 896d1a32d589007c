#include "ocr/form_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"

namespace mailroom::ocr {
namespace {

constexpr std::string_view kGood = R"(id: claim-1
title: "A claim: yours"
valid_from: 2026-04-01
pages:
  - {size: [595.28, 841.89]}
fields:
  - {id: nino, format: nino, proposed: true, label: "Number \"3\"", page: 1, zone: [10, 20, 110, 40], max_length: 9, comb: true, threshold: 0.9995, acroform: "a[0].nino"}
  - {id: partner, type: checkbox, page: 1, zone: [10, 60, 20, 70], on_value: "1"}
)";

std::vector<std::string> said(std::string_view yaml) {
  std::vector<Diagnostic> problems;
  parse_form(yaml, "", "x.form.yaml", problems);
  std::vector<std::string> out;
  for (const Diagnostic& d : problems) {
    out.push_back(std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " + d.message +
                  (d.hint.empty() ? "" : " | " + d.hint));
  }
  return out;
}

TEST(FormFile, SurvivesWritingAndReading) {
  std::vector<Diagnostic> problems;
  auto form = parse_form(kGood, "1\t10\t10\t20\t20\tName of claimant\n", "x.form.yaml", problems);
  ASSERT_TRUE(form) << problems.at(0).message;
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(form->fields[0].label, "Number \"3\"");
  EXPECT_EQ(form->fields[0].threshold, 0.9995);
  const FormFiles files = to_files(*form);
  auto again = parse_form(files.yaml, files.words, "x.form.yaml", problems);
  ASSERT_TRUE(again) << files.yaml;
  EXPECT_EQ(to_files(*again).yaml, files.yaml);
  EXPECT_EQ(again->title, "A claim: yours");
  EXPECT_EQ(again->fields[0].zone, form->fields[0].zone);
  EXPECT_EQ(again->fields[0].threshold, 0.9995);
  EXPECT_TRUE(again->fields[0].proposed);
  EXPECT_FALSE(again->fields[1].proposed);
  EXPECT_EQ(again->fields[1].on_value, "1");
  EXPECT_EQ(again->pages[0].words.list().at(0).text, "Name of claimant");
}

constexpr std::string_view kPayslip = R"yaml(id: payslip
layout: free
phrases: [net pay]
fields:
  - {id: tax_code, pattern: "[0-9]{3,4}L"}
  - {id: withheld, type: amount, near: [Total deductions]}
tables:
  - id: deductions
    label: Deductions
    columns:
      - {id: description, header: [Deductions, Deduction]}
      - {id: hours, type: amount, header: Hours, optional: true}
      - {id: amount, type: amount, label: This month, header: [Amount], total: withheld}
    until: [Total deductions]
)yaml";

TEST(FormFile, TablesSurviveWritingAndReading) {
  std::vector<Diagnostic> problems;
  const auto form = parse_form(kPayslip, "", "x.form.yaml", problems);
  ASSERT_TRUE(form) << problems.at(0).message;
  EXPECT_TRUE(problems.empty());
  const Table& table = form->tables.at(0);
  EXPECT_EQ(table.until, std::vector<std::string>{"Total deductions"});
  EXPECT_EQ(table.columns.at(2).total, "withheld");
  EXPECT_TRUE(table.columns[1].optional);
  const FormFiles files = to_files(*form);
  const auto again = parse_form(files.yaml, "", "x.form.yaml", problems);
  ASSERT_TRUE(again) << files.yaml;
  EXPECT_EQ(to_files(*again).yaml, files.yaml);
  EXPECT_EQ(again->tables.at(0).columns.size(), 3U);
}

TEST(FormFile, KnowsRowsAndCellsAsFields) {
  std::vector<Diagnostic> problems;
  const auto form = parse_form(kPayslip, "", "x.form.yaml", problems);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->find("deductions")->type, FieldType::integer);
  EXPECT_EQ(form->find("deductions[12].amount")->type, FieldType::amount);
  EXPECT_EQ(form->find("deductions[12].price"), nullptr);
  EXPECT_EQ(form->find("payments[1].amount"), nullptr);
  EXPECT_EQ(form->label("deductions[2].amount"), "Deductions, row 2: This month");
  EXPECT_THAT(form->names(),
              testing::ElementsAre("tax_code", "withheld", "deductions", "deductions.description",
                                   "deductions.hours", "deductions.amount"));
}

TEST(FormFile, ExplainsWhatATableLacks) {
  const std::string start =
      "id: payslip\nlayout: free\nphrases: [net pay]\nfields:\n  - {id: paid, near: [Paid]}\n";
  EXPECT_THAT(
      said(start + "tables:\n  - {id: paid, columns: [{id: a, header: A, optional: true}]}\n"),
      testing::UnorderedElementsAre("7:10 table 'paid' is there twice, first on line 5",
                                    "7:10 table 'paid' needs a column that is always there | list its "
                                    "'columns', from left to right, one of them not optional"));
  EXPECT_THAT(said(start + "tables:\n  - id: rows\n    columns:\n      - {id: a, heder: A}\n"
                           "      - {id: b, header: B, total: payd}\n"),
              testing::UnorderedElementsAre(
                  "9:9 'columns' needs the key 'header' | header: [Amount, This period]  # the words that "
                  "stand above it",
                  "9:17 unknown key 'heder' in 'columns' | write 'header'",
                  "10:14 column 'b' has a 'total' and is text, which does not add up | write type: amount",
                  "10:14 the 'total' of column 'b': the form has no field 'payd' | write 'paid'"));
}

TEST(FormFile, CodesSurviveWritingAndReading) {
  constexpr std::string_view kCoded = R"yaml(id: letter
pages:
  - {size: [595, 842], code: "LTR/1"}
  - {size: [595, 842], code: {kind: [qr, code128], pattern: "LTR/2"}}
fields:
  - {id: reference, page: 1, barcode: {kind: code39, pattern: "REF([0-9]+)"}}
  - {id: account, page: 1, zone: [10, 20, 110, 40], barcode: any}
  - {id: batch, page: 1, zone: [10, 60, 110, 80], barcode: [pdf417, datamatrix]}
)yaml";
  std::vector<Diagnostic> problems;
  const auto form = parse_form(kCoded, "", "x.form.yaml", problems);
  ASSERT_TRUE(form) << problems.at(0).message;
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(form->pages[0].code, (ExpectedCode{{}, "LTR/1"}));
  EXPECT_EQ(form->fields[1].barcode, ExpectedCode{});
  const FormFiles files = to_files(*form);
  const auto again = parse_form(files.yaml, files.words, "x.form.yaml", problems);
  ASSERT_TRUE(again) << files.yaml;
  EXPECT_EQ(again->pages[1].code, form->pages[1].code);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(again->fields[i].barcode, form->fields[i].barcode) << i;
  EXPECT_EQ(again->fields[0].zone, Zone{});
}

TEST(FormFile, ASeparatorSheetIsKnownByItsCodeAlone) {
  EXPECT_THAT(said("id: separator\nlayout: separator\ncode: NEXT DOCUMENT\n"), testing::IsEmpty());
  EXPECT_THAT(
      said("id: separator\nlayout: separator\n"),
      testing::ElementsAre("1:5 a separator sheet needs the 'code' that is printed on it | write code: "
                           "TEXT, or code: {kind: code128, pattern: TEXT}"));
}

TEST(FormFile, AKindOfLetterIsToldByPhrasesAndHasNoFields) {
  EXPECT_THAT(
      said("id: appeal\nlayout: letter\nphrases: [wish to appeal]\nunless: [do not wish to appeal]\n"),
      testing::IsEmpty());
  EXPECT_THAT(
      said("id: appeal\nlayout: letter\nfields: [{id: name, near: [Name]}]\n"),
      testing::ElementsAre("1:5 a kind of letter needs 'phrases' that tell it | list what such letters say; "
                           "one of them is enough",
                           "3:15 a kind of letter has no fields | where all such letters are written alike, "
                           "write 'layout: free'"));
  EXPECT_THAT(
      said("id: a\nlayout: free\nphrases: [A]\nunless: [B]\n"),
      testing::ElementsAre("4:9 'unless' is for letters only | write 'layout: letter', or leave it out"));
}

TEST(FormFile, SaysWhatIsWrongWithCodes) {
  EXPECT_THAT(
      said("id: a\npages: [{size: [600, 800]}]\nfields:\n  - {id: x, barcode: datamatrx}\n"),
      testing::ElementsAre("4:22 'barcode': expected 'any', 'qr', 'datamatrix', 'pdf417', 'code128' or "
                           "'code39', got 'datamatrx' | write 'datamatrix'"));
  EXPECT_THAT(
      said("id: a\ncode: \"(\"\npages: [{size: [600, 800], code: B}]\n"
           "fields:\n  - {id: y, barcode: code39}\n"),
      testing::ElementsAre(
          "2:7 the form's 'code': '(' is not a regular expression",
          "3:34 the form has a 'code', and so has its page 1 | give either one code for all pages, its "
          "first group the page's number, or one for each page",
          "5:10 the 'barcode' of field 'y' may be a Code 39, which has no check digit, and has no "
          "pattern | write barcode: {kind: code39, pattern: 'REF[0-9]{8}'}"));
}

TEST(FormFile, TextsThatLookLikeOtherThingsStayTexts) {
  Form form;
  form.id = "f";
  form.pages = {{100, 100, {}, {}}};
  for (const char* label :
       {"yes", "1_000", "a: b", "# no", "- x", "back\\slash", "tab\there", "é ✓", "[x]", "{{y}}"}) {
    Field field;
    field.id = "f" + std::to_string(form.fields.size());
    field.label = label;
    const auto n = static_cast<double>(form.fields.size());
    field.zone = {0, n * 8, 10, n * 8 + 5};
    form.fields.push_back(field);
  }
  std::vector<Diagnostic> problems;
  const auto again = parse_form(to_files(form).yaml, "", "x.form.yaml", problems);
  ASSERT_TRUE(again) << problems.at(0).message;
  for (size_t i = 0; i < form.fields.size(); ++i) EXPECT_EQ(again->fields[i].label, form.fields[i].label);
}

TEST(FormFile, ReportsEveryProblemWithItsPlaceAndANearbyName) {
  EXPECT_THAT(
      said(R"(id: claim 1
titel: x
pages:
  - {size: [100, 100]}
fields:
  - {id: a, type: amuont, page: 1, zone: [10, 20, 30, 40]}
  - {id: a, page: 1, zone: [10, 50, 300, 60]}
  - {id: b, page: 2, zone: [10, 50, 30, 60], page: 1}
  - {id: c, page: 1, zone: [30, 70, 10, 80]}
  - {id: d, page: 1, max_length: many, zone: [60, 70, 80, 80]}
)"),
      testing::UnorderedElementsAre(
          "1:5 the id 'claim 1' may hold letters, digits, '-', '_' and '.' only",
          "2:1 unknown key 'titel' | write 'title'",
          "6:19 'type': expected 'text', 'name', 'integer', 'amount', 'date' or 'checkbox', got 'amuont' | "
          "write 'amount'",
          "7:10 field 'a' is there twice, first on line 6",
          "7:28 the zone of field 'a' leaves page 1 | the page is 100 by 100 points",
          "8:10 field 'b' is on page 2, but the form has 1 page",
          "8:46 duplicate key 'page', first in line 8 | keep one of them",
          "9:28 'zone': expected [left, top, right, bottom] with left < right and top < bottom, got a list",
          "10:34 'max_length': expected a whole number, got 'many' | for example 9"));
}

TEST(FormFile, OverlapsAreOnlyAWarning) {
  std::vector<Diagnostic> problems;
  EXPECT_TRUE(
      parse_form("id: x\npages: [{size: [100, 100]}]\nfields:\n"
                 "  - {id: a, zone: [10, 10, 50, 20]}\n  - {id: b, zone: [12, 10, 50, 20]}\n",
                 "", "x.form.yaml", problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].severity, Severity::warning);
  EXPECT_EQ(problems[0].message, "the zones of 'b' and 'a' overlap");
}

TEST(FormFile, WarnsOfWhatNobodyCanWriteInAndNoExpressionCanName) {
  EXPECT_THAT(said("id: x\npages: [{size: [100, 100]}]\nfields:\n"
                   "  - {id: net-pay, zone: [10, 10, 50, 13]}\n"
                   "  - {id: 2nd_name, zone: [10, 20, 50, 30]}\n"
                   "  - {id: if, type: checkbox, zone: [10, 40, 12, 42]}\n"),
              testing::UnorderedElementsAre(
                  "4:10 no expression can name the field 'net-pay' | write 'net_pay'",
                  "4:25 the zone of field 'net-pay' is 40 by 3 points: too small to be written in | "
                  "expected 4 by 5 points or more",
                  "5:10 no expression can name the field '2nd_name' | write 'field_2nd_name'",
                  "6:10 no expression can name the field 'if' | write 'field_if'",
                  "6:36 the zone of field 'if' is 2 by 2 points: too small to be written in | "
                  "expected 4 by 4 points or more"));
}

TEST(FormFile, AFormatThatIsNoneHasANearName) {
  EXPECT_THAT(said("id: x\npages: [{size: [100, 100]}]\nfields:\n"
                   "  - {id: a, format: de-idnrr, zone: [10, 10, 90, 20]}\n"
                   "  - {id: b, format: shoe size, zone: [10, 30, 90, 40]}\n"),
              testing::UnorderedElementsAre(
                  "4:21 'format': there is no identifier format 'de-idnrr' | write 'de-idnr'",
                  "5:21 'format': there is no identifier format 'shoe size' | "
                  "'mailroom schema --identifiers' lists them"));
}

TEST(FormFile, ACombNeedsItsNumberOfCells) {
  EXPECT_THAT(
      said("id: x\npages: [{size: [100, 100]}]\nfields:\n"
           "  - {id: nino, comb: true, zone: [10, 10, 90, 20]}\n"),
      testing::ElementsAre(
          "4:10 field 'nino' is a comb without 'max_length' | max_length is the number of its cells"));
}

TEST(FormFile, FreeLayoutsNeedPhrasesAndLabels) {
  EXPECT_THAT(said("id: payslip\nlayout: free\nfields:\n  - {id: net_pay, type: amount}\n  - {id: tax_code, "
                   "pattern: \"(\"}\n"),
              testing::UnorderedElementsAre("1:5 a free layout needs 'phrases' that identify it | list "
                                            "wordings that stand on every such page, or write the "
                                            "'code' that is printed on it",
                                            "5:10 field 'tax_code': '(' is not a regular expression",
                                            "4:10 field 'net_pay' of a free layout needs 'near' | write "
                                            "the label that stands beside or above the value, or the "
                                            "'pattern' that tells it anywhere on the page"));
}

TEST(FormFile, BrokenYamlNamesThePlace) {
  EXPECT_THAT(said("id: [x\n"), testing::ElementsAre(testing::HasSubstr("this list is not closed")));
  EXPECT_THAT(said(""), testing::ElementsAre("0:0 the file is empty | make one with 'mailroom form new'"));
}

TEST(FormFile, LoadsAFolderAndRefusesTwoFormsOfOneId) {
  TemporaryFolder folder;
  write_file(folder.path() / "a.form.yaml", kGood);
  write_file(folder.path() / "a.words.tsv", "1\t1\t2\t3\t4\tName\n");
  write_file(folder.path() / "notes.txt", "not a form");
  auto forms = load_forms(folder.path());
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].pages[0].words.list().size(), 1u);
  EXPECT_TRUE(forms[0].blank.empty());
  write_file(folder.path() / "b.form.yaml", kGood);
  try {
    load_forms(folder.path());
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.fault(), Fault::usage);
    EXPECT_THAT(e.message(), testing::HasSubstr("form 'claim-1' is there twice"));
  }
}

TEST(FormFile, AnythingElseIsNotTakenForATemplate) {
  try {
    load_form("claim.blank.tif");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "expected a template, NAME.form.yaml, got 'claim.blank.tif'");
  }
}

}  // namespace
}  // namespace mailroom::ocr
