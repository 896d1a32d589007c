// From what stands in a field to what rules see: "1,234.50" becomes a number, "03/04/2026" a date in the
// order of the form's locale, an identifier loses its blanks, an empty field is null. Pure functions, thread
// safe.
#pragma once

#include <optional>
#include <string>

#include "base/value.h"
#include "ocr/form.h"
#include "workflows/feel/type.h"

namespace mailroom::workflows {

// The value, or none if the text cannot be one of that type ("12/2026" in a date field).
std::optional<Value> typed_value(const ocr::Field& field, const std::string& locale, const Value& written);

// What expressions know about the field.
feel::TypeRef type_of_field(const ocr::Field& field);
// A list of rows.
feel::TypeRef type_of_table(const ocr::Table& table);
// "an amount", "a date (day, month, year)": what a person is asked for.
std::string expected_in(const ocr::Field& field, const std::string& locale);

}  // namespace mailroom::workflows
