// A rectangle on a page. In points (1/72 inch) from the page's top left corner, y downwards, unless its owner
// says otherwise.
#pragma once

namespace mailroom::ocr {

struct Zone {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  double width() const { return x1 - x0; }
  double height() const { return y1 - y0; }
  friend bool operator==(const Zone&, const Zone&) = default;
};

}  // namespace mailroom::ocr
