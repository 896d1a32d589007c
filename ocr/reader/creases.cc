#include "ocr/reader/creases.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr int kLong = 16, kWide = 8;     // pixels: a cell along the crease and across it
constexpr int kMostDrift = 3;            // cells across, from one end of the page to the other
constexpr double kInked = 0.65;          // of the cells that can be seen
constexpr double kReaches = 0.85;        // of the page's length, from the first inked cell to the last
constexpr int kLeastSeen = 20;           // cells: of a line that print hides nothing can be said
constexpr int kReachAcross = 2 * kWide;  // pixels on both sides of a crease that its dots may lie in

enum : uint8_t { kPaper, kInk, kHidden };

// The page in cells, along one direction; `at(along, across)`.
struct Cells {
  int along = 0, across = 0;
  std::vector<uint8_t> kinds;
  uint8_t at(int a, int b) const {
    return b < 0 || b >= across
               ? uint8_t{kHidden}
               : kinds[static_cast<size_t>(b) * static_cast<size_t>(along) + static_cast<size_t>(a)];
  }
};

Cells cells_of(const Bits& left, const Bits& hidden, bool is_level) {
  const int length = is_level ? left.width() : left.height(),
            breadth = is_level ? left.height() : left.width();
  Cells cells{length / kLong, breadth / kWide, {}};
  for (int b = 0; b < cells.across; ++b)
    for (int a = 0; a < cells.along; ++a) {
      const int x = is_level ? a * kLong : b * kWide, y = is_level ? b * kWide : a * kLong;
      const int x1 = x + (is_level ? kLong : kWide), y1 = y + (is_level ? kWide : kLong);
      const bool is_inked = left.count(x, y, x1, y1) > 0;
      const bool is_hidden = 2 * hidden.count(x, y, x1, y1) > kLong * kWide;
      cells.kinds.push_back(is_inked ? kInk : is_hidden ? kHidden : kPaper);
    }
  return cells;
}

// Whether a line that begins in this cell across and drifts so far is a crease.
bool is_crease(const Cells& cells, int from, int drift) {
  int inked = 0, seen = 0, first = -1, last = -1;
  for (int a = 0; a < cells.along; ++a) {
    const int b = from + drift * a / cells.along;
    const uint8_t here = cells.at(a, b), over = cells.at(a, b - 1);
    if (here == kInk || over == kInk) {
      ++inked, ++seen;
      if (first < 0) first = a;
      last = a;
    } else if (here == kPaper && over == kPaper) {
      ++seen;
    }
  }
  return seen >= kLeastSeen && inked >= kInked * seen && last - first >= kReaches * cells.along;
}

}  // namespace

Bits creases(const Bits& left, const Bits& hidden) {
  Bits bands(left.width(), left.height());
  for (const bool is_level : {true, false}) {
    const Cells cells = cells_of(left, hidden, is_level);
    for (int from = 1; from < cells.across; ++from)
      for (int drift = -kMostDrift; drift <= kMostDrift; ++drift) {
        if (!is_crease(cells, from, drift)) continue;
        for (int a = 0; a < cells.along; ++a) {
          const int middle = (from + drift * a / cells.along) * kWide, along = a * kLong;
          const int low = middle - kReachAcross, high = middle + kReachAcross;
          if (is_level)
            bands.fill(along, low, along + kLong, high);
          else
            bands.fill(low, along, high, along + kLong);
        }
      }
  }
  return bands;
}

}  // namespace mailroom::ocr::reader
