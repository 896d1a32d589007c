// What a person wrote, without what was printed: the blank's ink is taken out of a cut of the page, and
// strokes that cross a printed rule are joined again. All pictures have one size and lie exactly on each
// other.
#pragma once

#include <vector>

#include "ocr/reader/bits.h"

namespace mailroom::ocr::reader {

// `slack`: pixels by which print may be off or have spread.
Bits subtract(const Bits& ink, const Bits& blank, int slack);

// A connected piece of ink.
struct Component {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // pixels; x1, y1 just outside
  long ink = 0;
  int label = 0;
  int width() const { return x1 - x0; }
  int height() const { return y1 - y0; }
  double cx() const { return (x0 + x1) / 2.0; }
  double cy() const { return (y0 + y1) / 2.0; }
};

// What pieces take up together; nothing at first (x1 is 0).
struct Extent {
  int x0 = 1 << 20, y0 = 1 << 20, x1 = 0, y1 = 0;
  void add(const Component& c);
};
Extent extent_of(const std::vector<Component>& pieces);

// All of them; `labels` (if wanted) receives for each pixel, row by row, the number of its piece, counted
// from 1; 0 is white.
std::vector<Component> components(const Bits& bits, std::vector<int>* labels = nullptr);

}  // namespace mailroom::ocr::reader
