#include "ocr/reader/struck_out.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kHeights = 2.4;   // a stroke this many letter heights long is no letter's
constexpr double kShare = 0.45;    // of the entry's width
constexpr int kGap = 1;            // pixels a worn stroke may break for
constexpr double kSteepest = 0.6;  // slope

// The longest inked run along a line through the cut, in pixels across.
int longest_run(const Bits& ink, double slope, double start) {
  constexpr int kFraction = 16;  // bits behind the point: this is the inner loop of every written field
  const auto fixed = [](double value) { return static_cast<int>(std::lround(value * (1 << kFraction))); };
  const int step = fixed(slope);
  int best = 0, from = -1, gap = 0, at = fixed(start + 0.5);
  for (int x = 0; x < ink.width(); ++x, at += step) {
    const int y = at >> kFraction;
    if (ink.get(x, y)) {
      if (from < 0) from = x;
      gap = 0;
      best = std::max(best, x - from + 1);
    } else if (from >= 0 && ++gap > kGap) {
      from = -1, gap = 0;
    }
  }
  return best;
}

double letter_height(const std::vector<Component>& pieces) {
  std::vector<int> heights;
  for (const Component& c : pieces)
    if (c.height() >= 8) heights.push_back(c.height());
  if (heights.empty()) return 20;
  std::sort(heights.begin(), heights.end());
  return std::clamp<double>(heights[heights.size() / 2], 14, 40);
}

}  // namespace

bool is_struck_out(const FieldInk& field) {
  if (field.pieces.empty()) return false;
  const auto [x0, y0, x1, y1] = extent_of(field.pieces);
  const double height = letter_height(field.pieces);
  const double needed = std::max(kHeights * height, kShare * (x1 - x0));
  if (x1 - x0 < needed) return false;
  // What runs along print is a remainder of print.
  Bits ink = field.written;
  ink.remove(field.blank.dilated(4));
  ink = ink.cut(x0, y0, x1 - x0, y1 - y0);
  for (double slope = -kSteepest; slope <= kSteepest + 1e-9; slope += 0.05) {
    const double rise = slope * ink.width();
    for (int start = static_cast<int>(std::min(0.0, -rise)); start < ink.height() + std::max(0.0, -rise);
         ++start)
      if (longest_run(ink, slope, start) >= needed) return true;
  }
  return false;
}

}  // namespace mailroom::ocr::reader
