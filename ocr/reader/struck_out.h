// Has somebody struck a line of writing out? For lines of a document without a blank, of which the page has
// no other entries to compare with (altered.h). Pure, thread safe.
#pragma once

#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

// A long straight stroke across several letters, level or slanting. Type and joined-up writing have none.
bool is_struck_out(const FieldInk& field);

}  // namespace mailroom::ocr::reader
