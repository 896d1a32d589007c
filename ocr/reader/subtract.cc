#include "ocr/reader/subtract.h"

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

constexpr int kWidestRule = 12;  // pixels: what is thicker is a bar, and nobody writes across a bar

// Along one line of pixels: printed pixels with writing directly on both sides belong to a stroke crossing
// them.
template <typename Ink, typename Printed, typename Keep>
void rejoin(int length, const Ink& ink, const Printed& printed, const Keep& keep) {
  for (int i = 1; i < length; ++i) {
    if (!(ink(i) && printed(i)) || !(ink(i - 1) && !printed(i - 1))) continue;
    int end = i;
    while (end < length && ink(end) && printed(end)) ++end;
    if (end < length && ink(end) && end - i <= kWidestRule)
      for (int k = i; k < end; ++k) keep(k);
    i = end;
  }
}

}  // namespace

Bits subtract(const Bits& ink, const Bits& blank, int slack) {
  const Bits printed = blank.dilated(slack);
  Bits written = ink;
  written.remove(printed);
  Bits rejoined(ink.width(), ink.height());
  for (int x = 0; x < ink.width(); ++x)
    rejoin(
        ink.height(), [&](int y) { return ink.get(x, y); }, [&](int y) { return printed.get(x, y); },
        [&](int y) { rejoined.set(x, y); });
  for (int y = 0; y < ink.height(); ++y)
    rejoin(
        ink.width(), [&](int x) { return ink.get(x, y); }, [&](int x) { return printed.get(x, y); },
        [&](int x) { rejoined.set(x, y); });
  // A stroke that ends in a rule gets back what the slack took from it.
  Bits ends = written.dilated(1);
  ends &= ink;
  written |= ends.remove(blank.dilated(std::max(slack - 1, 0)));
  return written |= rejoined;
}

void Extent::add(const Component& c) {
  x0 = std::min(x0, c.x0), y0 = std::min(y0, c.y0), x1 = std::max(x1, c.x1), y1 = std::max(y1, c.y1);
}

Extent extent_of(const std::vector<Component>& pieces) {
  Extent all;
  for (const Component& c : pieces) all.add(c);
  return all;
}

std::vector<Component> components(const Bits& bits, std::vector<int>* labels) {
  std::vector<Component> found;
  const int width = bits.width(), height = bits.height();
  std::vector<int> marks(static_cast<size_t>(width) * static_cast<size_t>(height));
  const auto mark = [&](int x, int y) -> int& {
    return marks[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
  };
  std::vector<std::pair<int, int>> open;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      if (!bits.get(x, y) || mark(x, y) != 0) continue;
      Component c{x, y, x + 1, y + 1, 0, static_cast<int>(found.size()) + 1};
      mark(x, y) = c.label;
      open.assign(1, {x, y});
      while (!open.empty()) {
        const auto [px, py] = open.back();
        open.pop_back();
        ++c.ink;
        c.x0 = std::min(c.x0, px), c.x1 = std::max(c.x1, px + 1), c.y0 = std::min(c.y0, py),
        c.y1 = std::max(c.y1, py + 1);
        for (int dy = -1; dy <= 1; ++dy)
          for (int dx = -1; dx <= 1; ++dx)
            if (bits.get(px + dx, py + dy) && mark(px + dx, py + dy) == 0) {
              mark(px + dx, py + dy) = c.label;
              open.emplace_back(px + dx, py + dy);
            }
      }
      found.push_back(c);
    }
  if (labels != nullptr) *labels = std::move(marks);
  return found;
}

}  // namespace mailroom::ocr::reader
