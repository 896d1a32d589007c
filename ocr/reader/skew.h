// How crooked a page lies. Pure functions, thread safe.
#pragma once

#include "ocr/reader/bits.h"

namespace mailroom::ocr::reader {

// Degrees to turn the picture clockwise to make its lines level, within ±kMostSkew; 0 if it has no direction.
// The angle at which the ink in its rows varies most from row to row (W. Postl, US patent 4,723,297; as
// Leptonica does it, on narrow strips that are shifted instead of a picture that is sheared).
double skew(const Bits& quarter);
inline constexpr double kMostSkew = 8;

}  // namespace mailroom::ocr::reader
