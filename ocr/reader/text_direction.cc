#include "ocr/reader/text_direction.h"

#include <leptonica/allheaders.h>

#include "ocr/reader/ink_page.h"

namespace mailroom::ocr::reader {

int degrees_to_upright(const Raster& page) {
  constexpr l_int32 kByDefault = 0;  // counts and bounds as Leptonica has measured them
  const Raster bits =
      pixGetDepth(page.get()) == 1 ? Raster(pixClone(page.get())) : Raster(pixConvertTo1Adaptive(page.get()));
  l_float32 up = 0, left = 0;
  l_int32 direction = L_TEXT_ORIENT_UNKNOWN;
  if (bits == nullptr || pixOrientDetect(bits.get(), &up, &left, kByDefault, 0) != 0 ||
      makeOrientDecision(up, left, kByDefault, kByDefault, &direction, 0) != 0)
    return 0;
  switch (direction) {
    case L_TEXT_ORIENT_LEFT:
      return 90;
    case L_TEXT_ORIENT_DOWN:
      return 180;
    case L_TEXT_ORIENT_RIGHT:
      return 270;
    default:
      return 0;
  }
}

}  // namespace mailroom::ocr::reader
