#include "ocr/reader/marks.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr double kTicked = 0.045;  // share of the inside: the thinnest ticks have twice that, specks a third
constexpr double kFilled = 0.3;    // share of the inside that no cross or tick covers
constexpr double kMayBeTakenBack = 0.5;  // what a mark with a line through it is worth
constexpr double kSteepness = 4;         // how quickly certainty grows with the share's distance, in octaves

// A tick leaves its box here and there, a scribble along whole sides.
bool is_scribble(const FieldInk& field) {
  constexpr int kBeyond = 3;         // pixels outside the box: a clumsy filling comes so far
  constexpr double kCovered = 0.15;  // of what is seen beyond a side
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

// A more or less level line through the box: how far it reaches out on both sides, in pixels, and how much of
// it must be inked. The box's outline, and print beside it, take some.
struct Strike {
  int beyond;
  double inked;
};
constexpr Strike kSurely{5, 0.94};   // marks reach out on one side
constexpr Strike kPerhaps{3, 0.76};  // enough for nobody but a person to accept the mark

bool is_struck_through(const FieldInk& field, const Strike& strike) {
  constexpr double kSteepest = 0.3;  // slope: the strokes of crosses are steeper
  const int x0 = field.zone.x0 - field.around.x0 - strike.beyond,
            x1 = x0 + field.zone.width() + 2 * strike.beyond;
  const int top = field.zone.y0 - field.around.y0, bottom = top + field.zone.height();
  const int rise = static_cast<int>(kSteepest * (x1 - x0)),
            needed = static_cast<int>(strike.inked * (x1 - x0));
  const Bits& ink = field.written;
  const auto inked = [&](int from, int to) {
    int count = 0;
    for (int x = x0; x < x1; ++x) {
      const int y = from + (to - from) * (x - x0) / (x1 - x0);
      count += ink.get(x, y) || ink.get(x, y - 1) || ink.get(x, y + 1);
    }
    return count >= needed && ink.count(x0 - 1, from - 2, x0 + 3, from + 3) > 0 &&
           ink.count(x1 - 3, to - 2, x1 + 1, to + 3) > 0;
  };
  for (int from = top; from < bottom; ++from)
    for (int to = std::max(top, from - rise); to < std::min(bottom, from + rise); ++to)
      if (inked(from, to)) return true;
  return false;
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
  reading.struck = (reading.share > kFilled && is_scribble(field)) ||
                   (reading.ticked && is_struck_through(field, kSurely));
  if (reading.ticked && is_struck_through(field, kPerhaps))
    reading.confidence = std::min(reading.confidence, kMayBeTakenBack);
  return reading;
}

}  // namespace mailroom::ocr::reader
