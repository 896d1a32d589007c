// Field values out of a text layer: the letters in and around each zone that are not the blank's own print.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/text_page.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

struct FieldZone {
  const Field* field = nullptr;
  Zone zone;  // on the page
};
// Of the form's page, in the form's order.
std::vector<FieldZone> field_zones(const Form& form, int form_page, const Fit& fit);

struct TextValue {
  const Field* field = nullptr;
  std::string text;  // lines and words joined by one blank, a comb's cells joined; empty if nothing is there
  double confidence = 0;     // that this is what was filled in, and in this field
  Zone zone;                 // on the page
  bool is_nameless = false;  // some of its glyphs name no character
};

// One for each zone, in their order. A value that is longer than its zone runs out of it.
std::vector<TextValue> text_values(const TextPage& page, const std::vector<bool>& is_print,
                                   const std::vector<FieldZone>& zones);
// Only what stands inside the zone: for text that need not be where it is seen.
std::string text_inside(const TextPage& page, const std::vector<bool>& is_print, const FieldZone& zone);

// The field as its text says it; page and names are left to the caller.
FieldReading reading_of(const TextValue& text);

}  // namespace mailroom::ocr::reader
