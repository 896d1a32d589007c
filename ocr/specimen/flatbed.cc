// The office's scanner, in black and white and in grey.
#include <algorithm>
#include <cmath>

#include "ocr/specimen/homography.h"
#include "ocr/specimen/optics.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kMostSkew = 1.5;  // degrees; feeders do not let more through

// From the scan's pixels to the sheet's: turned about the middle, a little larger or smaller, shifted.
Homography as_fed(const Sheet& sheet, Random& random, double skew, double most_shift) {
  const double per_point = sheet.dpi / 72;
  const double degrees = std::clamp(random.normal(skew), -kMostSkew, kMostSkew);
  const double sx = 1 + random.normal(0.003), sy = sx * (1 + random.normal(0.002));
  const double dx = (random.uniform(-most_shift, most_shift) + sheet.dx) * per_point;
  const double dy = (random.uniform(-most_shift, most_shift) + sheet.dy) * per_point;
  const double x = sheet.picture.width / 2.0, y = sheet.picture.height / 2.0;
  return inverse(shift(x + dx, y + dy) * turn(degrees) * scale(sx, sy) * shift(-x, -y));
}

}  // namespace

ScannedPage scan_in_office(const Sheet& sheet, Random random) {
  const int dpi = static_cast<int>(sheet.dpi);
  const Homography to_sheet = as_fed(sheet, random, 0.45, 7);
  ScannedPage page{
      seen_through(sheet.picture, to_sheet, sheet.picture.width, sheet.picture.height, sheet.beyond), dpi,
      dpi};
  blur(page.picture, random.uniform(0.35, 0.75));
  to_bilevel(page.picture, std::clamp(150 + random.normal(14), 130.0, 185.0), random.uniform(3, 12),
             random.normal(12), random.fork("grain"));
  add_specks(page.picture, random.below(120), 4, 0, random.fork("specks"));
  return page;
}

ScannedPage scan_in_grey(const Sheet& sheet, Random random) {
  const int dpi = static_cast<int>(sheet.dpi);
  const Homography to_sheet = as_fed(sheet, random, 0.4, 6);
  ScannedPage page{
      seen_through(sheet.picture, to_sheet, sheet.picture.width, sheet.picture.height, sheet.beyond), dpi,
      dpi};
  blur(page.picture, random.uniform(0.5, 1.1));
  set_tones(page.picture, random.between(15, 70), random.between(228, 250));
  add_grain(page.picture, random.uniform(1.5, 5), random.fork("grain"));
  add_specks(page.picture, random.below(40), 5, static_cast<uint8_t>(random.between(60, 140)),
             random.fork("specks"));
  return page;
}

}  // namespace mailroom::ocr::specimen
