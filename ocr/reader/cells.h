// The places that rules close off on a page, and the spans of the lines that nothing closes off. Pure, thread
// safe; points.
#pragma once

#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reader/ruling.h"

namespace mailroom::ocr::reader {

// What stands on one line between two walls, up to what is above it.
struct Cell {
  Zone zone;  // inside the rules
  bool has_ceiling = false, has_left = false, has_right = false;
  Rule::Kind base = Rule::Kind::solid;
  double thickness = 0;   // of the line it stands on
  bool is_panel = false;  // white in tinted paper
  int comb_cells = 0;     // 0: no comb
  bool is_closed() const { return has_ceiling && (has_left || has_right); }
};

std::vector<Cell> cells_of(const Ruling& ruling);

}  // namespace mailroom::ocr::reader
