// A filing of which no blank is known: drawn, turned a little, read by its words and its ink.
#include "ocr/reader/free_layout.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "ocr/form_file.h"
#include "ocr/reader/cell_ink.h"
#include "ocr/reader/free_confidence.h"
#include "ocr/reader/read_document.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

Form filing(const std::string& id, std::vector<std::string> phrases) {
  Form form;
  form.id = id;
  form.layout = Form::Layout::free;
  form.phrases = std::move(phrases);
  Field number;
  number.id = "registration_no";
  number.near = {"Registration No."};
  number.pattern = "#? ?0*([1-9][0-9]{1,4})";
  form.fields = {number};
  return form;
}

std::vector<Word> words_of(const std::vector<std::string>& rows) {
  std::vector<Word> words;
  for (size_t i = 0; i < rows.size(); ++i)
    words.push_back(
        {rows[i], {40, 20.0 + 12 * static_cast<double>(i), 200, 28.0 + 12 * static_cast<double>(i)}, 1, {}});
  return words;
}

const std::vector<Form>& forms() {
  static const std::vector<Form> all{
      filing("amendment", {"amendment to registration statement | this amendment is filed to accomplish"}),
      filing("report", {"dissemination report", "means of transmission | total copies transmitted"})};
  return all;
}

std::string identified(const std::vector<std::string>& rows, bool recognised = true) {
  const std::vector<Word> words = words_of(rows);
  std::vector<Alternative> candidates;
  const Form* form = identify_free_layout(forms(), lines_of(words), recognised, candidates);
  return form != nullptr ? form->id : candidates.empty() ? "" : "?";
}

TEST(FreeLayout, OneOfAPhrasesWordingsIsEnough) {
  EXPECT_EQ(identified({"3. This amendment is filed to accomplish"}), "amendment");
  EXPECT_EQ(identified({"Dissemination Report", "8. Total copies transmitted"}), "report");
}

TEST(FreeLayout, EveryPhraseMustBeThere) {
  EXPECT_EQ(identified({"Dissemination Report"}), "");
}

TEST(FreeLayout, IsToldInSpiteOfMisreadLetters) {
  EXPECT_EQ(identified({"Dissernination Report", "6. Means of tranamission"}), "report");
  EXPECT_EQ(identified({"Dissernination Report", "6. Means of tranamission"}, false), "");
}

TEST(FreeLayout, TheOneOfWhichMoreIsThereIsBetter) {
  EXPECT_EQ(identified({"This amendment is filed to accomplish", "Dissemination Report",
                        "Means of transmission", "Total copies transmitted"}),
            "report");
}

constexpr int kLeft = 900, kTop = 600;  // of the box that asks for the number

Raster drawn(const std::string& number, int size = 14) {
  Raster page(pixCreate(kDrawnWidth, kDrawnHeight, 1));
  write_text(page, 150, 200, "Amendment to Registration Statement", 20);
  write_text(page, 150, 300, "Pursuant to the Act, as amended", 14);
  draw_box(page, 150, kTop, kLeft - 150, 150);
  draw_box(page, kLeft, kTop, 500, 150);
  write_text(page, 170, kTop + 40, "1. Name of Registrant", 14);
  write_text(page, 170, kTop + 100, "Harbour Ferries", 14);
  write_text(page, kLeft + 20, kTop + 40, "2. Registration No.", 14);
  if (!number.empty()) write_text(page, kLeft + 60, kTop + 100, number, size);
  write_text(page, 150, kTop + 220, "3. This amendment is filed to accomplish the following", 14);
  return page;
}

DocumentReading read(const Raster& page) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "page.tif";
  pixWriteTiff(file.c_str(), page.get(), IFF_TIFF_G4, "w");
  const InkReader ink(forms());
  return DocumentReader(forms(), &ink).read(read_file(file), "x");
}

TEST(FreeLayout, ReadsANumberBelowItsLabelOnACrookedScan) {
  const DocumentReading reading = read(scanned(drawn("3492"), 0.7, 11, -7));
  EXPECT_EQ(reading.pages.at(0).form, "amendment");
  EXPECT_EQ(reading.fields.at(0).value, Value("3492"));
  EXPECT_GT(reading.fields.at(0).confidence, 0.9);  // the drawn letters are of no typeface that the net knows
  EXPECT_FALSE(reading.fields.at(0).altered);
  EXPECT_EQ(reading.fields.at(0).source, Source::ocr);
}

TEST(FreeLayout, LeavesABoxWithoutANumberToAPerson) {
  const DocumentReading reading = read(scanned(drawn(""), 0.2, 0, 0));
  EXPECT_EQ(reading.pages.at(0).form, "amendment");
  EXPECT_EQ(reading.fields.at(0).value, Value(""));
  EXPECT_FALSE(reading.fields.at(0).accepted);
}

TEST(FreeLayout, ANumberStruckOutIsNeverAccepted) {
  Raster page = drawn("3492");
  BOX* stroke = boxCreate(kLeft + 50, kTop + 80, 135, 4);
  pixSetInRect(page.get(), stroke);
  boxDestroy(&stroke);
  const FieldReading number = read(scanned(page, 0.2, 0, 0)).fields.at(0);
  EXPECT_TRUE(number.altered);
  EXPECT_FALSE(number.accepted);
}

// Words of 8 points' height from `x` on.
void put(std::vector<Word>& words, double x, double y, const std::string& text) {
  for (const std::string_view word : split(text, ' ')) {
    const double width = 5.0 * static_cast<double>(word.size());
    words.push_back({std::string(word), {x, y, x + width, y + 8}, 1, {}});
    x += width + 3;
  }
}

Form one_field(Field field) {
  Form form;
  form.layout = Form::Layout::free;
  form.fields = {std::move(field)};
  return form;
}

FieldReading read_field(const Form& form, const std::vector<Word>& words) {
  const std::vector<Line> lines = lines_of(words);
  return read_by_label(form.fields[0], LabelSearch(form, lines, false));
}

TEST(FreeLayout, APatternAloneTellsAValueWhereverItStands) {
  Field code;
  code.id = "reference";
  code.pattern = "REF/[0-9]{6}";
  const Form form = one_field(code);
  std::vector<Word> words;
  put(words, 50, 100, "Please quote (REF/204711), as before.");
  EXPECT_EQ(read_field(form, words).value, Value("REF/204711"));
  EXPECT_EQ(read_field(form, words).confidence, kExact);
  put(words, 50, 200, "REF/204711");
  EXPECT_EQ(read_field(form, words).confidence, kExact) << "twice the same";
  put(words, 50, 300, "REF/999999");
  EXPECT_EQ(read_field(form, words).confidence, kTwoValues);
  EXPECT_EQ(read_field(form, words).alternatives.at(0).value, Value("REF/999999"));
}

TEST(FreeLayout, ALabelWithinASentenceHasWhatFollowsItAndNothingElse) {
  Field pay;
  pay.id = "gross_pay";
  pay.type = FieldType::amount;
  pay.near = {"gross pay was", "gross pay"};
  const Form form = one_field(pay);
  std::vector<Word> words;
  put(words, 50, 100, "In June gross pay was 2,350.48. It is paid monthly");
  EXPECT_EQ(read_field(form, words).value, Value("2,350.48"));
  words.clear();
  put(words, 50, 100, "deductions from gross pay");
  put(words, 130, 112, "99.00");
  EXPECT_EQ(read_field(form, words).value, Value(""));
}

TEST(FreeLayout, WhatStandsRightOfAnotherLabelIsThatOnesValue) {
  Field total, net;
  total.id = "total";
  net.id = "net";
  total.type = net.type = FieldType::amount;
  total.near = {"Total deductions"};
  net.near = {"Net pay"};
  Form form = one_field(total);
  form.fields.push_back(net);
  std::vector<Word> words;
  put(words, 150, 100, "Total deductions");
  put(words, 50, 120, "Net pay");
  put(words, 160, 120, "2,071.91");
  EXPECT_EQ(read_field(form, words).value, Value(""));
}

// A payslip in boxes: two deductions and their total, on a page without any blank.
const std::vector<Form>& payslips() {
  static const std::vector<Form> all = [] {
    std::vector<Diagnostic> problems;
    return std::vector<Form>{*parse_form(R"yaml(id: payslip
layout: free
phrases: [net pay]
fields:
  - {id: reference, pattern: "REF/[0-9]{6}"}
  - {id: withheld, type: amount, near: [Total deductions]}
tables:
  - id: deductions
    columns:
      - {id: description, header: [Deductions]}
      - {id: amount, type: amount, header: [Amount], total: withheld}
    until: [Total deductions]
)yaml",
                                         "", "payslip.form.yaml", problems)};
  }();
  return all;
}

Raster drawn_payslip(const std::string& total) {
  Raster page(pixCreate(kDrawnWidth, kDrawnHeight, 1));
  write_text(page, 150, 200, "Payslip REF/204711 of September", 14);
  const char* rows[][2] = {{"Deductions", "Amount"}, {"Income tax", "120.50"}, {"Pension", "36.00"}};
  int y = 400;
  for (const auto& [left, right] : rows) {
    draw_box(page, 150, y - 40, 700, 60);
    draw_box(page, 850, y - 40, 400, 60);
    write_text(page, 170, y, left, 14);
    write_text(page, 1000, y, right, 14);
    y += 60;
  }
  write_text(page, 170, y + 20, "Total deductions", 14);
  write_text(page, 1000, y + 20, total, 14);
  write_text(page, 170, y + 140, "Net pay", 14);
  return page;
}

DocumentReading read_payslip(const std::string& total) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "page.tif";
  pixWriteTiff(file.c_str(), scanned(drawn_payslip(total), 0.4, 5, 3).get(), IFF_TIFF_G4, "w");
  const InkReader ink(payslips());
  return DocumentReader(payslips(), &ink).read(read_file(file), "x");
}

std::map<std::string, std::string> values(const DocumentReading& reading) {
  std::map<std::string, std::string> all;
  for (const FieldReading& field : reading.fields) all[field.id] = field.value.text_or("");
  return all;
}

TEST(FreeLayout, ReadsATableAndAPatternOfACrookedScanFromTheInk) {
  const DocumentReading reading = read_payslip("156.50");
  EXPECT_THAT(values(reading),
              testing::UnorderedElementsAre(
                  testing::Pair("reference", "REF/204711"), testing::Pair("withheld", "156.50"),
                  testing::Pair("deductions", "2"), testing::Pair("deductions[1].description", "Income tax"),
                  testing::Pair("deductions[1].amount", "120.50"),
                  testing::Pair("deductions[2].description", "Pension"),
                  testing::Pair("deductions[2].amount", "36.00")));
  EXPECT_TRUE(reading.fields.at(2).accepted);
}

TEST(FreeLayout, NothingOfATableIsAcceptedThatDoesNotAddUp) {
  for (const FieldReading& field : read_payslip("186.50").fields) {
    if (field.id.starts_with("deductions")) {
      EXPECT_FALSE(field.accepted) << field.id;
    }
  }
}

// A page of 200 dpi with a box, a label in it and some strokes of writing below.
TEST(FreeLayout, AWordMisreadThatOnlyThePatternTellsIsLookedForWhereItMayStand) {
  Field code;
  code.id = "tax_code";
  code.pattern = "[0-9]{3,4}[LMNT]";
  const Form form = one_field(code);
  std::vector<Word> words;
  put(words, 50, 100, "Tax code");
  put(words, 160, 100, "10@5L");
  const std::vector<Line> lines = lines_of(words);
  const ValuePattern pattern(code);
  const auto place = LabelSearch(form, lines, true).likely_place(pattern);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->x0, 160);
  put(words, 160, 140, "118OL");
  const std::vector<Line> two = lines_of(words);
  EXPECT_FALSE(LabelSearch(form, two, true).likely_place(pattern));
}

// Two totals in one line, each beside its label.
TEST(FreeLayout, FiguresBesideAnotherLabelInTheLineAreNotThisOnes) {
  std::vector<Diagnostic> problems;
  const std::vector<Form> forms{*parse_form(R"yaml(id: payslip
layout: free
phrases: [gross pay, net pay]
fields:
  - {id: gross, type: amount, near: [Gross pay]}
  - {id: withheld, type: amount, near: [Total deductions]}
)yaml",
                                            "", "payslip.form.yaml", problems)};
  Raster page(pixCreate(kDrawnWidth, kDrawnHeight, 1));
  write_text(page, 150, 400, "Gross pay", 12);
  write_text(page, 600, 400, "Total deductions", 12);
  write_text(page, 1100, 400, "234.63", 12);
  write_text(page, 600, 500, "Net pay", 12);
  write_text(page, 1100, 500, "1806.04", 12);
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "page.tif";
  pixWriteTiff(file.c_str(), scanned(page, 0.1, 5, 3).get(), IFF_TIFF_G4, "w");
  const InkReader ink(forms);
  const DocumentReading reading = DocumentReader(forms, &ink).read(read_file(file), "x");
  ASSERT_EQ(reading.fields.size(), 2U);
  EXPECT_FALSE(reading.fields[0].accepted);
  EXPECT_NE(reading.fields[0].value, Value("234.63"));
  EXPECT_EQ(reading.fields[1].value, Value("234.63"));
}

class CellInkTest : public testing::Test {
 protected:
  CellInkTest() {
    page_.full = Bits(800, 400);
    for (const int x : {100, 500}) page_.full.fill(x, 50, x + 3, 190);
    for (const int y : {50, 190}) page_.full.fill(100, y, 503, y + 3);
    page_.full.fill(kLabel.x0, kLabel.y0, kLabel.x1, kLabel.y1);
  }
  void write(int x, int y, int height = 20) { page_.full.fill(x, y, x + 6, y + height); }
  std::vector<InkGroup> groups() const {
    return CellInk(page_, kLabel, cell_of(page_, kLabel, kValueReach).area, {kLabel}).groups();
  }
  static constexpr Area kLabel{150, 70, 300, 92};
  InkPage page_;
};

TEST_F(CellInkTest, IsBoundedByItsRules) {
  const ValuePlace cell = cell_of(page_, kLabel, kLineReach);
  EXPECT_TRUE(cell.is_ruled);
  EXPECT_NEAR(cell.area.x0, 103, 2);
  EXPECT_NEAR(cell.area.x1, 500, 2);
  EXPECT_NEAR(cell.area.y1, 190, 8);
}

TEST_F(CellInkTest, LettersSideBySideAreAGroupAndTheLabelIsNone) {
  for (const int x : {160, 174, 188, 202}) write(x, 150);
  write(700, 150);  // in another box
  const auto found = groups();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].ink.pieces.size(), 4U);
  EXPECT_EQ(found[0].unevenness, 0);
  EXPECT_FALSE(found[0].crowded);
}

TEST_F(CellInkTest, AWideGapMakesTwo) {
  for (const int x : {160, 174, 260, 274}) write(x, 150);
  EXPECT_EQ(groups().size(), 2U);
}

TEST_F(CellInkTest, AnUnderlineIsTakenForPrint) {
  for (const int x : {160, 174, 188, 202}) write(x, 150);
  page_.full.fill(150, 176, 225, 179);
  const auto found = groups();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.y1, 170);
}

TEST_F(CellInkTest, ARuleThroughTheMiddleStrikesOut) {
  for (const int x : {160, 174, 188, 202}) write(x, 150);
  EXPECT_FALSE(groups().at(0).struck);
  page_.full.fill(150, 158, 225, 161);
  EXPECT_TRUE(groups().at(0).struck);
}

TEST_F(CellInkTest, LettersThatDanceAreUneven) {
  write(160, 150), write(174, 145, 30), write(188, 152);
  ASSERT_EQ(groups().size(), 1U);
  EXPECT_GT(groups()[0].unevenness, 0.16);
}

TEST(FreeConfidence, DoubtsWhatTheWholePageReadsOtherwise) {
  FreeEvidence evidence;
  evidence.line = 0.999;
  evidence.page = FreeEvidence::Page::agrees;
  EXPECT_GT(free_confidence(evidence), 0.9995);
  evidence.page = FreeEvidence::Page::differs;
  EXPECT_LT(free_confidence(evidence), 0.9);
}

TEST(FreeConfidence, DoubtsWritingByHandAndCrowdedInk) {
  FreeEvidence evidence;
  evidence.line = 0.99;
  evidence.page = FreeEvidence::Page::agrees;
  const double sure = free_confidence(evidence);
  evidence.unevenness = 0.3;
  EXPECT_LT(free_confidence(evidence), sure - 0.003);
  evidence.crowded = true;
  EXPECT_LT(free_confidence(evidence), 0.9);
}

}  // namespace
}  // namespace mailroom::ocr::reader
