#include "ocr/reader/duel.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/contradiction.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kTile = 64, kMargin = 4;
constexpr long kDiffers = 8;    // pixels in a tile that are more than edge noise
constexpr int kAround = 4;      // pixels around what differs that are compared with it
constexpr double kSame = 0.97;  // correlation from which on two pieces of print are one

// The map, moved so that this tile of the blank lies on the page exactly.
Homography aligned(const Contender& c, const Bits& page, const Patch& tile) {
  const Match m = match(c.blank, tile, page, c.registration.blank_to_page, 3, 0.01);
  if (m.correlation < 0.3) return c.registration.blank_to_page;
  return c.registration.blank_to_page * Homography::shift(m.dx, m.dy);
}

// Correlation of two pictures where `near` is set, the second moved by up to `reach` pixels to fit best.
double likeness(const Bits& one, const Bits& other, const Bits& near, int reach) {
  const double all = static_cast<double>(near.count());
  const Bits a = Bits(one) &= near;
  const double in_a = static_cast<double>(a.count());
  double best = -1;
  for (int dy = -reach; dy <= reach; ++dy)
    for (int dx = -reach; dx <= reach; ++dx) {
      Bits b = other.cut(dx, dy, one.width(), one.height());
      b &= near;
      const double in_b = static_cast<double>(b.count()), both = static_cast<double>((Bits(a) &= b).count());
      const double spread = std::sqrt(in_a * (all - in_a) * in_b * (all - in_b));
      if (spread > 0) best = std::max(best, (all * both - in_a * in_b) / spread);
    }
  return std::max(best, 0.0);
}

// `slack`: pixels by which print may be off at first sight.
DuelResult met(const Contender& first, const Contender& second, const Bits& page, const Bits& zones,
               const Homography& onto_second, int slack) {
  const Bits& a_full = first.blank;
  // Where the two differ at first sight.
  const Bits b_full = sample(second.blank, onto_second, 0, 0, a_full.width(), a_full.height());
  const Bits a_alone = Bits(a_full).remove(b_full.dilated(slack)),
             b_alone = Bits(b_full).remove(a_full.dilated(slack));
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
      const Bits near = (only_a |= only_b).dilated(kAround).remove(written);
      const double alike = likeness(a, b, near, 0);
      if (alike > kSame) continue;
      const Bits seen = sample(page, map_a, x0, y0, side, side);
      // The part of what tells them apart that the page shows; a page that shows neither is torn between
      // them.
      const double towards_a = (likeness(a, seen, near, 1) - likeness(b, seen, near, 1)) / (1 - alike);
      sum += std::clamp(towards_a, -1.0, 1.0) * static_cast<double>(n_a + n_b);
      differing += n_a + n_b;
    }
  return {differing > 0 ? sum / static_cast<double>(differing) : 0, differing};
}

}  // namespace

DuelResult duel(const Contender& first, const Contender& second, const Bits& page,
                const std::vector<Hole>& holes) {
  constexpr long kFew = 16;  // pixels
  const Homography onto_second =
      second.registration.blank_to_page.inverse() * first.registration.blank_to_page;
  Bits zones = writing_zones(*first.page, 0);
  cover(zones, holes, first.registration.blank_to_page);
  const DuelResult result = met(first, second, page, zones, onto_second, 2);
  // A 0 and a 2 in a form's code are hardly two pixels apart anywhere.
  return result.differing >= kFew ? result : met(first, second, page, zones, onto_second, 1);
}

}  // namespace mailroom::ocr::reader
