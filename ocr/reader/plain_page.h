// A page as the recognition of whole pages wants it: evenly lit, and without the rules of tables and boxes,
// among which it loses lines of words. Pure, thread safe.
#pragma once

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

// Of the same size as `image`, 1 or 8 bits. `dpi_x`, `dpi_y`: of the image.
Raster plain_page(const Raster& image, double dpi_x, double dpi_y);

}  // namespace mailroom::ocr::reader
