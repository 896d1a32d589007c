#include "ocr/reader/marks.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kTicked = 0.045;  // share of the inside: the thinnest ticks have twice that, specks a third
constexpr double kSteepness = 4;   // how quickly certainty grows with the share's distance, in octaves

}  // namespace

MarkReading read_mark(const FieldInk& field) {
  // The inside: without the outline, which may be printed or drawn by the form's author on the zone's edge.
  const int inset = std::clamp(std::min(field.zone.width(), field.zone.height()) / 6, 2, 6);
  const int x0 = field.zone.x0 - field.around.x0 + inset, y0 = field.zone.y0 - field.around.y0 + inset;
  const int x1 = x0 + field.zone.width() - 2 * inset, y1 = y0 + field.zone.height() - 2 * inset;
  MarkReading reading;
  const double area = std::max(1, (x1 - x0) * (y1 - y0));
  reading.share = static_cast<double>(field.written.count(x0, y0, x1, y1)) / area;
  reading.ticked = reading.share >= kTicked;
  const double octaves = std::abs(std::log2(std::max(reading.share, 0.002) / kTicked));
  reading.confidence = 1 / (1 + std::exp(-kSteepness * octaves - 1.5));
  if (field.pieces.empty() && !reading.ticked) reading.confidence = std::max(reading.confidence, 0.9999);
  // A tick leaves its box, a scribble leaves it on all sides.
  const auto m = [&](int ax0, int ay0, int ax1, int ay1) {
    return field.written.count(ax0, ay0, ax1, ay1) > 25;
  };
  const int w = field.written.width(), h = field.written.height();
  reading.struck =
      reading.share > 0.35 && m(0, 0, w, 5) && m(0, h - 5, w, h) && m(0, 0, 5, h) && m(w - 5, 0, w, h);
  return reading;
}

}  // namespace mailroom::ocr::reader
