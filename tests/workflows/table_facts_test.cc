// A table's rows as expressions see them, who is asked about which cell, and what a person may correct.
#include <gmock/gmock.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "office.h"
#include "workflows/case_facts.h"
#include "workflows/unsure_fields.h"

namespace mailroom::workflows {
namespace {

constexpr std::string_view kWorkflow = R"YAML(id: slips
version: 1
title: Payslips
documents:
  payslip: {forms: [payslip]}
facts:
  withheld: FORMULA
routes:
  - id: done
    deliver: []
)YAML";

ocr::Form payslip() {
  ocr::Form form;
  form.id = "payslip";
  form.pages.resize(1);
  form.fields = {field("net_pay", ocr::FieldType::amount)};
  ocr::Table table;
  table.rows = field("deductions", ocr::FieldType::integer);
  table.rows.label = "Deductions";
  table.columns = {{field("description", ocr::FieldType::text), false, ""},
                   {field("amount", ocr::FieldType::amount), false, ""}};
  form.tables = {table};
  return form;
}

class TableFacts : public testing::Test {
 protected:
  std::shared_ptr<const Workflow> workflow(const std::string& formula) {
    forms_ = {payslip()};
    LoadOptions options;
    options.site = folder_.path();
    options.forms = &forms_;
    const std::string yaml = replace_all(std::string(kWorkflow), "FORMULA", formula);
    problems_.clear();
    return parse_workflow(yaml, "slips.yaml", options, problems_);
  }
  ocr::FieldReading& add(const std::string& id, ocr::FieldType type, const std::string& value) {
    ocr::FieldReading reading;
    reading.id = id;
    reading.type = type;
    reading.value = Value(value);
    reading.accepted = true;
    filing_.fields.push_back(reading);
    return filing_.fields.back();
  }
  CaseRecord two_rows() {
    filing_ = {};
    filing_.document_id = "d";
    filing_.role = filing_.form = "payslip";
    add("deductions", ocr::FieldType::integer, "2");
    add("deductions[1].description", ocr::FieldType::text, "Income tax");
    add("deductions[1].amount", ocr::FieldType::amount, "120.50");
    add("deductions[2].description", ocr::FieldType::text, "Pension");
    add("deductions[2].amount", ocr::FieldType::amount, "30.00");
    CaseRecord record;
    record.filings = {filing_};
    return record;
  }
  std::string withheld(const Workflow& workflow, const CaseRecord& record) {
    return to_json(workflow.facts.at(0).formula.expression.evaluate(document_facts(workflow, record)).value);
  }
  static void correct(CaseRecord& record, const std::string& field, Value value) {
    record.corrections.push_back({"d", 0, field, std::move(value), "m.lund", {}});
  }

  TemporaryFolder folder_;
  std::vector<ocr::Form> forms_;
  std::vector<Diagnostic> problems_;
  Filing filing_;
};

TEST_F(TableFacts, RowsAreAListOfContexts) {
  const CaseRecord record = two_rows();
  EXPECT_EQ(withheld(*workflow("sum(payslip.deductions.amount)"), record), "150.50");
  EXPECT_EQ(withheld(*workflow("payslip.deductions[2].description"), record), "\"Pension\"");
  EXPECT_EQ(withheld(*workflow("payslip.deductions[description = \"Income tax\"].amount[1]"), record),
            "120.50");
  EXPECT_EQ(withheld(*workflow("count(payslip.deductions)"), record), "2");
}

TEST_F(TableFacts, AColumnThatIsNoneIsExplained) {
  EXPECT_EQ(workflow("sum(payslip.deductions.amuont)"), nullptr);
  ASSERT_FALSE(problems_.empty());
  EXPECT_THAT(problems_[0].message + problems_[0].hint, testing::HasSubstr("'amount'"));
  EXPECT_EQ(workflow("payslip.deductions[1].amuont"), nullptr);
  EXPECT_EQ(workflow("sum(payslip.deductoins.amount)"), nullptr);
  EXPECT_THAT(problems_[0].hint, testing::HasSubstr("write 'deductions'"));
}

TEST_F(TableFacts, AsksAboutTheCellsThatAreUsed) {
  CaseRecord record = two_rows();
  record.filings[0].fields[3].accepted = false;  // the second description
  const auto asked = [&](const std::string& formula) {
    std::vector<std::string> fields;
    for (const UnsureField& one : unsure_fields(*workflow(formula), record)) fields.push_back(one.id);
    return fields;
  };
  EXPECT_THAT(asked("sum(payslip.deductions.amount)"), testing::IsEmpty());
  EXPECT_THAT(asked("payslip.deductions[1].description"), testing::ElementsAre("deductions[2].description"));
  EXPECT_THAT(asked("sum(payslip.deductions[description = \"Pension\"].amount)"),
              testing::ElementsAre("deductions[2].description"));
  record.filings[0].fields[0].accepted = false;  // how many rows there are
  EXPECT_THAT(asked("sum(payslip.deductions.amount)"), testing::ElementsAre("deductions"));
  EXPECT_THAT(asked("payslip.net_pay"), testing::IsEmpty());
  record.filings[0].fields[0].accepted = true;
  EXPECT_EQ(unsure_fields(*workflow("payslip.deductions[1].description"), record).at(0).reason.text,
            "Deductions, row 2: description: read as 'Pension', not sure");
}

TEST_F(TableFacts, APersonCorrectsCellsAndAddsAndTakesAwayRows) {
  CaseRecord record = two_rows();
  const auto sums = workflow("sum(payslip.deductions.amount)");
  correct(record, "deductions[2].amount", Value("31.00"));
  EXPECT_EQ(withheld(*sums, record), "151.50");
  correct(record, "deductions", Value("3"));
  correct(record, "deductions[3].amount", Value("9.50"));
  EXPECT_EQ(withheld(*sums, record), "161.00");
  EXPECT_EQ(row_count(record, record.filings[0], forms_[0].tables[0]), 3);
  correct(record, "deductions", Value("1"));
  EXPECT_EQ(withheld(*sums, record), "120.50");
}

TEST_F(TableFacts, AFilterReadsAllColumns) {
  const auto used = [&](const std::string& formula) { return workflow(formula)->used_fields; };
  EXPECT_THAT(used("sum(payslip.deductions.amount)"),
              testing::ElementsAre("payslip.deductions", "payslip.deductions.amount"));
  EXPECT_THAT(used("payslip.deductions[amount > 5].description"),
              testing::ElementsAre("payslip.deductions", "payslip.deductions.amount",
                                   "payslip.deductions.description"));
  EXPECT_THAT(
      used("if \"deductions\" = \"\" then payslip.deductions[1].amount else count(payslip.deductions)"),
      testing::ElementsAre("payslip.deductions", "payslip.deductions.amount"));
}

}  // namespace
}  // namespace mailroom::workflows
