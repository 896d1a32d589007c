#include "ocr/reader/altered.h"

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

constexpr double kLeastHeight = 14;               // pixels of a letter
constexpr int kLetter = 12;                       // pixels: lower pieces say nothing about the hand
constexpr double kTaller = 1.25, kThicker = 1.3;  // than the hand, of an entry's own measures
constexpr double kNarrow = 0.6;                   // of the height: a letter's width at least
constexpr double kLow = 0.5;  // of the height: what is lower is a dash, or a line under the entry
constexpr size_t kFew = 3;    // pieces with less of which an entry has no measure of its own

template <typename Measure>
double median(const std::vector<Knot>& knots, const Measure& measure) {
  std::vector<double> all;
  for (const Knot& k : knots) all.push_back(measure(k));
  std::nth_element(all.begin(), all.begin() + static_cast<long>(all.size() / 2), all.end());
  return all[all.size() / 2];
}

// A knot in letters' heights and strokes' thicknesses.
struct Shape {
  double width, height, level, slanting;
  double level_beyond, slanting_beyond;
  double thick;   // 1 is usual
  double stroke;  // how long its strokes are together, for its width: 3 is usual
  double ink() const { return stroke * thick; }
};

bool is_written_twice(const Shape& s, double confidence) {
  return (s.ink() > 5.1 && s.thick > 1.35) || (s.ink() > 4.5 && s.width > 0.87 && confidence < 0.26);
}

// A line through letters ends outside of them, or is drawn with another pen; what a fax lets run together
// does not.
bool is_struck(const Shape& s, double confidence) {
  if (s.level_beyond < 0.04 && s.thick <= 1.25) return false;
  if (s.level > 1.41 && s.level > s.width && confidence < 0.9) return true;
  return s.level > 1.19 && s.level > 0.94 * s.width && s.thick > 1.09 && confidence < 0.13;
}

bool is_slashed(const Shape& s, double confidence) {
  return s.slanting > 1.7 && s.slanting > 1.25 * s.height && (s.slanting > 2.3 || s.slanting_beyond >= 0.1) &&
         confidence < 0.9;
}

// A stroke through a letter or two, longer than they are high. No letter's own bar has ink on both of its
// sides and ends outside of that; how well the rest is read says nothing.
bool is_crossed(const Shape& s) {
  if (s.height < 0.7) return false;
  return (s.level_beyond >= 0.1 && s.level >= 1.11 * s.height) ||
         (s.slanting_beyond >= 0.15 && s.slanting >= 1.38 * s.height && s.width >= 0.95);
}

// Letters that hang together by strokes that they do not have, and are not read for certain. What runs
// together by itself does so along its foot or its bars.
bool is_tangle(const Shape& s, double confidence) {
  if (s.width <= 2.6 || confidence >= 0.956) return false;
  return s.level < 1 || s.level > 3.6 || (s.level > 2.9 && s.ink() > 2.75) || (s.level > 2 && s.thick > 1.25);
}

}  // namespace

Hand hand_of(const std::vector<std::vector<Knot>>& entries) {
  std::vector<Knot> letters;
  for (const std::vector<Knot>& entry : entries)
    for (const Knot& knot : entry)
      if (knot.height >= kLetter) letters.push_back(knot);
  if (letters.empty()) return {};
  return {median(letters, [](const Knot& k) { return k.thick; }),
          median(letters, [](const Knot& k) { return k.height; })};
}

std::vector<size_t> altered_pieces(const std::vector<Knot>& entry, const Hand& hand, double confidence) {
  std::vector<size_t> altered;
  if (entry.empty()) return altered;
  const double height = std::min(
      std::max(median(entry, [](const Knot& k) { return k.height; }), kLeastHeight), kTaller * hand.height);
  const double own = entry.size() < kFew ? hand.thick : median(entry, [](const Knot& k) { return k.thick; });
  const double thick = std::max(1.0, std::min(own, kThicker * hand.thick));
  for (size_t i = 0; i < entry.size(); ++i) {
    const Knot& k = entry[i];
    Shape s{k.width / height,        k.height / height,          k.level / height, k.slanting / height,
            k.level_beyond / height, k.slanting_beyond / height, k.thick / thick,  0};
    s.stroke = static_cast<double>(k.ink) / (thick * height * std::max(s.width, kNarrow));
    if (s.height < kLow) continue;
    if (is_written_twice(s, confidence) || is_struck(s, confidence) || is_slashed(s, confidence) ||
        is_crossed(s) || is_tangle(s, confidence))
      altered.push_back(i);
  }
  return altered;
}

}  // namespace mailroom::ocr::reader
