#include "ocr/reader/marks.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kTicked = 0.045;  // share of the inside: the thinnest ticks have twice that, specks a third
constexpr double kFilled = 0.35;   // share of the inside that no cross or tick covers
constexpr double kSteepness = 4;   // how quickly certainty grows with the share's distance, in octaves

// A tick leaves its box here and there, a scribble along whole sides.
bool is_scribble(const FieldInk& field) {
  constexpr int kBeyond = 3;         // pixels outside the box: a clumsy filling comes so far
  constexpr double kCovered = 0.25;  // of what is seen beyond a side
  // Where something is printed it is not seen which of the two the ink is.
  const Bits printed = field.blank.dilated(kPrintSlack);
  const Bits ink = Bits(field.ink).remove(printed);
  const int w = ink.width(), h = ink.height();
  const int left = field.zone.x0 - field.around.x0, top = field.zone.y0 - field.around.y0;
  const int right = left + field.zone.width(), bottom = top + field.zone.height();
  const auto covered = [&](int x0, int y0, int x1, int y1) {
    const auto free = static_cast<double>((x1 - x0) * (y1 - y0) - printed.count(x0, y0, x1, y1));
    return free > 0 && static_cast<double>(ink.count(x0, y0, x1, y1)) > kCovered * free;
  };
  const bool on_left = covered(0, top, left - kBeyond, bottom),
             on_right = covered(right + kBeyond, top, w, bottom),
             above = covered(left, 0, right, top - kBeyond),
             below = covered(left, bottom + kBeyond, right, h);
  return (on_left && on_right) || (above && below);
}

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
  reading.struck = reading.share > kFilled && is_scribble(field);
  return reading;
}

}  // namespace mailroom::ocr::reader
