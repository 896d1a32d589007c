#include "cli/reading_csv.h"

#include <gtest/gtest.h>

namespace mailroom::cli {
namespace {

TEST(ReadingCsv, QuotesWhatWouldBreakARow) {
  EXPECT_EQ(csv_cell("12 High Street"), "12 High Street");
  EXPECT_EQ(csv_cell("Lund, M."), "\"Lund, M.\"");
  EXPECT_EQ(csv_cell("the \"old\" mill"), "\"the \"\"old\"\" mill\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
}

TEST(ReadingCsv, NoTextBecomesAFormula) {
  for (const char* text : {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "-2+3+cmd|' /C calc'!A0"}) {
    EXPECT_NE(csv_cell(text).find('\''), std::string::npos) << text;
    EXPECT_NE(csv_cell(text)[0], text[0]) << text;
  }
}

TEST(ReadingCsv, NumbersStayNumbers) {
  EXPECT_EQ(csv_cell("-12.50"), "-12.50");
  EXPECT_EQ(csv_cell("+447700900123"), "+447700900123");
  EXPECT_EQ(csv_cell("-1,200"), "\"-1,200\"");
}

TEST(ReadingCsv, HasARowForEachFieldAndEachUnknownPage) {
  ocr::DocumentReading reading;
  reading.file = "a.tif";
  ocr::PageReading known, unknown;
  known.page = 1, known.form = "ctr1";
  unknown.page = 2, unknown.why = "the sheet is blank";
  reading.pages = {known, unknown};
  ocr::FieldReading name, tick;
  name.id = "name", name.value = Value("=Lund"), name.text = "=Lund", name.confidence = 0.999999,
  name.source = ocr::Source::ocr;
  tick.id = "tick", tick.type = ocr::FieldType::checkbox, tick.value = Value(true), tick.confidence = 1;
  tick.accepted = true, tick.source = ocr::Source::mark;
  reading.fields = {name, tick};
  EXPECT_EQ(to_csv(reading),
            "a.tif,2,,,,,,,,,,the sheet is blank\n"
            "a.tif,1,ctr1,name,text,'=Lund,'=Lund,0.99999,false,false,ocr,\n"
            "a.tif,1,ctr1,tick,checkbox,true,,1.00000,true,false,mark,\n");
}

TEST(ReadingCsv, ADocumentThatCannotBeReadSaysWhy) {
  ocr::DocumentReading reading;
  reading.file = "a.pdf";
  reading.failure = ocr::ReadFailure{"password_protected", "it needs a password"};
  EXPECT_EQ(to_csv(reading), "a.pdf,,,,,,,,,,,it needs a password\n");
}

}  // namespace
}  // namespace mailroom::cli
