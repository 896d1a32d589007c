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
#include "ocr/printed_words.h"
#include "ocr/zone.h"

namespace mailroom::ocr {

// What may be written in a field, which decides its alphabet and how its text becomes a value (workflows/).
enum class FieldType { text, name, integer, amount, date, checkbox };

struct Field {
  std::string id;        // unique in the form, snake_case: what workflows say
  std::string acroform;  // fully qualified PDF name, empty if the blank had no such field
  std::string label;     // for people: "National Insurance number (box 3)"
  FieldType type = FieldType::text;
  std::string format;    // an identifier's format (base/identifier.h), for example "nino"; may be empty
  std::string on_value;  // checkbox: the PDF's export value when ticked ("1", "Yes"); may be empty
  int page = 1;          // of the form
  Zone zone;             // where the writing goes; unused (all 0) for fields found by their label
  int max_length = 0;    // characters; 0: no limit
  bool comb = false;     // max_length cells of equal width
  bool multiline = false;
  bool required = false;
  double threshold = 0;  // accept at this confidence or more; 0: as the error budget says
  // Fields of a form without fixed places: the label's wording ("Net pay", "Net amount"), and where the value
  // stands.
  std::vector<std::string> near;
  enum class Side { any, right, below } side = Side::any;
  std::string pattern;  // ECMAScript regular expression that the whole value must match; may be empty
};

struct FormPage {
  double width = 0, height = 0;  // points
  PrintedWords words;            // what the blank has printed, for identification by text layer
};

struct Form {
  std::string id;  // "ctr1-2026"
  std::string title;
  std::string edition;
  std::string locale = "en-GB";              // order of dates, decimal sign; BCP 47
  std::string language = "eng";              // Tesseract's pack
  std::optional<Date> valid_from, valid_to;  // of the edition
  // Fixed: fields have zones on a blank. Free: fields are found by their labels (a payslip); `phrases`
  // identify it.
  enum class Layout { fixed, free } layout = Layout::fixed;
  std::vector<std::string> phrases;  // free layout: all must be on the page (case and blanks folded)
  std::vector<FormPage> pages;
  std::vector<Field> fields;
  std::filesystem::path
      blank;  // multi-page G4 TIFF of the blank at kBlankDpi, beside the template; empty for free
  std::filesystem::path file;  // where the template was loaded from

  const Field* find(std::string_view field_id) const;
};

inline constexpr int kBlankDpi = 200;

std::string_view to_string(FieldType type);
std::optional<FieldType> parse_field_type(std::string_view text);

}  // namespace mailroom::ocr
