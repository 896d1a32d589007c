// Where a form wants to be signed and dated, though it has no field there: beside, below and above the
// printed words that say so. What is written there is a signature and no note. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

// Pixels of the blank.
std::vector<Area> signing_places(const Form& form, int form_page);

}  // namespace mailroom::ocr::reader
