// Where a blank wants writing, found by looking: cells between rules, underlines with a label, combs, boxes
// to tick. What fills a cell in print is no field, and neither is a shaded cell, a heading or a separating
// rule. Pure, thread safe; places in points from the page's top left.
#pragma once

#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reader/ruling.h"

namespace mailroom::ocr::reader {

struct FoundField {
  enum class Kind { box, line, comb, tick } kind = Kind::box;
  Zone zone;               // where the writing goes, without the printed label
  Zone cell;               // with it; the zone itself where there is no cell
  int cells = 0;           // of a comb
  bool is_amount = false;  // a line's number, a currency's sign or a column for cents stands beside it
};

// From the top left. `words`: what the page has printed.
std::vector<FoundField> find_fields(const Ruling& ruling, const std::vector<Word>& words);

}  // namespace mailroom::ocr::reader
