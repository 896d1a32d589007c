// The barcodes of one page while it is read: looked for on the page's picture as it came, more of them when
// more turn out to be expected, and told in the places of the upright page. Not thread safe.
#pragma once

#include <functional>
#include <vector>

#include "ocr/reader/raster.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

class PageCodes {
 public:
  // What was found so far, upright.
  using Enough = std::function<bool(const std::vector<CodeReading>&)>;

  // Looks for these kinds and keeps what is found; `rotation` turns the picture upright. All calls for one
  // page are for the same picture.
  void look(const Raster& image, double dpi_x, double dpi_y, int rotation, const std::vector<CodeKind>& kinds,
            const Enough& is_enough = nullptr);
  bool has_looked_for(const std::vector<CodeKind>& kinds) const;

  // Zones in points of the page turned clockwise by so many degrees.
  std::vector<CodeReading> upright(int rotation) const { return upright(found_, rotation); }

 private:
  std::vector<CodeReading> upright(const std::vector<CodeReading>& found, int rotation) const;

  std::vector<CodeKind> kinds_;     // that were looked for
  std::vector<CodeReading> found_;  // in pixels of the picture
  double width_ = 0, height_ = 0;   // pixels
  double dpi_x_ = 72, dpi_y_ = 72;
};

}  // namespace mailroom::ocr::reader
