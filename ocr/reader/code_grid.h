// A code in two dimensions drawn anew: modules that ink has fattened or thinned still have their edges on one
// grid, those to the right of ink as far on one side of its lines as those to the left on the other. The grid
// is found by its edges, each module is judged by its middle, and all are drawn as wide as they were meant.
// For level scans in black and white: the grid has one pitch across and one down. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/bits.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct CodeGrid {
  int columns = 0, rows = 0;
  std::vector<double> ink;  // row by row, the share of ink in the middle of each module
};

// `spot`: a code with paper around it (code_spots.h). Nothing (no columns) where edges stand on no grid.
CodeGrid code_grid(const Bits& spot);

// 8 bits, four pixels a module, with a quiet zone; modules with more ink than `least` are dark.
Raster drawn(const CodeGrid& grid, double least);

}  // namespace mailroom::ocr::reader
