// A multi-page TIFF of fax-coded (CCITT T.6, "G4") pages, made in memory: the sandbox has no temporary files,
// which Leptonica's own writer would need. TIFF 6.0, sections 2 and 11. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct FaxPage {
  unsigned width = 0, height = 0;  // pixels
  unsigned dpi = 0;                // 0: unknown
  bool is_light_on_dark = false;   // the runs that the code calls black are light
  std::string code;                // one strip
};

std::string fax_tiff(const std::vector<FaxPage>& pages);

// A 1-bit picture, coded.
FaxPage fax_page(Pix* picture, int dpi);

}  // namespace mailroom::ocr::reader
