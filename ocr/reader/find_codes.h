// Barcodes on a picture, by zxing-cpp: in any direction, and if need be by second looks at codes drawn anew
// (code_grid.h) and at the picture made smoother or larger, which cost several times the first. Pure
// functions, thread safe.
#pragma once

#include <functional>
#include <vector>

#include "ocr/expected_code.h"
#include "ocr/reader/raster.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

struct CodeSearch {
  std::vector<CodeKind> kinds;
  // Second looks go on until this holds of all that was found; null: the first look is enough.
  std::function<bool(const std::vector<CodeReading>&)> is_enough;
};

// Adds what is found to `found`, each code once. `image` has 1 or 8 bits a pixel; zones are in its pixels.
void find_codes(const Pix& image, const CodeSearch& search, std::vector<CodeReading>& found);

}  // namespace mailroom::ocr::reader
