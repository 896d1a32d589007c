#include "ocr/reader/unexplained.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kRow = 12;         // points
constexpr size_t kMaxRows = 1'500;  // the tallest page there is
constexpr double kStep = 0.5;       // points between looks at a line
constexpr double kStray = 2;        // points of a line in a zone that the blank does not have
constexpr int kNear = 2;            // pixels of the blank by which a line may miss its ink
constexpr double kPixels = kBlankDpi / 72.0;
constexpr double kMinCodeSide = 18;    // points; smaller pictures hold no barcode of use
constexpr size_t kMinCodeLines = 400;  // as many as a small code has edges
constexpr double kMaxModule = 8;       // points; longer lines are rules
constexpr double kPictureInk = 0.02;   // share of ink by which the blank has a picture there itself

bool overlap(const Zone& a, const Zone& b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

bool any_overlap(const std::vector<Zone>& places, const Zone& zone) {
  return std::any_of(places.begin(), places.end(), [&](const Zone& p) { return overlap(p, zone); });
}

Zone inset(const Zone& z, double by) {
  const double x = std::min(by, z.width() / 4), y = std::min(by, z.height() / 4);
  return {z.x0 + x, z.y0 + y, z.x1 - x, z.y1 - y};
}

// The part of the line inside the zone (Liang and Barsky); false if there is none.
bool clip(DrawnLine& l, const Zone& z) {
  const double dx = l.x1 - l.x0, dy = l.y1 - l.y0;
  double from = 0, to = 1;
  const auto cut = [&](double direction, double distance) {
    if (direction == 0) return distance >= 0;
    const double t = distance / direction;
    (direction < 0 ? from : to) = direction < 0 ? std::max(from, t) : std::min(to, t);
    return from <= to;
  };
  if (!cut(-dx, l.x0 - z.x0) || !cut(dx, z.x1 - l.x0) || !cut(-dy, l.y0 - z.y0) || !cut(dy, z.y1 - l.y0)) {
    return false;
  }
  l = {static_cast<float>(l.x0 + from * dx), static_cast<float>(l.y0 + from * dy),
       static_cast<float>(l.x0 + to * dx), static_cast<float>(l.y0 + to * dy)};
  return true;
}

size_t row_of(double y) {
  return y <= 0 ? 0 : std::min(static_cast<size_t>(y / kRow), kMaxRows - 1);
}

}  // namespace

Unexplained::Unexplained(const Painting& painting, const Fit& fit, BlankInk blank)
    : painting_(painting), fit_(fit), load_blank_(std::move(blank)) {
  for (size_t i = 0; i < painting.lines.size(); ++i) {
    const DrawnLine& l = painting.lines[i];
    const size_t first = row_of(std::min(l.y0, l.y1)), last = row_of(std::max(l.y0, l.y1));
    if (rows_.size() <= last) rows_.resize(last + 1);
    for (size_t row = first; row <= last; ++row) rows_[row].push_back(static_cast<uint32_t>(i));
  }
}

const Bits* Unexplained::blank() const {
  if (!is_loaded_) {
    is_loaded_ = true;
    if (load_blank_) blank_ = load_blank_();
  }
  return blank_ ? &*blank_ : nullptr;
}

bool Unexplained::is_on_blank(double x, double y) const {
  const Bits* bits = blank();
  if (bits == nullptr) return false;
  const int px = static_cast<int>((x - fit_.offset_x) / fit_.scale_x * kPixels);
  const int py = static_cast<int>((y - fit_.offset_y) / fit_.scale_y * kPixels);
  for (int dy = -kNear; dy <= kNear; ++dy) {
    if ((bits->word(px - kNear, py + dy) & ((uint64_t{1} << (2 * kNear + 1)) - 1)) != 0) return true;
  }
  return false;
}

double Unexplained::stray_length(const DrawnLine& line, const Zone& zone, double enough) const {
  DrawnLine l = line;
  if (!clip(l, zone)) return 0;
  const double dx = l.x1 - l.x0, dy = l.y1 - l.y0, length = std::hypot(dx, dy);
  const int steps = std::max(1, static_cast<int>(length / kStep));
  double stray = 0;
  for (int i = 0; i < steps && stray < enough; ++i) {
    const double t = (i + 0.5) / steps;
    if (!is_on_blank(l.x0 + t * dx, l.y0 + t * dy)) stray += length / steps;
  }
  return stray;
}

bool Unexplained::is_drawn_in(const Zone& zone, double margin) const {
  const Zone inner = inset(zone, margin);
  if (!painting_.is_whole || any_overlap(painting_.pictures, inner) ||
      any_overlap(painting_.nameless_text, inner)) {
    return true;
  }
  double stray = 0;
  for (size_t row = row_of(inner.y0); row <= row_of(inner.y1) && row < rows_.size(); ++row) {
    // A line of several rows is looked at in each; only its part in the row counts.
    const Zone strip{inner.x0, std::max(inner.y0, static_cast<double>(row) * kRow), inner.x1,
                     std::min(inner.y1, static_cast<double>(row + 1) * kRow)};
    for (const uint32_t i : rows_[row]) {
      stray += stray_length(painting_.lines[i], strip, kStray);
      if (stray >= kStray) return true;
    }
  }
  return false;
}

bool Unexplained::is_text_hidden_in(const Zone& zone) const {
  return any_overlap(painting_.unseen_text, zone) || any_overlap(painting_.covers, zone);
}

bool Unexplained::may_hold_a_code() const {
  for (const Zone& picture : painting_.pictures) {
    if (picture.width() < kMinCodeSide || picture.height() < kMinCodeSide) continue;
    const Bits* bits = blank();
    if (bits == nullptr) return true;
    const auto px = [&](double x) { return static_cast<int>((x - fit_.offset_x) / fit_.scale_x * kPixels); };
    const auto py = [&](double y) { return static_cast<int>((y - fit_.offset_y) / fit_.scale_y * kPixels); };
    const int x0 = std::max(0, px(picture.x0)), y0 = std::max(0, py(picture.y0));
    const int x1 = std::min(bits->width(), px(picture.x1)), y1 = std::min(bits->height(), py(picture.y1));
    if (x1 <= x0 || y1 <= y0) continue;
    const double area = static_cast<double>(x1 - x0) * (y1 - y0);
    if (static_cast<double>(bits->count(x0, y0, x1, y1)) < kPictureInk * area) return true;
  }
  std::vector<const DrawnLine*> modules;
  for (const DrawnLine& l : painting_.lines) {
    if (std::abs(l.x1 - l.x0) + std::abs(l.y1 - l.y0) < kMaxModule) modules.push_back(&l);
  }
  if (modules.size() < kMinCodeLines) return false;
  const auto stray = std::count_if(modules.begin(), modules.end(), [&](const DrawnLine* l) {
    return !is_on_blank((l->x0 + l->x1) / 2, (l->y0 + l->y1) / 2);
  });
  return static_cast<size_t>(stray) >= kMinCodeLines;
}

}  // namespace mailroom::ocr::reader
