#include "ocr/reader/punched.h"

#include <cmath>
#include <optional>

namespace mailroom::ocr::reader {
namespace {

constexpr double kPerMillimetre = kBlankDpi / 25.4;
constexpr int kStrip = static_cast<int>(22 * kPerMillimetre);  // from an edge: where punches reach
constexpr int kCore = static_cast<int>(1.3 * kPerMillimetre);  // half the square that is clear in any hole
constexpr int kLeast = static_cast<int>(2.2 * kPerMillimetre), kMost = static_cast<int>(4.4 * kPerMillimetre);
constexpr int kRim = 3;                             // pixels beyond the hole that its shadow falls on
constexpr size_t kMostHoles = 4;                    // of a page
constexpr int kTile = 32, kStep = 3, kBeside = 24;  // pixels that the middle may lie beside the tile
constexpr long kGone = 20;                          // pixels of print that are missing in a tile worth a look
constexpr int kMostTiles = 24;                      // on a page that has faded everywhere
constexpr int kRays = 48;
constexpr double kArc = 0.22;    // of the rim: a shadow falls on one side
constexpr double kClear = 0.02;  // share of ink in a clear disc, of paper in a dark one

double share_of_ink(const Bits& seen, int x, int y, int half) {
  const auto side = static_cast<double>(2 * half);
  return static_cast<double>(seen.count(x - half, y - half, x + half, y + half)) / (side * side);
}

// Of the rays from the middle, the share that meet ink just at the radius and none nearer.
double arc(const Bits& seen, int x, int y, int radius) {
  int met = 0;
  for (int ray = 0; ray < kRays; ++ray) {
    const double angle = 2 * M_PI * ray / kRays, c = std::cos(angle), s = std::sin(angle);
    const auto ink = [&](int r) {
      return seen.get(x + static_cast<int>(std::lround(c * r)), y + static_cast<int>(std::lround(s * r)));
    };
    met += (ink(radius) || ink(radius + 1)) && !ink(radius - 3) && !ink(radius - 5);
  }
  return static_cast<double>(met) / kRays;
}

// The radius of the hole whose middle this is.
std::optional<int> hole_at(const Bits& seen, int x, int y) {
  const double core = share_of_ink(seen, x, y, kCore);
  if (core > kClear && core < 1 - kClear) return std::nullopt;
  const bool is_dark = core > 0.5;
  std::optional<int> found;
  double best = is_dark ? 0 : kArc;
  for (int radius = kLeast; radius <= kMost; ++radius) {
    const int inner = static_cast<int>((radius - kRim) / M_SQRT2);  // the square within the disc
    const double share = share_of_ink(seen, x, y, inner);
    if (is_dark ? share < 1 - kClear : share > kClear) break;
    const double met = is_dark ? radius : arc(seen, x, y, radius);
    if (met > best) best = met, found = radius;
  }
  return found;
}

std::optional<std::pair<Point, int>> hole_in(const Bits& seen, int left, int top) {
  std::optional<std::pair<Point, int>> largest;
  for (int y = top - kBeside; y < top + kTile + kBeside; y += kStep)
    for (int x = left - kBeside; x < left + kTile + kBeside; x += kStep)
      if (const auto radius = hole_at(seen, x, y); radius && (!largest || *radius > largest->second))
        largest = {Point{static_cast<double>(x), static_cast<double>(y)}, *radius};
  return largest;
}

}  // namespace

std::vector<Hole> punched(const Bits& print, const Bits& seen, const Homography& blank_to_page) {
  std::vector<Hole> holes;
  const Bits missing = Bits(print).remove(seen.dilated(2));
  Bits known(print.width(), print.height());
  int tiles = 0;
  for (int y = 0; y < print.height(); y += kTile)
    for (int x = 0; x < print.width(); x += kTile) {
      const bool near_edge = x < kStrip || y < kStrip || x + kTile > print.width() - kStrip ||
                             y + kTile > print.height() - kStrip;
      if (!near_edge || missing.count(x, y, x + kTile, y + kTile) < kGone) continue;
      if (known.count(x, y, x + kTile, y + kTile) > 0 || ++tiles > kMostTiles) continue;
      const auto found = hole_in(seen, x, y);
      if (!found) continue;
      const auto& [centre, radius] = *found;
      const int reach = radius + kRim + 2, cx = static_cast<int>(centre.x), cy = static_cast<int>(centre.y);
      known.fill(cx - reach, cy - reach, cx + reach, cy + reach);
      holes.push_back({blank_to_page(centre), static_cast<double>(reach)});
      if (holes.size() == kMostHoles) return holes;
    }
  return holes;
}

void cover(Bits& silent, const std::vector<Hole>& holes, const Homography& blank_to_page) {
  if (holes.empty()) return;
  const Homography to_blank = blank_to_page.inverse();
  for (const Hole& hole : holes) {
    const Point centre = to_blank(hole.centre);
    const auto low = [&](double at) { return static_cast<int>(std::floor(at - hole.radius)); };
    const auto high = [&](double at) { return static_cast<int>(std::ceil(at + hole.radius)); };
    silent.fill(low(centre.x), low(centre.y), high(centre.x), high(centre.y));
  }
}

}  // namespace mailroom::ocr::reader
