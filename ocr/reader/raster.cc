#include "ocr/reader/raster.h"

#include <leptonica/allheaders.h>

namespace mailroom::ocr::reader {

void PixDestroyer::operator()(Pix* pix) const {
  pixDestroy(&pix);
}

}  // namespace mailroom::ocr::reader
