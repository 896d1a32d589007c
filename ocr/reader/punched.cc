#include "ocr/reader/punched.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <functional>
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
constexpr size_t kMostTiles = 24;                   // on a page that has faded everywhere
constexpr size_t kRays = 48;
constexpr size_t kArc = 9;       // rays in a row that meet the rim: its shadow falls on one side
constexpr size_t kBeyond = 28;   // rays that lead to paper around a dark hole, unlike a dark border
constexpr double kClear = 0.02;  // share of ink in a clear disc, of paper in a dark one

double share_of_ink(const Bits& seen, int x, int y, int half) {
  const auto side = static_cast<double>(2 * half);
  return static_cast<double>(seen.count(x - half, y - half, x + half, y + half)) / (side * side);
}

// Half the side of the square that a hole's disc holds, without its rim.
int half_within(int radius) {
  return static_cast<int>((radius - kRim) / M_SQRT2);
}

// All around, a step of one pixel each.
const std::array<Point, kRays>& directions() {
  static const std::array<Point, kRays> kDirections = [] {
    std::array<Point, kRays> all;
    for (size_t i = 0; i < kRays; ++i) {
      const double angle = 2 * M_PI * static_cast<double>(i) / kRays;
      all[i] = {std::cos(angle), std::sin(angle)};
    }
    return all;
  }();
  return kDirections;
}

// The rays from the middle for which `holds(pixel at a radius)`, going round.
template <typename Holds>
std::bitset<kRays> rays(const Bits& seen, int x, int y, const Holds& holds) {
  std::bitset<kRays> result;
  for (size_t ray = 0; ray < kRays; ++ray) {
    const Point& step = directions()[ray];
    result[ray] = holds([&](int r) {
      return seen.get(x + static_cast<int>(std::lround(step.x * r)),
                      y + static_cast<int>(std::lround(step.y * r)));
    });
  }
  return result;
}

// The longest row of rays, of which single ones may be missing.
size_t longest_arc(const std::bitset<kRays>& rays) {
  size_t longest = 0, length = 0;
  for (size_t i = 0; i < 2 * kRays; ++i) {
    const bool holds = rays[i % kRays] || (length > 0 && rays[(i + 1) % kRays]);
    length = holds ? length + 1 : 0;
    longest = std::max(longest, length);
  }
  return std::min(longest, kRays);
}

// White, with ink on a part of the rim and none within.
std::optional<int> white_hole_at(const Bits& seen, int x, int y) {
  std::optional<int> found;
  size_t best = kArc;
  for (int radius = kLeast; radius <= kMost; ++radius) {
    if (share_of_ink(seen, x, y, half_within(radius)) > kClear) break;
    const size_t arc = longest_arc(rays(seen, x, y, [&](const auto& ink) {
      return (ink(radius) || ink(radius + 1)) && !ink(radius - 3) && !ink(radius - 5) && !ink(radius + 7);
    }));
    if (arc > best) best = arc, found = radius;
  }
  return found;
}

// Dark as far as its rim, and paper with print beyond.
std::optional<int> dark_hole_at(const Bits& seen, int x, int y) {
  int radius = kLeast;
  while (radius <= kMost && share_of_ink(seen, x, y, half_within(radius)) > 1 - kClear) ++radius;
  if (radius == kLeast || radius > kMost) return std::nullopt;
  const size_t paper =
      rays(seen, x, y, [&](const auto& ink) { return !ink(radius + 3) || !ink(radius + 5); }).count();
  return paper > kBeyond ? std::optional(radius) : std::nullopt;
}

// The radius of the hole whose middle this is.
std::optional<int> hole_at(const Bits& seen, int x, int y) {
  const double core = share_of_ink(seen, x, y, kCore);
  if (core <= kClear) return white_hole_at(seen, x, y);
  return core >= 1 - kClear ? dark_hole_at(seen, x, y) : std::nullopt;
}

std::optional<std::pair<Point, int>> hole_in(const Bits& seen, int left, int top) {
  std::optional<std::pair<Point, int>> largest;
  for (int y = top - kBeside; y < top + kTile + kBeside; y += kStep)
    for (int x = left - kBeside; x < left + kTile + kBeside; x += kStep)
      if (const auto radius = hole_at(seen, x, y); radius && (!largest || *radius > largest->second))
        largest = {Point{static_cast<double>(x), static_cast<double>(y)}, *radius};
  return largest;
}

struct Tile {
  int x = 0, y = 0;
  long missing = 0;  // pixels of print
};

// Near the edges, those where most print is missing.
std::vector<Tile> bare_tiles(const Bits& print, const Bits& seen) {
  const Bits missing = Bits(print).remove(seen.dilated(2));
  std::vector<Tile> tiles;
  for (int y = 0; y < print.height(); y += kTile)
    for (int x = 0; x < print.width(); x += kTile) {
      const bool near_edge = x < kStrip || y < kStrip || x + kTile > print.width() - kStrip ||
                             y + kTile > print.height() - kStrip;
      const long gone = near_edge ? missing.count(x, y, x + kTile, y + kTile) : 0;
      if (gone >= kGone) tiles.push_back({x, y, gone});
    }
  std::ranges::stable_sort(tiles, std::ranges::greater(), &Tile::missing);
  tiles.resize(std::min(tiles.size(), kMostTiles));
  return tiles;
}

}  // namespace

std::vector<Hole> punched(const Bits& print, const Bits& seen, const Homography& blank_to_page) {
  std::vector<Hole> holes;
  Bits known(print.width(), print.height());
  for (const Tile& tile : bare_tiles(print, seen)) {
    if (known.count(tile.x, tile.y, tile.x + kTile, tile.y + kTile) > 0) continue;
    const auto found = hole_in(seen, tile.x, tile.y);
    if (!found) continue;
    const auto& [centre, radius] = *found;
    const int reach = radius + kRim + 2, cx = static_cast<int>(centre.x), cy = static_cast<int>(centre.y);
    known.fill(cx - reach, cy - reach, cx + reach, cy + reach);
    holes.push_back({blank_to_page(centre), static_cast<double>(reach)});
    if (holes.size() == kMostHoles) break;
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
