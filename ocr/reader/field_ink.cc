#include "ocr/reader/field_ink.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr int kMargin = 8;           // pixels around the zone: writing overshoots a little
constexpr long kSpeck = 4;           // pixels
constexpr double kBlackened = 0.45;  // share of a zone that is dark; the boldest writing covers half of that

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
  if (std::min(c.width(), c.height()) > 3) return false;
  const Bits piece = written.cut(c.x0, c.y0, c.width(), c.height());
  Bits print = near_print.cut(c.x0, c.y0, c.width(), c.height());
  return (print &= piece).count() * 2 > c.ink;
}

// A frame or a comb that the form's author had the PDF viewer draw is on the page but not on the blank:
// straight lines along the zone's edges and between its cells, all across.
void remove_frame(const Field& field, const Area& zone, const Area& around, Bits& written) {
  const int left = zone.x0 - around.x0, top = zone.y0 - around.y0, right = zone.x1 - around.x0,
            bottom = zone.y1 - around.y0;
  std::vector<int> columns, rows;
  const auto look_at_column = [&](int x) {
    int inked = 0;
    for (int y = top + 2; y < bottom - 2; ++y)
      inked += written.get(x, y) || written.get(x - 1, y) || written.get(x + 1, y);
    if (inked >= (bottom - top - 4) * 0.9) columns.push_back(x);
  };
  const auto look_at_row = [&](int y) {
    int inked = 0;
    for (int x = left + 2; x < right - 2; ++x)
      inked += written.get(x, y) || written.get(x, y - 1) || written.get(x, y + 1);
    if (inked >= (right - left - 4) * 0.9) rows.push_back(y);
  };
  constexpr int kNear = 5;
  for (int d = -kNear; d <= kNear; ++d) {
    look_at_row(top + d), look_at_row(bottom + d);
    look_at_column(left + d), look_at_column(right + d);
    if (field.comb)
      for (int i = 1; i < field.max_length; ++i)
        look_at_column(left + (right - left) * i / field.max_length + d);
  }
  // Their edges are rough: a pixel more on each side.
  for (const int x : columns)
    for (int y = 0; y < written.height(); ++y)
      for (int d = -1; d <= 1; ++d)
        if (written.get(x + d, y)) written.unset(x + d, y);
  for (const int y : rows)
    for (int x = 0; x < written.width(); ++x)
      for (int d = -1; d <= 1; ++d)
        if (written.get(x, y + d)) written.unset(x, y + d);
}

// Printed grey is a cloud of dots by now: what has few dark neighbours is not a stroke.
bool is_cloud(const Bits& written) {
  const Bits inside =
      written.cut(kMargin, kMargin, written.width() - 2 * kMargin, written.height() - 2 * kMargin);
  long dots = 0;
  for (const Component& c : components(inside)) dots += c.ink <= 6;
  return dots > 12 && static_cast<double>(dots) * 250 > static_cast<double>(inside.width()) * inside.height();
}

Bits without_dots(const Bits& bits) {
  Bits kept(bits.width(), bits.height());
  for (int y = 0; y < bits.height(); ++y)
    for (int x = 0; x < bits.width(); ++x)
      if (bits.count(x - 1, y - 1, x + 2, y + 2) >= 6) kept.set(x, y);
  return kept;
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
  result.written = subtract(result.ink, result.blank, kPrintSlack);
  remove_frame(field, z, a, result.written);
  const auto inside_zone = [&](const Bits& bits) {
    constexpr int kFrame = 3;
    return bits.count(z.x0 - a.x0 + kFrame, z.y0 - a.y0 + kFrame, z.x1 - a.x0 - kFrame, z.y1 - a.y0 - kFrame);
  };
  result.zone_ink = inside_zone(result.written);
  result.shaded = is_cloud(result.written);
  result.blackened = static_cast<double>(result.zone_ink) > kBlackened * z.width() * z.height();
  if (result.shaded) result.written = without_dots(result.written);
  const Bits near_print = result.blank.dilated(kPrintSlack + 3);
  std::vector<Component> remains;
  for (const Component& c : components(result.written, &result.labels)) {
    const bool inside = c.cx() >= kMargin - 2 && c.cx() < a.width() - kMargin + 2 && c.cy() >= kMargin - 2 &&
                        c.cy() < a.height() - kMargin + 2;
    if (!inside) continue;
    if (c.ink <= kSpeck) {
      result.specks.push_back(c);
      continue;
    }
    if (is_residue(c, near_print, result.written)) {
      remains.push_back(c);
      continue;
    }
    result.touches_edge |= c.x0 == 0 || c.x1 == a.width();
    result.pieces.push_back(c);
  }
  // Unless writing is right beside them: then they are the part of a letter that a rule was taken out of.
  const size_t solid = result.pieces.size();
  for (const Component& c : remains) {
    if (c.height() > 40 || c.width() > 40) continue;
    for (size_t i = 0; i < solid; ++i) {
      const Component& s = result.pieces[i];
      if (c.x0 - s.x1 > 4 || s.x0 - c.x1 > 4 || c.y0 < s.y0 - 3 || c.y1 > s.y1 + 3) continue;
      result.pieces.push_back(c);
      break;
    }
  }
  return result;
}

}  // namespace mailroom::ocr::reader
