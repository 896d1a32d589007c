// How a page's lines of words lie, and the page with them laid level: which value belongs to which label is a
// matter of heights, which on a photographed page differ along one line by more than lines are apart. Columns
// of pixels move up or down by whole pixels: letters stay as they are. Pure, thread safe. Places in points.
#pragma once

#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct Slant {
  double slope = 0;   // points down for each to the right; 0: the page is level, or as good as that
  double middle = 0;  // of the page's width: what stands there stays

  Zone levelled(const Zone& on_page) const;
  std::vector<Word> levelled(std::vector<Word> on_page) const;
  // As high as the slanting thing is.
  Zone on_page(const Zone& levelled) const;
};

// `words` of the page that the image shows.
Slant slant_of(const std::vector<Word>& words, const Raster& image, double dpi_x);

// `image` has 1 or 8 bits. Null if there is no memory.
Raster levelled(const Raster& image, double dpi_x, double dpi_y, const Slant& slant);

}  // namespace mailroom::ocr::reader
