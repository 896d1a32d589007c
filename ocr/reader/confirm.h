// A second and a third look at a value that the whole page's recognition found: its own line cut out, at two
// sizes. The same engine makes other mistakes on other pictures, so what three readings agree on is right far
// more often than any of them says of itself.
#pragma once

#include <string>

#include "ocr/reader/ink.h"
#include "ocr/reader/raster.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Sets the confidence of a value by how many looks agree with it; what they read instead becomes an
// alternative. `reading.zone` is in points of `page`.
void confirm_by_line(const InkReader& ink, const Raster& page, double dpi_x, double dpi_y,
                     const std::string& language, FieldReading& reading);

}  // namespace mailroom::ocr::reader
