// Which way up a page of print lies. Latin letters have more strokes that rise above their line (b, d, h, l)
// than such as hang below (g, p): Bloomberg, "Determining text orientation", as Leptonica's pixOrientDetect
// does it. Tells nothing of a page with few words, and little of one that is written by hand.
#pragma once

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

// Degrees clockwise (0, 90, 180, 270) that would set it upright; 0 as well if it cannot be told.
int degrees_to_upright(const Raster& page);

}  // namespace mailroom::ocr::reader
