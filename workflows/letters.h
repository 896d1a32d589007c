// What can be said of a document that is none of the site's forms: enough for a person to know what it is
// before opening it. Pure functions.
#pragma once

#include "ocr/reading.h"
#include "workflows/case.h"

namespace mailroom::workflows {

struct Unsorted {
  Reason reason;        // code: "unsorted", "page_blank", "page_ambiguous"
  bool urgent = false;  // it speaks of losing a home, of having nothing to live on
};

Unsorted describe_unsorted(const ocr::DocumentReading& reading);
bool is_blank(const ocr::PageReading& page);

}  // namespace mailroom::workflows
