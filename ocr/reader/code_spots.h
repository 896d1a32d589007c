// Where on a page something looks like a code in two dimensions: places about half of which is ink, all over
// and as high as wide within reason, as no print is. Costs a millisecond or two a black and white page. Pure.
#pragma once

#include <vector>

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct CodeSpot {
  int x = 0, y = 0, width = 0, height = 0;  // pixels, with some room around
};

// `page` has 1 or 8 bits a pixel. The largest ones, if there are very many.
std::vector<CodeSpot> code_spots(const Pix& page);

}  // namespace mailroom::ocr::reader
