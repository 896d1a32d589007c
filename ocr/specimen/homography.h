// Projective maps of the plane, and pictures seen through them. Pure functions and values, thread safe.
// Source of the quadrangle's formula: P. Heckbert, "Fundamentals of Texture Mapping" (1989), 2.2.3.
#pragma once

#include <array>

#include "ocr/picture.h"
#include "ocr/specimen/ink_layer.h"

namespace mailroom::ocr::specimen {

// Row by row; (x, y) goes to (h0 x + h1 y + h2, h3 x + h4 y + h5) / (h6 x + h7 y + h8).
struct Homography {
  std::array<double, 9> h{1, 0, 0, 0, 1, 0, 0, 0, 1};

  bool is_affine() const { return h[6] == 0 && h[7] == 0; }
  Point operator()(Point p) const;
};

// First `second`, then `first`.
Homography operator*(const Homography& first, const Homography& second);
Homography inverse(const Homography& map);

Homography shift(double dx, double dy);
Homography scale(double sx, double sy);
Homography turn(double degrees);
// The unit square's corners (0,0) (1,0) (1,1) (0,1) to these.
Homography to_quadrangle(const std::array<Point, 4>& corners);

// A picture of width × height whose pixel p is what `from` has at `to_source(p)` (bilinear), and `beyond`
// where it has nothing. One channel.
Picture seen_through(const Picture& from, const Homography& to_source, int width, int height, uint8_t beyond);

}  // namespace mailroom::ocr::specimen
