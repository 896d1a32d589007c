// Field values out of a text layer: the letters in and around each zone that are not the blank's own print.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/text_identify.h"

namespace mailroom::ocr::reader {

struct TextValue {
  const Field* field = nullptr;
  std::string text;  // lines and words joined by one blank, a comb's cells joined; empty if nothing is there
  double confidence = 0;  // that this is what was filled in, and in this field
  Zone zone;              // on the page
};

// One for each field of the page, in the form's order.
std::vector<TextValue> text_values(const TextPage& page, const TextPlacement& placement);

}  // namespace mailroom::ocr::reader
