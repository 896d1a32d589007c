// What the author of a template is told: tests/data/form_diagnostics.golden.
#include <gtest/gtest.h>

#include "ocr/confusable_forms.h"
#include "ocr/form_file.h"
#include "tests/mistakes.h"

namespace mailroom::ocr {
namespace {

constexpr std::string_view kFixed = R"YAML(id: claim-1
title: A claim
locale: en-GB
valid_from: 2026-04-01
valid_to: 2027-03-31
pages:
  - {size: [595.28, 841.89]}
  - {size: [595.28, 841.89]}
fields:
  - {id: nino, format: nino, label: "Number (box 3)", page: 1, zone: [10, 20, 110, 40], max_length: 9, comb: true}
  - {id: partner, type: checkbox, label: Partner, page: 1, zone: [10, 60, 20, 70], on_value: "Yes"}
  - {id: income, type: amount, label: Income, page: 2, zone: [10, 100, 110, 120], threshold: 0.9, required: true}
  - {id: reference, page: 2, zone: [10, 140, 110, 190], barcode: {kind: [qr, code39], pattern: "REF[0-9]+"}}
  - {id: signed, type: date, page: 2, zone: [10, 200, 110, 220]}
)YAML";

constexpr Mistake kMistakesOfFixed[] = {
    // YAML itself, and what YAML 1.1 read otherwise.
    {"a tab", "  - {id: partner", "\t- {id: partner"},
    {"a quote that is not closed", "label: \"Number (box 3)\"", "label: \"Number (box 3)"},
    {"a brace that is not closed", "zone: [10, 60, 20, 70], on_value: \"Yes\"}", "zone: [10, 60, 20, 70]"},
    {"a colon without a blank", "title: A claim", "title:A claim"},
    {"braces without quotes", "label: Partner", "label: {{ partner }}"},
    {"several mistakes of YAML at once", "title: A claim\nlocale: en-GB",
     "title: \"A claim\n\tlocale: en-GB"},
    {"a yes that should be true", "comb: true", "comb: yes"},
    {"a true in quotes", "required: true", "required: \"true\""},
    {"a number with a leading zero", "max_length: 9", "max_length: 09"},
    {"a number with underscores", "max_length: 9", "max_length: 1_000"},
    {"a number with a comma", "threshold: 0.9", "threshold: \"0,9\""},
    {"an empty file", kFixed.data(), ""},
    {"a list instead of a template", kFixed.data(), "- id: claim-1\n"},
    {"a second document", "title: A claim", "title: A claim\n---\nid: claim-2"},
    // Keys.
    {"a key misspelt", "title: A claim", "titel: A claim"},
    {"a key of a field misspelt", "label: Income", "lable: Income"},
    {"a key like none", "label: Income", "colour: red"},
    {"a key twice", "title: A claim", "title: A claim\ntitle: Another"},
    {"a key twice in a field", "page: 1, zone: [10, 60", "page: 1, page: 2, zone: [10, 60"},
    {"an id missing", "id: claim-1\n", ""},
    {"a field's id missing", "{id: signed, type", "{type"},
    {"an empty key", "title: A claim", "title:"},
    {"a page's size missing", "  - {size: [595.28, 841.89]}\n  - {size", "  - {}\n  - {size"},
    {"fields as a mapping", "  - {id: nino, format", "  nino: {id: nino, format"},
    {"a field that is no mapping", "  - {id: signed, type: date, page: 2, zone: [10, 200, 110, 220]}",
     "  - signed"},
    // Values.
    {"an id with a blank", "id: claim-1", "id: claim 1"},
    {"a type misspelt", "type: amount", "type: amuont"},
    {"a type of another program", "type: date", "type: string"},
    {"a format misspelt", "format: nino", "format: ninno"},
    {"a date of another order", "valid_from: 2026-04-01", "valid_from: 01/04/2026"},
    {"a form that ends before it begins", "valid_to: 2027-03-31", "valid_to: 2026-03-31"},
    {"a layout misspelt", "locale: en-GB", "locale: en-GB\nlayout: fixd"},
    {"a language that is none", "locale: en-GB", "locale: en-GB\nlanguage: English"},
    {"a zone of three numbers", "zone: [10, 20, 110, 40]", "zone: [10, 20, 110]"},
    {"a zone of words", "zone: [10, 20, 110, 40]", "zone: [left, 20, 110, 40]"},
    {"a zone as a text", "zone: [10, 20, 110, 40]", "zone: 10 20 110 40"},
    {"a zone upside down", "zone: [10, 20, 110, 40]", "zone: [10, 40, 110, 20]"},
    {"a zone beyond its page", "zone: [10, 200, 110, 220]", "zone: [10, 200, 1110, 220]"},
    {"a zone too small", "zone: [10, 200, 110, 220]", "zone: [10, 200, 110, 203]"},
    {"zones that overlap", "zone: [10, 200, 110, 220]", "zone: [10, 100, 110, 120]"},
    {"a zone missing", ", zone: [10, 200, 110, 220]", ""},
    {"a page that is not there", "{id: signed, type: date, page: 2", "{id: signed, type: date, page: 3"},
    {"a page 0", "{id: signed, type: date, page: 2", "{id: signed, type: date, page: 0"},
    {"a size of no width", "{size: [595.28, 841.89]}", "{size: [0, 841.89]}"},
    {"a threshold beyond all", "threshold: 0.9", "threshold: 90"},
    {"a comb without its cells", "max_length: 9, ", ""},
    {"a field twice", "{id: signed", "{id: income"},
    {"a field that no expression can name", "{id: signed", "{id: date-signed"},
    {"a kind of barcode misspelt", "kind: [qr, code39]", "kind: [qr, code93]"},
    {"a barcode's pattern that is none", "pattern: \"REF[0-9]+\"", "pattern: \"REF[0-9\""},
    {"a barcode that is ticked", "type: checkbox, ", "type: checkbox, barcode: qr, "},
    {"a code 39 without a pattern", "{kind: [qr, code39], pattern: \"REF[0-9]+\"}", "code39"},
    {"a table on a fixed form", "fields:\n",
     "tables:\n  - {id: rows, columns: [{id: a, header: A}]}\nfields:\n"},
    {"no pages", "pages:\n  - {size: [595.28, 841.89]}\n  - {size: [595.28, 841.89]}\n", ""},
    {"'unless' on a form", "title: A claim", "title: A claim\nunless: [no claim]"},
};

constexpr std::string_view kFree = R"(id: payslip
layout: free
phrases: [net pay, "gross pay | total pay"]
fields:
  - {id: tax_code, pattern: "[0-9]{3,4}L"}
  - {id: withheld, type: amount, near: [Total deductions], side: right}
tables:
  - id: deductions
    columns:
      - {id: description, header: [Deductions, Deduction]}
      - {id: amount, type: amount, header: [Amount], total: withheld}
    until: [Total deductions]
)";

constexpr Mistake kMistakesOfFree[] = {
    {"phrases missing", "phrases: [net pay, \"gross pay | total pay\"]\n", ""},
    {"a field without a label", "near: [Total deductions], ", ""},
    {"a side misspelt", "side: right", "side: rigth"},
    {"a pattern that is none", "[0-9]{3,4}L", "[0-9{3,4}L"},
    {"a column without its header", "header: [Amount], ", ""},
    {"a total of a field that is not there", "total: withheld", "total: witheld"},
    {"a total that does not add up", "{id: amount, type: amount", "{id: amount"},
    {"a table without columns",
     "    columns:\n      - {id: description, header: [Deductions, Deduction]}\n      - {id: amount, type: "
     "amount, header: [Amount], total: withheld}\n",
     ""},
    {"a table of a field's name", "  - id: deductions", "  - id: withheld"},
    {"a letter with fields", "layout: free", "layout: letter"},
    {"a separator with fields", "layout: free", "layout: separator"},
};

std::string said_of(const std::string& text) {
  std::vector<Diagnostic> problems;
  parse_form(text, "", "x.form.yaml", problems);
  std::string said;
  for (const Diagnostic& problem : problems) said += to_text(problem, text);
  return said;
}

// Two forms of which no page can tell which it is.
std::string said_of_twins() {
  std::vector<Diagnostic> problems;
  std::vector<Form> forms;
  for (const char* id : {"payslip", "pay-advice"}) {
    const std::string text = with_mistake(kFree, {"", "id: payslip", (std::string("id: ") + id).c_str()});
    forms.push_back(parse_form(text, "", std::string(id) + ".form.yaml", problems).value());
    forms.back().file = std::string(id) + ".form.yaml";
  }
  std::string said = "== a form that cannot be told from another\n";
  for (const Diagnostic& problem : confusable_forms(forms)) said += to_text(problem, "");
  return said + "\n";
}

TEST(FormMistakes, EveryMistakeIsExplainedAtItsPlace) {
  expect_golden("form_diagnostics", explained(kFixed, kMistakesOfFixed, said_of) +
                                        explained(kFree, kMistakesOfFree, said_of) + said_of_twins());
}

}  // namespace
}  // namespace mailroom::ocr
