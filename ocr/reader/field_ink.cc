#include "ocr/reader/field_ink.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr int kMargin = 8;   // pixels around the zone: writing overshoots a little
constexpr int kSlack = 2;    // of printed ink
constexpr int kBorder = 10;  // white around a line's picture, pixels of the blank

// The displacement of what is printed around the zone, from up to four windows along it.
Homography settled(const Area& zone, const Bits& blank, const InkPage& page,
                   const FineRegistration& registration) {
  const Point centre{(zone.x0 + zone.x1) / 2.0, (zone.y0 + zone.y1) / 2.0};
  const Point near = registration.local.at(centre);
  double dx = 0, dy = 0, sum = 0;
  const int windows = std::clamp(zone.width() / 64 + 1, 2, 4);
  const int height = std::min(zone.height() + 24, 160);
  for (int i = 0; i < windows; ++i) {
    const int x = zone.x0 - 12 + i * (zone.width() + 24 - 64) / std::max(windows - 1, 1);
    const Patch patch{x, zone.y0 + zone.height() / 2 - height / 2, 64, height};
    if (blank.count(patch.x, patch.y, patch.x + 64, patch.y + height) < 40) continue;
    const Match m = match(blank, patch, page.full, registration.blank_to_page, 4, 0.004, near.x, near.y);
    if (m.correlation < 0.4) continue;
    dx += m.dx * m.correlation, dy += m.dy * m.correlation, sum += m.correlation;
  }
  const Point by = sum > 0 ? Point{dx / sum, dy / sum} : near;
  return registration.blank_to_page * Homography::shift(by.x, by.y);
}

// Thin remains along printed edges are nobody's writing.
bool is_residue(const Component& c, const Bits& near_print, const Bits& written) {
  if (c.ink <= 4) return true;
  if (std::min(c.width(), c.height()) > 3) return false;
  const Bits piece = written.cut(c.x0, c.y0, c.width(), c.height());
  Bits print = near_print.cut(c.x0, c.y0, c.width(), c.height());
  return (print &= piece).count() * 2 > c.ink;
}

}  // namespace

FieldInk field_ink(const Field& field, const Bits& blank, const InkPage& page,
                   const FineRegistration& registration) {
  FieldInk result;
  const auto px = [](double points) { return static_cast<int>(std::lround(points * kPixelsPerPoint)); };
  result.zone = {px(field.zone.x0), px(field.zone.y0), px(field.zone.x1), px(field.zone.y1)};
  const Area& z = result.zone;
  result.around = {z.x0 - kMargin, z.y0 - kMargin, z.x1 + kMargin, z.y1 + kMargin};
  const Area& a = result.around;
  result.blank_to_page = settled(z, blank, page, registration);
  result.ink = sample(page.full, result.blank_to_page, a.x0, a.y0, a.width(), a.height());
  result.blank = blank.cut(a.x0, a.y0, a.width(), a.height());
  result.written = subtract(result.ink, result.blank, kSlack);
  const Bits near_print = result.blank.dilated(kSlack + 3);
  for (const Component& c : components(result.written)) {
    const bool inside = c.cx() >= kMargin - 2 && c.cx() < a.width() - kMargin + 2 && c.cy() >= kMargin - 2 &&
                        c.cy() < a.height() - kMargin + 2;
    if (!inside || is_residue(c, near_print, result.written)) continue;
    result.touches_edge |= c.x0 == 0 || c.x1 == a.width();
    result.pieces.push_back(c);
  }
  return result;
}

Raster picture_of(const FieldInk& field, const std::vector<Component>& pieces, const Pix& native,
                  const Homography& page_to_native, double scale) {
  Pix* source = const_cast<Pix*>(&native);
  int x0 = 1 << 20, y0 = 1 << 20, x1 = 0, y1 = 0;
  Bits kept(field.written.width(), field.written.height());
  for (const Component& c : pieces) {
    x0 = std::min(x0, c.x0), y0 = std::min(y0, c.y0), x1 = std::max(x1, c.x1), y1 = std::max(y1, c.y1);
    for (int y = c.y0; y < c.y1; ++y)
      for (int x = c.x0; x < c.x1; ++x)
        if (field.written.get(x, y)) kept.set(x, y);
  }
  kept = kept.dilated(1);
  x0 -= kBorder, y0 -= kBorder, x1 += kBorder, y1 += kBorder;
  const int width = std::max(1, static_cast<int>((x1 - x0) * scale)),
            height = std::max(1, static_cast<int>((y1 - y0) * scale));
  const Homography to_native = page_to_native * field.blank_to_page *
                               Homography::shift(field.around.x0 + x0, field.around.y0 + y0) *
                               Homography::scale(1 / scale, 1 / scale);
  const int sw = pixGetWidth(source), sh = pixGetHeight(source), depth = pixGetDepth(source),
            wpl = pixGetWpl(source);
  const uint32_t* data = pixGetData(source);
  const auto grey = [&](int x, int y) -> double {
    x = std::clamp(x, 0, sw - 1), y = std::clamp(y, 0, sh - 1);
    const uint32_t* line = data + static_cast<size_t>(y) * static_cast<size_t>(wpl);
    if (depth == 1) return GET_DATA_BIT(line, x) != 0 ? 0 : 255;
    return GET_DATA_BYTE(line, x);
  };
  std::vector<float> values(static_cast<size_t>(width) * static_cast<size_t>(height), -1);
  float darkest = 255, lightest = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int bx = x0 + static_cast<int>(x / scale), by = y0 + static_cast<int>(y / scale);
      if (!kept.get(bx, by)) continue;
      const Point p = to_native({static_cast<double>(x), static_cast<double>(y)});
      const double fx = std::floor(p.x), fy = std::floor(p.y), u = p.x - fx, v = p.y - fy;
      const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
      const auto value = static_cast<float>((grey(ix, iy) * (1 - u) + grey(ix + 1, iy) * u) * (1 - v) +
                                            (grey(ix, iy + 1) * (1 - u) + grey(ix + 1, iy + 1) * u) * v);
      values[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)] = value;
      darkest = std::min(darkest, value), lightest = std::max(lightest, value);
    }
  Raster out(pixCreate(width, height, 8));
  pixSetAll(out.get());
  const float range = std::max(lightest - darkest, 1.0F);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float value =
          values[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
      if (value >= 0) pixSetPixel(out.get(), x, y, static_cast<uint32_t>((value - darkest) * 255 / range));
    }
  pixSetResolution(out.get(), 300, 300);
  return out;
}

}  // namespace mailroom::ocr::reader
