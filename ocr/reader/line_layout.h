// How a field's pieces of ink stand: one line or several, left to right. Pixels of the field's cut.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

// Top to bottom; specks that belong to no line are left out. Empty if nothing is written.
std::vector<std::vector<Component>> lines_of(const FieldInk& ink);

}  // namespace mailroom::ocr::reader
