// A reading as CSV (RFC 4180, lines ended by line feeds): one row a field; a page without a known form and a
// document that could not be read have a row of their own that says why. A cell that a spreadsheet would take
// for a formula is led by an apostrophe. Pure.
#pragma once

#include <string>
#include <string_view>

#include "ocr/reading.h"

namespace mailroom::cli {

inline constexpr std::string_view kReadingCsvHeader =
    "file,page,form,id,type,value,text,confidence,accepted,altered,source,why\n";

std::string to_csv(const ocr::DocumentReading& reading);

// One cell, quoted if it must be.
std::string csv_cell(std::string_view text);

}  // namespace mailroom::cli
