// A page as the recognition of whole pages wants it: evenly lit, and without the rules of tables and boxes,
// among which it loses lines of words. Pure, thread safe.
#pragma once

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

// Of 1-bit ink what runs on for so many pixels: `width` level ones (`height` is 1) or `height` upright ones.
// A rule that slants by a pixel here and there, as on scans and photographs, is one all the same. Null if
// there is no memory.
Raster rules_of(const Raster& ink, int width, int height);

// Of 1-bit ink the thin rules, slanting or broken ones too, whose pieces look like minuses, an l or a 1. Null
// if there is no memory.
Raster thin_rules_of(const Raster& ink, double dpi_x, double dpi_y);

// What a page may be looked at for: tables, whose thin rules and grey headings it takes a while to take away,
// are worth it only where a template asks for them.
enum class PlainFor { text, tables };

// Of the same size as `image`, 1 or 8 bits. `dpi_x`, `dpi_y`: of the image.
Raster plain_page(const Raster& image, double dpi_x, double dpi_y, PlainFor what);

}  // namespace mailroom::ocr::reader
