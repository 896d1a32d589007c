// Which evidence of a field outranks which: barcode, then the PDF's own value, then its text layer, then ink.
// Where a lesser source says something else the field is a conflict: the better one's value stands, the other
// is among the alternatives, and only a person settles it. Pure, thread safe.
#pragma once

#include <string_view>

#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Two ways of writing one value: blanks, "1,234.50" and "1234.5", 2026-11-23 and 23/11/2026.
bool is_same_value(FieldType type, std::string_view a, std::string_view b);

// The field is left to a person, and says what else it may hold.
void contradict(FieldReading& field, Value other);
// Nothing contradicts it, but nothing could confirm it either.
void leave_unsure(FieldReading& field);

// What the picture shows of a field, held against what the file says of it. An empty statement of the text
// layer is none: the ink's reading takes its place. A value that is struck out on the page is altered.
void weigh_ink(FieldReading& field, const FieldReading& ink);

}  // namespace mailroom::ocr::reader
