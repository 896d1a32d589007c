#include "ocr/reader/knot.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr int kGap = 1;          // pixels a worn stroke may break for
constexpr double kSteepest = 1;  // slope of a line that is followed across; a steeper one is followed down
constexpr double kStep = 0.06;   // between slopes
constexpr int kShortest = 12;    // pixels of a stroke that tells something
constexpr int kFraction = 16;    // bits behind the point: this is the inner loop of every tangle

// The piece alone, with a border of white.
Bits alone(const FieldInk& field, const Component& c) {
  Bits bits(c.width() + 2, c.height() + 2);
  for (int y = c.y0; y < c.y1; ++y)
    for (int x = c.x0; x < c.x1; ++x)
      if (field.labels[static_cast<size_t>(y) * static_cast<size_t>(field.written.width()) +
                       static_cast<size_t>(x)] == c.label)
        bits.set(x - c.x0 + 1, y - c.y0 + 1);
  return bits;
}

// By the quads of Gray (1971): one piece, whose pixels touch by sides and corners.
int holes_in(const Bits& bits) {
  int one = 0, three = 0, diagonal = 0;
  for (int y = 0; y + 1 < bits.height(); ++y)
    for (int x = 0; x + 1 < bits.width(); ++x) {
      const bool a = bits.get(x, y), b = bits.get(x + 1, y), c = bits.get(x, y + 1),
                 d = bits.get(x + 1, y + 1);
      const int sum = a + b + c + d;
      one += sum == 1, three += sum == 3, diagonal += sum == 2 && a == d;
    }
  return 1 - (one - three - 2 * diagonal) / 4;
}

double thickness(const Bits& bits, long ink) {
  long edge = 0;
  for (int y = 0; y < bits.height(); ++y)
    for (int x = 0; x < bits.width(); ++x)
      edge += bits.get(x, y) &&
              !(bits.get(x - 1, y) && bits.get(x + 1, y) && bits.get(x, y - 1) && bits.get(x, y + 1));
  return edge > 0 ? 2.0 * static_cast<double>(ink) / static_cast<double>(edge) : 0;
}

// Follows lines of one slope, in steps of `along`, and hands on how long each inked run is and where its ends
// lie across. The middle's strokes are level, the others slant.
template <typename Get, typename Found>
void follow(int along, int across, double slope, const Get& get, const Found& found) {
  const auto fixed = [](double value) { return static_cast<int>(std::lround(value * (1 << kFraction))); };
  const int step = fixed(slope);
  const double rise = slope * along;
  for (int start = static_cast<int>(std::min(0.0, -rise)); start < across + std::max(0.0, -rise); ++start) {
    int from = -1, last = -1, first = fixed(start + 0.5), at = first;
    const auto end = [&] {
      if (from >= 0 && last - from >= kShortest)
        found(last - from + 1, from, (first + from * step) >> kFraction, last,
              (first + last * step) >> kFraction);
      from = -1;
    };
    for (int i = 0; i < along; ++i, at += step) {
      if (get(i, at >> kFraction)) {
        if (from < 0) from = i;
        last = i;
      } else if (from >= 0 && i - last > kGap) {
        end();
      }
    }
    end();
  }
}

struct Stroke {
  double length = 0;
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // its ends, the left one first
};

// How far the stroke's ends are outside of what is left of the piece without it; -1 if all of that is on one
// of its sides. A level stroke's ends are sideways of it, a slanting one's may be over and under it.
double beyond(const Bits& bits, const Stroke& stroke, double thick, bool is_level) {
  constexpr double kEachSide = 0.15;  // of the rest's ink
  if (stroke.length <= 0) return -1;
  const double dx = stroke.x1 - stroke.x0, dy = stroke.y1 - stroke.y0, length = std::hypot(dx, dy);
  int x0 = bits.width(), y0 = bits.height(), x1 = -1, y1 = -1;
  long over = 0, under = 0;
  for (int y = 0; y < bits.height(); ++y) {
    for (int x = 0; x < bits.width(); ++x) {
      if (!bits.get(x, y)) continue;
      const double off = ((y - stroke.y0) * dx - (x - stroke.x0) * dy) / length;
      if (std::abs(off) <= thick) continue;
      ++(off < 0 ? over : under);
      x0 = std::min(x0, x), x1 = std::max(x1, x), y0 = std::min(y0, y), y1 = std::max(y1, y);
    }
  }
  if (static_cast<double>(std::min(over, under)) < kEachSide * static_cast<double>(over + under) || over == 0)
    return -1;
  const auto out_of = [&](int x, int y) {
    const int sideways = std::max(x0 - x, x - x1), upright = std::max(y0 - y, y - y1);
    return is_level ? sideways : std::max(sideways, upright);
  };
  return std::min(out_of(stroke.x0, stroke.y0), out_of(stroke.x1, stroke.y1));
}

void find_strokes(const Bits& bits, Knot& knot) {
  constexpr double kLevel = 0.4;                 // slope
  constexpr double kMiddle = 0.14, kEnds = 0.3;  // shares of the height
  const double h = bits.height();
  Stroke level, slanting;
  const auto note = [&](const Stroke& stroke, double slope) {
    const double top = std::min(stroke.y0, stroke.y1) / h, foot = std::max(stroke.y0, stroke.y1) / h;
    if (slope <= kLevel && top > kMiddle && foot < 1 - kMiddle && stroke.length > level.length)
      level = stroke;
    if (top < kEnds && foot > 1 - kEnds && stroke.length > slanting.length) slanting = stroke;
  };
  for (double slope = -kSteepest; slope <= kSteepest + 1e-9; slope += kStep) {
    const double stretch = std::hypot(1, slope);
    follow(
        bits.width(), bits.height(), slope, [&](int x, int y) { return bits.get(x, y); },
        [&](int length, int x0, int y0, int x1, int y1) {
          note({length * stretch, x0, y0, x1, y1}, std::abs(slope));
        });
    follow(
        bits.height(), bits.width(), slope, [&](int y, int x) { return bits.get(x, y); },
        [&](int length, int y0, int x0, int y1, int x1) {
          note({length * stretch, x0, y0, x1, y1}, 1);
        });
  }
  knot.level = level.length;
  knot.slanting = slanting.length;
  knot.level_beyond = beyond(bits, level, knot.thick, true);
  knot.slanting_beyond = beyond(bits, slanting, knot.thick, false);
}

}  // namespace

std::vector<Knot> knots(const FieldInk& field) {
  constexpr int kLeast = 8;      // pixels: what is smaller is a sign
  constexpr double kWide = 0.9;  // of the field's pieces' height
  std::vector<int> heights;
  for (const Component& c : field.pieces)
    if (c.width() >= kLeast || c.height() >= kLeast) heights.push_back(c.height());
  if (heights.empty()) return {};
  std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2), heights.end());
  const double wide = kWide * heights[heights.size() / 2];
  std::vector<Knot> found;
  for (const Component& c : field.pieces) {
    if (c.width() < kLeast && c.height() < kLeast) continue;
    const Bits bits = alone(field, c);
    Knot knot{c.label, c.width(), c.height(), c.ink, thickness(bits, c.ink), holes_in(bits)};
    if (c.width() >= std::min(wide, 40.0)) find_strokes(bits, knot);
    found.push_back(knot);
  }
  return found;
}

}  // namespace mailroom::ocr::reader
