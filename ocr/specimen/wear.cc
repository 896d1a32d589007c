#include "ocr/specimen/wear.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::specimen {
namespace {

constexpr double kPerMillimetre = 72 / 25.4;  // points
constexpr double kKeep = 9;                   // points that stay between what is lost and an entry

// A crease across the page: a pale line in ink, a grey one on paper, with a shadow on one side. `at` is its
// place from the top (or left), in pixels.
void crease(Sheet& sheet, bool across, double at, Random& random) {
  Picture& picture = sheet.picture;
  const double per_point = sheet.dpi / 72, slope = random.normal(0.004);
  const double shadow = random.uniform(3, 10) * per_point, depth = random.uniform(0.05, 0.25);
  const double line = random.uniform(0.3, 0.9) * per_point, wear = random.uniform(0.1, 0.75);
  const int length = across ? picture.width : picture.height, other = across ? picture.height : picture.width;
  double tremor = 0, strength = wear;
  for (int along = 0; along < length; ++along) {
    if (along % 8 == 0) {
      tremor = std::clamp(tremor + random.normal(0.2), -1.5, 1.5);
      strength = std::clamp(strength + random.normal(0.06), 0.0, 0.8);
    }
    const double centre = at + slope * along + tremor;
    const int from = std::max(0, static_cast<int>(centre - 2 * line));
    const int to = std::min(other - 1, static_cast<int>(centre + shadow));
    for (int i = from; i <= to; ++i) {
      uint8_t& value = *(across ? picture.at(along, i) : picture.at(i, along));
      const double off = i - centre;
      double light = off > 0 ? 1 - depth * (1 - off / shadow) : 1;
      double grey = value;
      if (std::abs(off) < line) {
        grey += (255 - grey) * strength * 0.6;  // toner flakes off
        light -= strength * 0.5 * (1 - std::abs(off) / line);
      }
      value = static_cast<uint8_t>(std::clamp(grey * light, 0.0, 255.0));
    }
  }
}

// The corner beyond a line from (side, 0) to (0, side), counted from the corner.
void lose_corner(const PageSpace& space, Sheet& sheet, Random& random) {
  const bool right = random.chance(0.6), low = random.chance(0.4);
  const Zone& written = space.written();
  const double free_x = right ? space.width() - written.x1 : written.x0;
  const double free_y = low ? space.height() - written.y1 : written.y0;
  // A corner's triangle is clear of a rectangle as long as its legs together are.
  const double most = std::max(free_x, free_y) - kKeep;
  const double side = std::min(random.uniform(15, 80), most) * sheet.dpi / 72;
  if (side <= 4) return;
  Picture& picture = sheet.picture;
  for (int y = 0; y < static_cast<int>(side) + 3; ++y) {
    const double reach = side - y;
    for (int x = 0; x < static_cast<int>(reach) + 3; ++x) {
      uint8_t& value = *picture.at(right ? picture.width - 1 - x : x, low ? picture.height - 1 - y : y);
      value = x < reach ? sheet.beyond : static_cast<uint8_t>(value * 3 / 5);  // the fold's own shadow
    }
  }
}

void hole(Sheet& sheet, double x, double y, double radius) {
  Picture& picture = sheet.picture;
  const int reach = static_cast<int>(radius) + 2;
  for (int dy = -reach; dy <= reach; ++dy) {
    for (int dx = -reach; dx <= reach; ++dx) {
      const int px = static_cast<int>(x) + dx, py = static_cast<int>(y) + dy;
      if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue;
      const double distance = std::hypot(dx, dy);
      uint8_t& value = *picture.at(px, py);
      if (distance < radius) value = sheet.beyond;
      // The edge throws a shadow on the lid, up and to the left.
      if (std::abs(distance - radius) < 1.4 && dx + dy < 0) value = static_cast<uint8_t>(value / 3);
    }
  }
}

}  // namespace

void fold(const PageSpace& space, Random random, Sheet& sheet) {
  const double height = sheet.picture.height, width = sheet.picture.width;
  if (random.chance(0.7)) {
    // In three for a long envelope, in two for a square one, in four for a small one.
    const int parts = random.between(2, 3);
    for (int i = 1; i < parts; ++i)
      crease(sheet, true, height * i / parts + random.normal(0.008 * height), random);
    if (parts == 2 && random.chance(0.4))
      crease(sheet, false, width / 2 + random.normal(0.008 * width), random);
  }
  if (random.chance(0.45)) lose_corner(space, sheet, random);
}

void punch(Random random, Sheet& sheet) {
  if (random.chance(0.3)) return;
  const double per_mm = sheet.dpi / 25.4, x = random.uniform(10, 13) * per_mm;
  const double middle = sheet.picture.height / 2.0 + random.normal(2 * per_mm);
  const int holes = random.between(2, 4);
  const double apart = holes == 3 ? 108 : 80, radius = (holes == 3 ? 3.9 : 3) * per_mm;
  for (int i = 0; i < holes; ++i) hole(sheet, x, middle + (i - (holes - 1) / 2.0) * apart * per_mm, radius);
}

void crop(const PageSpace& space, Random random, Sheet& sheet) {
  if (random.chance(0.35)) sheet.beyond = static_cast<uint8_t>(random.between(0, 40));
  if (random.chance(0.3)) return;
  const double wanted = random.uniform(2, 12) * kPerMillimetre;
  const Zone& written = space.written();
  // The scan adds a shift and a turn of its own.
  constexpr double kOther = 22;
  const auto most = [&](double free) { return std::max(0.0, std::min(wanted, free - kOther)); };
  switch (random.below(4)) {
    case 0:
      sheet.dx = -most(written.x0);
      break;
    case 1:
      sheet.dx = most(space.width() - written.x1);
      break;
    case 2:
      sheet.dy = -most(written.y0);
      break;
    default:
      sheet.dy = most(space.height() - written.y1);
      break;
  }
}

}  // namespace mailroom::ocr::specimen
