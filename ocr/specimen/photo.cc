// A page on a desk, photographed from above by hand.
#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/specimen/homography.h"
#include "ocr/specimen/optics.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {
namespace {

// Light from one side, darker corners, and perhaps the shadow of an arm: a factor for each pixel.
class Light {
 public:
  Light(int width, int height, Random random) : width_(width), height_(height) {
    across_ = random.uniform(-0.22, 0.22), down_ = random.uniform(-0.22, 0.22);
    corners_ = random.uniform(0, 0.18);
    has_shadow_ = random.chance(0.4);
    shadow_ = random.uniform(0.1, 0.3), edge_ = random.uniform(0.2, 0.8), slope_ = random.normal(0.4);
    softness_ = random.uniform(0.03, 0.12);
  }
  // 256 is full light.
  void row(int y, std::vector<int>& light) const {
    const double v = y / static_cast<double>(height_) - 0.5;
    for (int x = 0; x < width_; x += kStep) {
      const double u = x / static_cast<double>(width_) - 0.5;
      double value = 0.85 + across_ * u + down_ * v - corners_ * 2 * (u * u + v * v);
      if (has_shadow_) {
        const double depth = (u + 0.5 + slope_ * v - edge_) / softness_;
        value -= shadow_ * std::clamp(depth + 0.5, 0.0, 1.0);
      }
      const int level = static_cast<int>(std::clamp(value, 0.2, 1.0) * 256);
      std::fill(light.begin() + x, light.begin() + std::min(x + kStep, width_), level);
    }
  }

 private:
  static constexpr int kStep = 8;  // pixels that share a value
  int width_, height_;
  double across_, down_, corners_, shadow_ = 0, edge_ = 0, slope_ = 0, softness_ = 1;
  bool has_shadow_ = false;
};

// Where the page's corners are in the picture: near its own, each moved a little on its own, all turned.
std::array<Point, 4> page_corners(int width, int height, Random& random) {
  // Most people hold it almost straight.
  const double tilt = random.uniform(0.2, 1) * random.uniform(0.4, 1);
  const double w = width, h = height, degrees = random.normal(1.2) * tilt;
  const Homography about = shift(w / 2, h / 2) * turn(degrees) * shift(-w / 2, -h / 2);
  constexpr Point kSquare[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  std::array<Point, 4> corners;
  for (size_t i = 0; i < 4; ++i) {
    const double in_x = 0.01 + random.uniform(0, 0.06) * tilt, in_y = 0.01 + random.uniform(0, 0.05) * tilt;
    corners[i] = about({w * (kSquare[i].x > 0 ? 1 - in_x : in_x), h * (kSquare[i].y > 0 ? 1 - in_y : in_y)});
  }
  return corners;
}

}  // namespace

ScannedPage photograph(const Sheet& sheet, Random random) {
  const double zoom = random.uniform(1.0, 1.25);
  const int width = static_cast<int>(sheet.picture.width * zoom),
            height = static_cast<int>(sheet.picture.height * zoom);
  const Homography to_picture = to_quadrangle(page_corners(width, height, random)) *
                                scale(1.0 / sheet.picture.width, 1.0 / sheet.picture.height);
  const auto desk = static_cast<uint8_t>(random.between(40, 170));
  Picture paper = sheet.picture;
  set_tones(paper, random.between(25, 60), 250);
  Picture picture = seen_through(paper, inverse(to_picture), width, height, desk);
  blur(picture, random.uniform(0.5, 1.1));
  const Light light(width, height, random.fork("light"));
  std::vector<int> lit(static_cast<size_t>(width));
  for (int y = 0; y < height; ++y) {
    light.row(y, lit);
    uint8_t* row = picture.at(0, y);
    for (int x = 0; x < width; ++x) row[x] = static_cast<uint8_t>(row[x] * lit[static_cast<size_t>(x)] >> 8);
  }
  add_grain(picture, random.uniform(2, 7), random.fork("grain"));
  const int dpi = static_cast<int>(std::lround(sheet.dpi * zoom));
  return {std::move(picture), dpi, dpi};
}

}  // namespace mailroom::ocr::specimen
