// A code in two dimensions drawn anew: modules that ink has fattened or thinned still have their edges on one
// grid, those to the right of ink as far on one side of its lines as those to the left on the other. The grid
// is found by its edges, each module is judged by its middle, and all are drawn as wide as they were meant.
// For level scans in black and white: the grid has one pitch across and one down. Pure, thread safe.
#pragma once

#include <random>
#include <vector>

#include "ocr/reader/bits.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct CodeGrid {
  int columns = 0, rows = 0;
  std::vector<double> ink;  // row by row, the share of ink in the middle of each module

  double at(int column, int row) const {
    return ink[static_cast<size_t>(row) * static_cast<size_t>(columns) + static_cast<size_t>(column)];
  }
};

// `spot`: a code with paper around it (code_spots.h). Nothing (no columns) where edges stand on no grid.
CodeGrid code_grid(const Bits& spot);

// The grid with modules that are ink or none: those that may be either, by chance. Light ones between four
// dark ones may have closed wholly, and of those half inked nothing is sure.
CodeGrid guessed(const CodeGrid& grid, std::minstd_rand& random);

// 8 bits, so many pixels a module, with a quiet zone; modules with more ink than `least` are dark.
Raster drawn(const CodeGrid& grid, double least, int module = 4);

}  // namespace mailroom::ocr::reader
