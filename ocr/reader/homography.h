// A plane-to-plane map in homogeneous coordinates: from the blank's pixels to the page's, whatever tilted or
// stretched the page on the way. A value type.
#pragma once

#include <array>

#include "ocr/reader/bits.h"

namespace mailroom::ocr::reader {

struct Point {
  double x = 0, y = 0;
};

struct Homography {
  std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};  // row-major

  static Homography scale(double x, double y);
  static Homography shift(double x, double y);
  static Homography rotation(double degrees);  // counter-clockwise as seen, y downwards

  Point operator()(Point p) const {
    const double w = m[6] * p.x + m[7] * p.y + m[8];
    return {(m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w};
  }
  // First `right`, then this.
  friend Homography operator*(const Homography& left, const Homography& right);
  Homography inverse() const;
};

// What `page` shows at to_page(x, y) for each pixel of a picture whose top left corner is (x0, y0): to within
// 0.3 pixels of the nearest one, because nearly level pages are copied in pieces of a row.
Bits sample(const Bits& page, const Homography& to_page, int x0, int y0, int width, int height);

}  // namespace mailroom::ocr::reader
