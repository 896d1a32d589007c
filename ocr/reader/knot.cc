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

void find_strokes(const Bits& bits, Knot& knot) {
  constexpr double kLevel = 0.4;                 // slope
  constexpr double kMiddle = 0.14, kEnds = 0.3;  // shares of the height
  const double h = bits.height();
  const auto note = [&](double length, int y0, int y1, double slope) {
    const double top = std::min(y0, y1) / h, foot = std::max(y0, y1) / h;
    if (slope <= kLevel && top > kMiddle && foot < 1 - kMiddle) knot.level = std::max(knot.level, length);
    if (top < kEnds && foot > 1 - kEnds) knot.slanting = std::max(knot.slanting, length);
  };
  for (double slope = -kSteepest; slope <= kSteepest + 1e-9; slope += kStep) {
    const double stretch = std::hypot(1, slope);
    follow(
        bits.width(), bits.height(), slope, [&](int x, int y) { return bits.get(x, y); },
        [&](int length, int, int y0, int, int y1) { note(length * stretch, y0, y1, std::abs(slope)); });
    follow(
        bits.height(), bits.width(), slope, [&](int y, int x) { return bits.get(x, y); },
        [&](int length, int y0, int, int y1, int) { note(length * stretch, y0, y1, 1); });
  }
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
