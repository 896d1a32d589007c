#include "ocr/specimen/homography.h"

#include <cmath>
#include <numbers>

namespace mailroom::ocr::specimen {
namespace {

constexpr int kBits = 12;  // of a pixel's fraction

// Coordinates in 1/2^kBits pixels.
uint8_t sample(const Picture& from, int64_t x, int64_t y, uint8_t beyond) {
  const int64_t px = x >> kBits, py = y >> kBits;
  if (px < 0 || py < 0 || px + 1 >= from.width || py + 1 >= from.height) return beyond;
  const uint8_t* top = from.pixels.data() + py * from.width + px;
  const uint8_t* low = top + from.width;
  // Most of a page is plain paper.
  if (top[0] == top[1] && top[0] == low[0] && top[0] == low[1]) return top[0];
  const int64_t fx = x & ((1 << kBits) - 1), fy = y & ((1 << kBits) - 1);
  const int64_t upper = (top[0] << kBits) + (top[1] - top[0]) * fx;
  const int64_t lower = (low[0] << kBits) + (low[1] - low[0]) * fx;
  return static_cast<uint8_t>(((upper << kBits) + (lower - upper) * fy) >> (2 * kBits));
}

}  // namespace

Point Homography::operator()(Point p) const {
  const double w = h[6] * p.x + h[7] * p.y + h[8];
  return {(h[0] * p.x + h[1] * p.y + h[2]) / w, (h[3] * p.x + h[4] * p.y + h[5]) / w};
}

Homography operator*(const Homography& first, const Homography& second) {
  Homography product;
  for (size_t row = 0; row < 3; ++row) {
    for (size_t column = 0; column < 3; ++column) {
      double sum = 0;
      for (size_t k = 0; k < 3; ++k) sum += first.h[row * 3 + k] * second.h[k * 3 + column];
      product.h[row * 3 + column] = sum;
    }
  }
  return product;
}

Homography inverse(const Homography& map) {
  const auto& h = map.h;
  // The adjugate: a scale makes no difference, but for h8, which keeps affine maps affine.
  Homography inverted{{h[4] * h[8] - h[5] * h[7], h[2] * h[7] - h[1] * h[8], h[1] * h[5] - h[2] * h[4],
                       h[5] * h[6] - h[3] * h[8], h[0] * h[8] - h[2] * h[6], h[2] * h[3] - h[0] * h[5],
                       h[3] * h[7] - h[4] * h[6], h[1] * h[6] - h[0] * h[7], h[0] * h[4] - h[1] * h[3]}};
  const double last = inverted.h[8];
  for (double& value : inverted.h) value /= last;
  return inverted;
}

Homography shift(double dx, double dy) {
  return {{1, 0, dx, 0, 1, dy, 0, 0, 1}};
}

Homography scale(double sx, double sy) {
  return {{sx, 0, 0, 0, sy, 0, 0, 0, 1}};
}

Homography turn(double degrees) {
  const double angle = degrees * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
  return {{c, -s, 0, s, c, 0, 0, 0, 1}};
}

Homography to_quadrangle(const std::array<Point, 4>& p) {
  const double sx = p[0].x - p[1].x + p[2].x - p[3].x, sy = p[0].y - p[1].y + p[2].y - p[3].y;
  const double dx1 = p[1].x - p[2].x, dx2 = p[3].x - p[2].x, dy1 = p[1].y - p[2].y, dy2 = p[3].y - p[2].y;
  const double area = dx1 * dy2 - dx2 * dy1;
  const double g = (sx * dy2 - dx2 * sy) / area, k = (dx1 * sy - sx * dy1) / area;
  return {{p[1].x - p[0].x + g * p[1].x, p[3].x - p[0].x + k * p[3].x, p[0].x, p[1].y - p[0].y + g * p[1].y,
           p[3].y - p[0].y + k * p[3].y, p[0].y, g, k, 1}};
}

Picture seen_through(const Picture& from, const Homography& to_source, int width, int height,
                     uint8_t beyond) {
  Picture picture{width, height, 1,
                  std::vector<uint8_t>(static_cast<size_t>(width) * static_cast<size_t>(height))};
  constexpr double kOne = 1 << kBits;
  const auto& h = to_source.h;
  for (int row = 0; row < height; ++row) {
    uint8_t* out = picture.at(0, row);
    const Point start = to_source({0, static_cast<double>(row)});
    if (to_source.is_affine()) {
      // Finer steps than the samples': their sum over a row stays exact.
      constexpr int kMore = 16;
      int64_t x = std::llround(start.x * kOne * (1 << kMore)),
              y = std::llround(start.y * kOne * (1 << kMore));
      const int64_t dx = std::llround(h[0] / h[8] * kOne * (1 << kMore));
      const int64_t dy = std::llround(h[3] / h[8] * kOne * (1 << kMore));
      for (int column = 0; column < width; ++column, x += dx, y += dy)
        out[column] = sample(from, x >> kMore, y >> kMore, beyond);
      continue;
    }
    double x = h[1] * row + h[2], y = h[4] * row + h[5], w = h[7] * row + h[8];
    for (int column = 0; column < width; ++column, x += h[0], y += h[3], w += h[6]) {
      const double per = kOne / w;
      out[column] = sample(from, static_cast<int64_t>(x * per), static_cast<int64_t>(y * per), beyond);
    }
  }
  return picture;
}

}  // namespace mailroom::ocr::specimen
