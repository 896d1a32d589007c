#include "ocr/reader/contradiction.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kTile = 64, kMargin = 8;  // pixels; print in the margin may be the page's, moved a little
constexpr long kWorthALook = 10;        // pixels missing and pixels instead, at first sight
constexpr long kDiffers = 14;           // the same at a close look: a small figure is made of 40
constexpr long kCodeInk = kTile * kTile * 3 / 10;  // text covers a fifth, a code about half
constexpr double kLost = 0.3;  // correlation with less of which a piece is not found at all

// Leaders of dots fade and shift in a scan, and say nothing.
Bits without_dots(Bits bits) {
  constexpr int kDot = 5;  // pixels
  std::vector<int> labels;
  const std::vector<Component> pieces = components(bits, &labels);
  for (int y = 0; y < bits.height(); ++y)
    for (int x = 0; x < bits.width(); ++x) {
      const int label =
          labels[static_cast<size_t>(y) * static_cast<size_t>(bits.width()) + static_cast<size_t>(x)];
      if (label == 0) continue;
      const Component& c = pieces[static_cast<size_t>(label) - 1];
      if (c.width() <= kDot && c.height() <= kDot) bits.unset(x, y);
    }
  return bits;
}

// Thin rules break up and vanish in a faint scan, and say nothing. Thick ones stay.
Bits without_rules(Bits bits) {
  constexpr int kLong = 36, kThin = 4;  // pixels
  // `at(along, across)`: pixels of rows, then of columns.
  const auto erase = [&](int length, int breadth, const auto& get, const auto& unset) {
    std::vector<std::pair<int, int>> found;  // along, across
    for (int across = 0; across < breadth; ++across)
      for (int from = 0, to = 0; from < length; from = to + 1) {
        for (to = from; to < length && get(to, across);) ++to;
        if (to - from < kLong) continue;
        for (int along = from; along < to; ++along) {
          int first = across, last = across;
          while (last - first < kThin && first > 0 && get(along, first - 1)) --first;
          while (last - first < kThin && last + 1 < breadth && get(along, last + 1)) ++last;
          if (last - first < kThin) found.emplace_back(along, across);
        }
      }
    for (const auto& [along, across] : found) unset(along, across);
  };
  const Bits all = bits;
  erase(
      bits.width(), bits.height(), [&](int x, int y) { return all.get(x, y); },
      [&](int x, int y) { bits.unset(x, y); });
  erase(
      bits.height(), bits.width(), [&](int y, int x) { return all.get(x, y); },
      [&](int y, int x) { bits.unset(x, y); });
  return bits;
}

// Fills the zones into `bits`.
Bits zones_of(const TemplatePage& page, double pixels_per_point, int margin, Bits bits) {
  const auto px = [&](double points) { return static_cast<int>(points * pixels_per_point); };
  for (const Field& field : page.form->fields)
    if (field.page == page.number)
      bits.fill(px(field.zone.x0) - margin, px(field.zone.y0) - margin, px(field.zone.x1) + 1 + margin,
                px(field.zone.y1) + 1 + margin);
  return bits;
}

}  // namespace

int header_rows(const Homography& blank_to_page, int width) {
  constexpr double kHeader = 0.25 * kBlankDpi;  // pixels
  const Homography to_blank = blank_to_page.inverse();
  const double rows = std::max(to_blank({0, kHeader}).y, to_blank({static_cast<double>(width), kHeader}).y);
  return std::max(0, static_cast<int>(std::lround(rows)));
}

Bits as_the_blank_lies(const Bits& page, const FineRegistration& registration, int width, int height) {
  Bits out(width, height);
  for (int y = 0; y < height; y += kTile)
    for (int x = 0; x < width; x += kTile) {
      const Point by = registration.local.at({x + kTile / 2.0, y + kTile / 2.0});
      const Bits piece = sample(page, registration.blank_to_page * Homography::shift(by.x, by.y), x, y,
                                std::min(kTile, width - x), std::min(kTile, height - y));
      for (int r = 0; r < piece.height(); ++r) out.row(y + r)[x / 64] = piece.row(r)[0];
    }
  return out;
}

Bits writing_zones(const TemplatePage& page, int margin) {
  return zones_of(page, kPixelsPerPoint, margin, Bits(page.page->width, page.page->height));
}

Bits quarter_writing_zones(const TemplatePage& page) {
  return zones_of(page, kPixelsPerPoint / 4, 0, Bits(page.page->quarter_width, page.page->quarter_height));
}

bool contradicts(const Bits& page, const TemplatePage& of_template, const Bits& print,
                 const FineRegistration& registration, const std::vector<Hole>& holes, int places) {
  Bits zones = writing_zones(of_template, kMargin);
  cover(zones, holes, registration.blank_to_page);
  zones.fill(0, 0, zones.width(), header_rows(registration.blank_to_page, page.width()));
  const Bits seen = as_the_blank_lies(page, registration, print.width(), print.height());
  const Bits missing = Bits(print).remove(seen.dilated(2)).remove(zones);
  const Bits instead = Bits(seen).remove(print.dilated(2)).remove(zones);
  int found = 0;
  for (int y = 0; y < print.height(); y += kTile / 2)
    for (int x = 0; x < print.width(); x += kTile / 2) {
      if (std::min(missing.count(x, y, x + kTile, y + kTile), instead.count(x, y, x + kTile, y + kTile)) <
          kWorthALook)
        continue;
      // A barcode says something else on each page.
      if (std::min(print.count(x, y, x + kTile, y + kTile), seen.count(x, y, x + kTile, y + kTile)) >
          kCodeInk)
        continue;
      const Point near = registration.local.at({x + kTile / 2.0, y + kTile / 2.0});
      const Patch tile{x, y, kTile, kTile};
      const Match m = match(print, tile, page, registration.blank_to_page, 6, 0.002, near.x, near.y);
      const Point by = m.correlation < kLost ? near : Point{m.dx, m.dy};
      const Bits there =
          without_dots(sample(page, registration.blank_to_page * Homography::shift(by.x, by.y), x - kMargin,
                              y - kMargin, kTile + 2 * kMargin, kTile + 2 * kMargin));
      const Bits own =
          without_dots(print.cut(x - kMargin, y - kMargin, kTile + 2 * kMargin, kTile + 2 * kMargin));
      const Bits written = zones.cut(x - kMargin, y - kMargin, kTile + 2 * kMargin, kTile + 2 * kMargin);
      const long gone = without_rules(own)
                            .remove(there.dilated(1))
                            .remove(written)
                            .count(kMargin, kMargin, kMargin + kTile, kMargin + kTile);
      const long other = Bits(there)
                             .remove(own.dilated(1))
                             .remove(written)
                             .count(kMargin, kMargin, kMargin + kTile, kMargin + kTile);
      if (std::min(gone, other) >= kDiffers && ++found >= places) return true;
    }
  return false;
}

}  // namespace mailroom::ocr::reader
