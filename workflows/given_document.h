// A document as a test gives it: a form's pages and fields as if they had been read, without any reader. Pure
// functions, thread safe.
#pragma once

#include "ocr/form.h"
#include "workflows/runner.h"

namespace mailroom::workflows {

// All pages of the form; every field read as empty or not ticked, for sure.
ReadDocument empty_document(const ocr::Form& form, std::string id, std::string file, Instant received);

// The field's reading; null if the form has no such field. Cells of a table's rows (ocr/table.h) are there as
// soon as they are added.
ocr::FieldReading* reading_in(ReadDocument& document, std::string_view field);
ocr::FieldReading sure_reading(const ocr::Field& field, std::string id, Value value);

// A value as a test's author writes it, as the reader would tell it: a checkbox is true or false, all else a
// text.
Value written_value(const ocr::Field& field, std::string_view text);

}  // namespace mailroom::workflows
