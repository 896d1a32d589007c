// What can be said of a document that is none of the site's forms: enough for a person to know what it is
// before opening it. Pure functions.
#pragma once

#include "ocr/reading.h"
#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// Code: "unsorted", "page_blank", "page_ambiguous" or "letter".
Reason describe_unsorted(const ocr::DocumentReading& reading, const std::vector<FiledLetter>& letters);
bool is_blank(const ocr::PageReading& page);

// The letters among the document's pages. A page of text after a letter goes on with it, and is of its kind
// unless it says something of its own. Of several kinds the one that `desks` name first; else the reader's
// first.
std::vector<FiledLetter> letters_in(const ocr::DocumentReading& reading, const LetterDesks& desks);

}  // namespace mailroom::workflows
