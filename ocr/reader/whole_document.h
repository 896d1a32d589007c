// What the pages of a document are to each other once each has been read: told apart by their neighbours,
// there twice, or not there. Pure.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

inline constexpr double kSureOfForm = 0.95;  // below, a page's form proves nothing

// The one form that the page may be and that another page of the document is for sure: editions often differ
// on one page alone. Null if there is none, or more than one.
const Form* form_by_neighbours(const PageReading& page, const DocumentReading& reading,
                               const std::vector<Form>& forms);

// Fills in the pages' `duplicate_of` and `differs`, and the document's `missing`.
void note_duplicates(DocumentReading& reading);
void note_missing(DocumentReading& reading, const std::vector<Form>& forms);

}  // namespace mailroom::ocr::reader
