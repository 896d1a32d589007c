#include "ocr/reader/subtract.h"

#include <leptonica/allheaders.h>

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

std::vector<Component> components(const Bits& bits) {
  std::vector<Component> found;
  if (bits.width() == 0 || bits.height() == 0) return found;
  const Raster pix = bits.to_pix();
  BOXA* boxes = pixConnCompBB(pix.get(), 8);
  for (int i = 0; boxes != nullptr && i < boxaGetCount(boxes); ++i) {
    int x = 0, y = 0, w = 0, h = 0;
    boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
    found.push_back({x, y, x + w, y + h, bits.count(x, y, x + w, y + h)});
  }
  boxaDestroy(&boxes);
  return found;
}

}  // namespace mailroom::ocr::reader
