// Pictures for people, out of the reader's rasters: raw pixels that need no decoder. Pure.
#pragma once

#include "ocr/form.h"
#include "ocr/picture.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

inline constexpr double kPictureDpi = 100;

// 8 bit grey. `dpi` is the raster's; one finer than wanted is reduced.
Picture reduced_picture(const Raster& raster, double dpi_x, double dpi_y, double wanted_dpi);
// What stands in the zone (points), with a little around it.
Picture crop_picture(const Raster& raster, double dpi_x, double dpi_y, const Zone& zone);
// Share of dark pixels: about 0 for a blank sheet.
double ink_share(const Raster& raster);

}  // namespace mailroom::ocr::reader
