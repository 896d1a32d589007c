// Tables of free layouts, by their words: which rows and cells they have, and when that is sure.
#include "ocr/reader/read_tables.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "ocr/reader/free_layout.h"

namespace mailroom::ocr::reader {
namespace {

TableColumn column(const std::string& id, FieldType type, std::vector<std::string> header) {
  TableColumn made;
  made.field.id = id;
  made.field.type = type;
  made.field.near = std::move(header);
  return made;
}

// A payslip with deductions that make a total, and earnings with hours that some do not have.
Form payslip() {
  Form form;
  form.id = "payslip";
  form.layout = Form::Layout::free;
  Field total;
  total.id = "total";
  total.type = FieldType::amount;
  total.near = {"Total deductions"};
  form.fields = {total};
  Table deductions, earnings;
  deductions.rows.id = "deductions";
  deductions.rows.type = FieldType::integer;
  deductions.columns = {column("description", FieldType::text, {"Deductions"}),
                        column("amount", FieldType::amount, {"Amount"})};
  deductions.columns[1].total = "total";
  deductions.until = {"Total deductions"};
  earnings.rows.id = "earnings";
  earnings.rows.type = FieldType::integer;
  earnings.columns = {column("description", FieldType::text, {"Earnings"}),
                      column("hours", FieldType::amount, {"Hours"}),
                      column("amount", FieldType::amount, {"Amount"})};
  earnings.columns[1].optional = true;
  earnings.until = {"Gross"};
  form.tables = {deductions, earnings};
  return form;
}

// Words of 8 points' height; a blank is 3 points wide, a letter 5.
class Page {
 public:
  Page& left(double x, double y, const std::string& text) {
    for (const std::string_view word : split(text, ' ')) {
      const double width = 5.0 * static_cast<double>(word.size());
      words_.push_back({std::string(word), {x, y, x + width, y + 8}, 1, {}});
      x += width + 3;
    }
    return *this;
  }
  // Ends at `x`.
  Page& right(double x, double y, const std::string& text) {
    return left(x - 5.0 * static_cast<double>(text.size()), y, text);
  }
  Page& row(double y, const std::string& description, const std::string& amount) {
    return left(50, y, description).right(300, y, amount);
  }
  const std::vector<Word>& words() const { return words_; }
  std::map<std::string, FieldReading> read(Evidence by = Evidence::text) const {
    const Form form = payslip();
    const std::vector<Line> lines = lines_of(words_);
    LabelSearch search(form, lines, by == Evidence::ink);
    const std::vector<std::optional<FoundTable>> tables = find_tables(form, lines, search);
    for (const auto& table : tables)
      if (table) search.leave_out(table->words);
    std::vector<FieldReading> fields{read_by_label(form.fields[0], search)};
    std::map<std::string, FieldReading> read;
    for (FieldReading& cell : read_tables(form, tables, fields, by, read_cell_by_words)) read[cell.id] = cell;
    read[fields[0].id] = fields[0];
    return read;
  }

 private:
  std::vector<Word> words_;
};

Page two_deductions() {
  Page page;
  return page.left(50, 100, "Deductions")
      .right(300, 100, "Amount")
      .row(120, "Income tax", "120.50")
      .row(136, "Pension", "30.00");
}

// "2: Income tax 120.50, Pension 30.00"
std::string rows_of(const std::map<std::string, FieldReading>& read, const std::string& table) {
  std::string all = read.at(table).value.text_or("") + ":";
  for (int row = 1; read.contains(table + "[" + std::to_string(row) + "].amount"); ++row) {
    const std::string cell = table + "[" + std::to_string(row) + "].";
    all += (row > 1 ? ", " : " ") + read.at(cell + "description").value.text_or("") + " " +
           read.at(cell + "amount").value.text_or("");
  }
  return all;
}

constexpr double kSure = 0.999;

TEST(TableSearch, RowsEndAtTheTotalAndAddUpToIt) {
  const auto read = two_deductions().row(152, "Total deductions", "150.50").read();
  EXPECT_EQ(rows_of(read, "deductions"), "2: Income tax 120.50, Pension 30.00");
  for (const auto& [id, cell] : read) {
    if (id.starts_with("deductions")) {
      EXPECT_GT(cell.confidence, kSure) << id;
    }
  }
}

TEST(TableSearch, AMisreadHeaderIsOneThoughItsWordWasReadBetterElsewhere) {
  Page page;
  page.left(50, 100, "Oeductions")
      .right(300, 100, "Amount")
      .row(120, "Income tax", "120.50")
      .row(136, "Pension", "30.00");
  EXPECT_EQ(rows_of(page.row(152, "Total deductions", "150.50").read(Evidence::ink), "deductions"),
            "2: Income tax 120.50, Pension 30.00");
}

TEST(TableSearch, WhatDoesNotAddUpIsUnsureWhole) {
  const auto read = two_deductions().row(152, "Total deductions", "190.50").read();
  EXPECT_EQ(rows_of(read, "deductions"), "2: Income tax 120.50, Pension 30.00");
  for (const auto& [id, cell] : read) EXPECT_LE(cell.confidence, 0.5) << id;  // the total, too
}

TEST(TableSearch, OnAScanOnlyRowsThatAddUpAreSure) {
  EXPECT_GT(
      two_deductions().row(152, "Total deductions", "150.50").read(Evidence::ink)["deductions"].confidence,
      kSure);
  Page page;
  page.left(50, 100, "Earnings")
      .right(300, 100, "Amount")
      .row(120, "Basic pay", "900.00")
      .row(136, "Gross", "900.00");
  EXPECT_GT(page.read()["earnings"].confidence, kSure);
  EXPECT_LT(page.read(Evidence::ink)["earnings"].confidence, kSure);
}

TEST(TableSearch, ATableWithoutItsHeaderIsUnsureNotEmpty) {
  const auto read = Page().row(120, "Income tax", "120.50").read();
  EXPECT_EQ(read.at("deductions").value, Value(""));
  EXPECT_EQ(read.at("deductions").confidence, kNotFound);
}

TEST(TableSearch, AWrappedDescriptionBelongsToTheNearerRow) {
  Page page = two_deductions();
  page.left(50, 146, "(employee)").row(166, "Student loan", "9.50").row(182, "Total deductions", "160.00");
  EXPECT_EQ(rows_of(page.read(), "deductions"),
            "3: Income tax 120.50, Pension (employee) 30.00, Student loan 9.50");
  EXPECT_GT(page.read()["deductions"].confidence, kSure);
}

TEST(TableSearch, ALineBetweenTwoRowsThatMayBelongToEitherIsADoubt) {
  Page page = two_deductions();
  page.left(50, 152, "earnings order")
      .row(168, "Student loan", "9.50")
      .row(184, "Total deductions", "160.00");
  EXPECT_LT(page.read()["deductions"].confidence, kSure);
}

TEST(TableSearch, AHeadingWithinATableIsADoubt) {
  Page page = two_deductions();
  page.left(50, 160, "Voluntary").row(176, "Charity", "5.00").row(192, "Total deductions", "155.50");
  EXPECT_LT(page.read()["deductions"].confidence, kSure);
}

TEST(TableSearch, RowsBelowAGapAreMissedAndThereforeUnsure) {
  Page page = two_deductions();
  page.left(50, 180, "Voluntary").row(196, "Charity", "5.00").row(212, "Total deductions", "155.50");
  EXPECT_LT(page.read()["deductions"].confidence, kSure);
}

TEST(TableSearch, TablesBesideEachOtherAreToldApartByTheirHeaders) {
  Page page;
  page.left(50, 100, "Earnings")
      .right(250, 100, "Amount")
      .left(300, 100, "Deductions")
      .right(500, 100, "Amount");
  page.left(50, 120, "Basic pay")
      .right(250, 120, "900.00")
      .left(300, 120, "Income tax")
      .right(500, 120, "120.50");
  page.left(300, 136, "Pension").right(500, 136, "30.00");
  page.left(50, 160, "Gross")
      .right(250, 160, "900.00")
      .left(300, 160, "Total deductions")
      .right(500, 160, "150.50");
  const auto read = page.read();
  EXPECT_EQ(rows_of(read, "earnings"), "1: Basic pay 900.00");
  EXPECT_EQ(rows_of(read, "deductions"), "2: Income tax 120.50, Pension 30.00");
}

TEST(TableSearch, FiguresMayStandRightOfAHeaderThatBeginsTheirColumn) {
  Page page;
  page.left(50, 100, "Earnings").left(180, 100, "Hours").left(260, 100, "Amount");
  page.left(50, 120, "Basic pay").right(240, 120, "37.50").right(340, 120, "900.00");
  page.left(50, 136, "Bonus").right(340, 136, "8.00");
  page.left(50, 152, "Gross").right(340, 152, "908.00");
  const auto read = page.read();
  EXPECT_EQ(rows_of(read, "earnings"), "2: Basic pay 900.00, Bonus 8.00");
  EXPECT_EQ(read.at("earnings[1].hours").value, Value("37.50"));
  EXPECT_EQ(read.at("earnings[2].hours").value, Value(""));
  EXPECT_GT(read.at("earnings[2].hours").confidence, kSure);
}

TEST(TableSearch, AmountsBeforeTheirDescriptionsAreNoSuchTable) {
  Page page;
  page.right(100, 100, "Amount")
      .left(150, 100, "Deductions")
      .right(100, 120, "120.50")
      .left(150, 120, "Income tax");
  EXPECT_EQ(page.read()["deductions"].confidence, kNotFound);
}

TEST(TableSearch, ItsRowsAreNobodysLabels) {
  Page page = two_deductions();
  page.left(50, 146, "(employee)").row(166, "Student loan", "9.50").row(182, "Total deductions", "160.00");
  Form form = payslip();
  Field name;
  name.id = "name";
  name.near = {"Employee"};
  form.fields = {name};
  const std::vector<Line> lines = lines_of(page.words());
  LabelSearch search(form, lines, false);
  EXPECT_EQ(search.places(name).size(), 1U);
  search.leave_out(find_tables(form, lines, search).at(0).value().words);
  EXPECT_TRUE(search.places(name).empty());
}

TEST(TableSearch, OnACrookedPageItsHeaderIsStillOneLineAndTheTotalsLabelNoRow) {
  constexpr double kSlope = 0.06;  // at the amounts the lines are lower by the height of a row
  Page page = two_deductions();
  page.row(152, "Pension extra", "10.00")
      .row(168, "Total deductions", "160.50")
      .row(190, "Other words", "7.00");
  Page crooked;
  for (const Word& word : page.words())
    crooked.left(word.zone.x0, word.zone.y0 + kSlope * word.zone.x0, word.text);
  EXPECT_EQ(rows_of(crooked.read(), "deductions"),
            "3: Income tax 120.50, Pension 30.00, Pension extra 10.00");
  EXPECT_EQ(crooked.read()["total"].value, Value("160.50"));
}

TEST(TableSearch, ADashThatIsLeftOfARuleIsNoWordOfTheHeader) {
  Page page;
  page.left(50, 100, "Deductions")
      .left(262, 100, "-")
      .right(300, 100, "Amount")
      .row(120, "Income tax", "1.00");
  EXPECT_EQ(rows_of(page.read(), "deductions"), "1: Income tax 1.00");
}

TEST(TableSearch, AHeadersWordsInASentenceAreNone) {
  Page page;
  page.left(50, 100, "Deductions of this Amount are made")
      .left(50, 120, "Income tax")
      .right(300, 120, "1.00");
  EXPECT_EQ(page.read()["deductions"].value, Value(""));
}

TEST(TableSearch, AmongCapitalsALetterOfOneShapeIsACapitalToo) {
  Page page;
  page.row(100, "Deductions", "Amount").row(120, "income tax", "41.20").row(140, "Pension", "18.90");
  page.row(160, "Total deductions", "60.10");
  const auto read = page.read(Evidence::ink);
  EXPECT_EQ(read.at("deductions[1].description").value, Value("Income tax"));
  EXPECT_LE(read.at("deductions[1].description").confidence, kNotFound);
  EXPECT_EQ(page.read(Evidence::text).at("deductions[1].description").value, Value("income tax"));
}

TEST(CellName, IsThePathByWhichExpressionsFindTheCell) {
  EXPECT_EQ(to_string(CellName{"deductions", 2, "amount"}), "deductions[2].amount");
  EXPECT_EQ(parse_cell_name("deductions[2].amount"), (CellName{"deductions", 2, "amount"}));
  for (const char* no :
       {"deductions", "deductions[0].amount", "deductions[02].amount", "deductions[x].amount",
        "deductions[2]", "[2].amount", "deductions[2].", "deductions[99999999999].amount"})
    EXPECT_FALSE(parse_cell_name(no)) << no;
}

}  // namespace
}  // namespace mailroom::ocr::reader
