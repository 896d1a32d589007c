// A page made ready for identification and registration: bilevel at about 200 dpi whatever it came as, and
// the same at a quarter of that. What it came as is kept for recognition. Immutable once made.
#pragma once

#include "ocr/reader/bits.h"
#include "ocr/reader/homography.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct InkPage {
  Bits full;  // near kBlankDpi in both directions
  Bits quarter;
  Raster grey;           // what `full` was made of, its light evened out; null if the page came bilevel
  Homography to_native;  // pixels of `full` → pixels of the page as it came, turned like this one
  double ink = 0;        // share of dark pixels
  bool is_grey = false;
};

// A picture's light evened out, as 8 bits: paper is about 200 wherever it is.
Raster evened(const Raster& image);

// Dots an inch. `dpi` is used if the picture itself does not say; 0 if nobody knows: then the longer side is
// taken for a sheet's.
struct Resolution {
  double x = 0, y = 0;
};
Resolution resolution_of(const Raster& image, double dpi);

// `dpi` as above.
InkPage prepare_page(const Raster& image, double dpi);

// A quarter in both directions, thin rules kept.
Bits quartered(const Pix& full);

// The picture turned clockwise by 0, 90, 180 or 270 degrees.
Raster turned(const Raster& image, int degrees);
// Pixels of such a turned picture → pixels of the picture as it came, whose size is given.
Homography turned_to_original(int degrees, int width, int height);
// The prepared page turned clockwise by 0, 90, 180 or 270 degrees.
InkPage turned(const InkPage& page, int degrees);

// A tilted page laid flat: what it shows at `to_page` of each pixel of a picture of this size.
InkPage flattened(const InkPage& page, const Homography& to_page, int width, int height);

}  // namespace mailroom::ocr::reader
