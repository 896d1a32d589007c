#include "ocr/reader/duel.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr int kTile = 64, kMargin = 4;
constexpr long kDiffers = 8;  // pixels in a tile that are more than edge noise

// Where something may be written.
Bits zones_of(const TemplatePage& page, int width, int height) {
  Bits bits(width, height);
  for (const Field& field : page.form->fields) {
    if (field.page != page.number) continue;
    const auto px = [](double points) { return static_cast<int>(points * kPixelsPerPoint); };
    bits.fill(px(field.zone.x0), px(field.zone.y0), px(field.zone.x1) + 1, px(field.zone.y1) + 1);
  }
  return bits;
}

// The map, moved so that this tile of the blank lies on the page exactly.
Homography aligned(const Contender& c, const Bits& page, const Patch& tile) {
  const Match m = match(c.blank, tile, page, c.registration.blank_to_page, 3, 0.01);
  if (m.correlation < 0.3) return c.registration.blank_to_page;
  return c.registration.blank_to_page * Homography::shift(m.dx, m.dy);
}

}  // namespace

DuelResult duel(const Contender& first, const Contender& second, const Bits& page) {
  const Bits& a_full = first.blank;
  const Homography onto_second =
      second.registration.blank_to_page.inverse() * first.registration.blank_to_page;
  const Bits zones = zones_of(*first.page, a_full.width(), a_full.height());
  // Where the two differ at first sight.
  const Bits b_full = sample(second.blank, onto_second, 0, 0, a_full.width(), a_full.height());
  const Bits a_alone = Bits(a_full).remove(b_full.dilated(2)),
             b_alone = Bits(b_full).remove(a_full.dilated(2));
  double sum = 0;
  long differing = 0;
  for (int y = 0; y < a_full.height(); y += kTile)
    for (int x = 0; x < a_full.width(); x += kTile) {
      const int x0 = x - kMargin, y0 = y - kMargin, side = kTile + 2 * kMargin;
      const int x1 = x0 + side, y1 = y0 + side;
      if (a_alone.count(x0, y0, x1, y1) + b_alone.count(x0, y0, x1, y1) < kDiffers) continue;
      // Worth a close look: print laid on print exactly, compared again, and what differs sought on the page.
      const Patch tile{x, y, kTile, kTile};
      const Match onto = match(a_full, tile, second.blank, onto_second, kMargin, 0.002);
      const Homography exactly = onto_second * Homography::shift(onto.dx, onto.dy);
      const Bits a = a_full.cut(x0, y0, side, side);
      const Bits b = sample(second.blank, onto.correlation < 0.3 ? onto_second : exactly, x0, y0, side, side);
      const Bits written = zones.cut(x0, y0, side, side);
      Bits only_a = Bits(a).remove(b.dilated(1)).remove(written);
      Bits only_b = Bits(b).remove(a.dilated(1)).remove(written);
      const long n_a = only_a.count(), n_b = only_b.count();
      if (n_a + n_b < kDiffers) continue;
      const Homography map_a = aligned(first, page, tile);
      const Bits seen = sample(page, map_a, x0, y0, side, side).dilated(1);
      const long seen_a = Bits(only_a &= seen).count(), seen_b = Bits(only_b &= seen).count();
      sum += static_cast<double>((seen_a - (n_a - seen_a)) - (seen_b - (n_b - seen_b)));
      differing += n_a + n_b;
    }
  return {differing > 0 ? sum / static_cast<double>(differing) : 0, differing};
}

}  // namespace mailroom::ocr::reader
