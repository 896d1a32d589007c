// A page's picture with every field's zone marked by what became of it, and a legend below: what dry-run and
// review show. Colour never says it alone: each standing has its line and its letter. Pure.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reading.h"

namespace mailroom::ocr {

enum class Standing {
  accepted,  // green, solid, no letter
  unsure,    // amber, dashed, "?"
  empty,     // grey, dotted
  disputed   // red, solid and double, "!": altered by hand, or two sources disagree
};
Standing standing_of(const FieldReading& field);

// None if the page has no picture. Fields of other pages are left out. Notes are blue, dashed, "n".
std::optional<Picture> overlay(const PageReading& page, const std::vector<FieldReading>& fields);

// A template's zones over its blank's picture, each with its field's id.
Picture draw_template(const Picture& blank, double dpi, const Form& form, int page);

}  // namespace mailroom::ocr
