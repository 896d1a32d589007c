#include "ocr/reader/homography.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {

Homography Homography::scale(double x, double y) {
  return {{x, 0, 0, 0, y, 0, 0, 0, 1}};
}
Homography Homography::shift(double x, double y) {
  return {{1, 0, x, 0, 1, y, 0, 0, 1}};
}

Homography Homography::rotation(double degrees) {
  const double a = degrees * M_PI / 180;
  return {{std::cos(a), std::sin(a), 0, -std::sin(a), std::cos(a), 0, 0, 0, 1}};
}

Homography operator*(const Homography& left, const Homography& right) {
  Homography out;
  for (size_t r = 0; r < 3; ++r)
    for (size_t c = 0; c < 3; ++c) {
      out.m[3 * r + c] = 0;
      for (size_t k = 0; k < 3; ++k) out.m[3 * r + c] += left.m[3 * r + k] * right.m[3 * k + c];
    }
  return out;
}

Homography Homography::inverse() const {
  // The transposed cofactors; the determinant goes with the scale, which is chosen such that the last is 1.
  const std::array<double, 9> c{
      m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
  Homography out;
  for (size_t i = 0; i < 9; ++i) out.m[i] = c[i] / c[8];
  return out;
}

namespace {

// How many pixels of a row may be copied as one piece, the map being a shift to within 0.3 pixels over them.
// A power of two; 1 where the page is turned or tilted too much for that.
int straight_run(const Homography& map, double x0, double y0, double x1, double y1) {
  double stray = 0;
  for (const Point at : {Point{x0, y0}, Point{x1, y0}, Point{x0, y1}, Point{x1, y1}}) {
    const Point here = map(at), next = map({at.x + 1, at.y});
    stray = std::max({stray, std::abs(next.x - here.x - 1), std::abs(next.y - here.y)});
  }
  for (const int run : {64, 32, 16, 8, 4})
    if (stray * run / 2 <= 0.3) return run;
  return 1;
}

void sample_by_pixel(const Bits& page, const Homography& to_page, int x0, int y0, Bits& out) {
  const auto& m = to_page.m;
  for (int r = 0; r < out.height(); ++r) {
    const double y = y0 + r;
    double u = m[0] * x0 + m[1] * y + m[2], v = m[3] * x0 + m[4] * y + m[5], w = m[6] * x0 + m[7] * y + m[8];
    for (int c = 0; c < out.width(); ++c) {
      const double px = u / w, py = v / w;
      if (px >= 0 && py >= 0 && page.get(static_cast<int>(px + 0.5), static_cast<int>(py + 0.5)))
        out.set(c, r);
      u += m[0], v += m[3], w += m[6];
    }
  }
}

}  // namespace

Bits sample(const Bits& page, const Homography& to_page, int x0, int y0, int width, int height) {
  Bits out(width, height);
  const int run = straight_run(to_page, x0, y0, x0 + width, y0 + height);
  if (run == 1) {
    sample_by_pixel(page, to_page, x0, y0, out);
    return out;
  }
  const auto& m = to_page.m;
  const double middle = (run - 1) / 2.0;
  const uint64_t mask = run == 64 ? ~uint64_t{0} : (uint64_t{1} << run) - 1;
  for (int r = 0; r < height; ++r) {
    uint64_t* line = out.row(r);
    const double x = x0 + middle, y = y0 + r;
    double u = m[0] * x + m[1] * y + m[2], v = m[3] * x + m[4] * y + m[5], w = m[6] * x + m[7] * y + m[8];
    for (int c = 0; c < width; c += run) {
      const double unit = 1 / w;
      const int px = static_cast<int>(std::floor(u * unit - middle + 0.5)),
                py = static_cast<int>(std::floor(v * unit + 0.5));
      line[static_cast<size_t>(c) >> 6] |= (page.word(px, py) & mask) << (c & 63);
      u += m[0] * run, v += m[3] * run, w += m[6] * run;
    }
    if ((width & 63) != 0) line[out.stride() - 1] &= (uint64_t{1} << (width & 63)) - 1;
  }
  return out;
}

}  // namespace mailroom::ocr::reader
