// Has somebody struck the entry out or written over it? Then it is for a person to say what holds.
#pragma once

#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

// A long straight stroke across several letters, level or slanting. Type and joined-up writing have none.
bool is_struck_out(const FieldInk& field);

}  // namespace mailroom::ocr::reader
