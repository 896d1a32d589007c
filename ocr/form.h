// A form template: what is printed where on a blank form, and which fields it has. Records only; plain
// values, immutable once loaded, safe to share between threads. Read and written by ocr/form_file.h.
//
// Places are in points (1/72 inch) from the page's top left corner, y downwards; pages count from 1.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "ocr/field.h"
#include "ocr/printed_words.h"
#include "ocr/table.h"

namespace mailroom::ocr {

struct FormPage {
  double width = 0, height = 0;      // points
  PrintedWords words;                // what the blank has printed, for identification by text layer
  std::optional<ExpectedCode> code;  // the barcode that says that it is this page of this form
};

struct Form {
  std::string id;  // "ctr1-2026"
  std::string title;
  std::string edition;
  std::string locale = "en-GB";              // order of dates, decimal sign; BCP 47
  std::string language = "eng";              // what is written in it is written in (language.h)
  std::vector<std::string> field_languages;  // others that its fields name, each once: known without them
  std::optional<Date> valid_from, valid_to;  // of the edition
  // Fixed: fields have zones on a blank. Free: fields are found by their labels (a payslip); `phrases`
  // identify it. Separator: no form at all but the sheet between two documents of a batch, known by its code.
  // Letter: no form either but a kind of letter, told by one of its `phrases`.
  enum class Layout { fixed, free, separator, letter } layout = Layout::fixed;
  // Free layout: all must be on the page (case, blanks and punctuation folded); of a phrase's wordings,
  // between which a '|' stands, one. Letter: one is enough.
  std::vector<std::string> phrases;
  std::vector<std::string> unless;  // letter: where one of these stands it is not of this kind
  // The barcode on all of its pages that says that they are this form's; its first group is the page's
  // number.
  std::optional<ExpectedCode> code;
  std::vector<FormPage> pages;
  FieldList fields;
  std::vector<Table> tables;    // of a free layout
  std::filesystem::path blank;  // G4 TIFF of the blank's pages, setting by setting; empty for free
  std::filesystem::path file;   // where the template was loaded from

  // The field of this id; a table's rows and the column of a cell ("deductions[2].amount") are fields, too.
  const Field* find(std::string_view field_id) const;
  // The field's own, or else the form's.
  const std::string& language_of(const Field& field) const;
  // For people: the field's label, which may be empty, or "Deductions, row 2: Amount".
  std::string label(std::string_view field_id) const;
  const Table* find_table(std::string_view table_id) const;
  // What a person may call a field of this form: the fields' ids, the tables', and their columns' with a dot.
  std::vector<std::string> names() const;
};

inline constexpr int kBlankDpi = 200;

}  // namespace mailroom::ocr
