#include "ocr/reader/beneath.h"

#include <algorithm>

#include "ocr/reader/line_picture.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kUpright = 0.6,
                 kLevel = 0.6;    // of the line's height, of its width: what is so long is a rule
constexpr double kLetters = 0.1;  // of the writing's ink: less print is no letter
constexpr double kFoot = 0.4, kThrough = 0.8;  // of a letter's height, of that
constexpr double kReach = 1.2;                 // of a letter's height: where the next one would stand
constexpr int kBeside = 4;                     // pixels from a rule within which it touches writing

// Ink beside print, further from it than it spreads.
Bits clinging(const FieldInk& field) {
  constexpr int kSpread = 1, kNear = 5;  // pixels
  Bits ink = Bits(field.ink).remove(field.blank.dilated(kSpread));
  return ink &= field.blank.dilated(kNear);
}

}  // namespace

long ink_over_print(const FieldInk& field) {
  constexpr int kFrame = 3;  // pixels
  const Area &z = field.zone, &a = field.around;
  return clinging(field).count(z.x0 - a.x0 + kFrame, z.y0 - a.y0 + kFrame, z.x1 - a.x0 - kFrame,
                               z.y1 - a.y0 - kFrame);
}

long ink_over_print_beside(const FieldInk& field, const std::vector<Component>& line) {
  constexpr int kOwn = 2;  // pixels around the line that are its own
  const Extent e = extent_of(line);
  const int reach = static_cast<int>(kReach * letter_height(line));
  const int left = field.zone.x0 - field.around.x0, right = left + field.zone.width();
  const Bits ink = clinging(field);
  return ink.count(std::max(left, e.x0 - reach), e.y0, e.x0 - kOwn, e.y1) +
         ink.count(e.x1 + kOwn, e.y0, std::min(right, e.x1 + reach), e.y1);
}

std::vector<int> rules_at_foot(const FieldInk& field, const std::vector<Component>& line) {
  const Extent e = extent_of(line);
  const int foot = static_cast<int>(kFoot * letter_height(line));
  std::vector<int> columns;
  for (int x = e.x0; x < e.x1; ++x)
    if (static_cast<double>(field.blank.count(x, e.y1 - foot, x + 1, e.y1)) >= kThrough * foot)
      columns.push_back(x);
  return columns;
}

bool stands_on_rule(const FieldInk& field, const std::vector<Component>& line) {
  constexpr int kBelow = 4;  // pixels
  const Extent e = extent_of(line);
  const int foot = static_cast<int>(kFoot * letter_height(line));
  for (int y = e.y1 - foot; y < e.y1 + kBelow; ++y)
    if (static_cast<double>(field.blank.count(e.x0, y, e.x1, y + 1)) >= kLevel * (e.x1 - e.x0)) return true;
  return false;
}

Beneath printed_beneath(const FieldInk& field, const std::vector<Component>& line) {
  Extent e = extent_of(line);
  const int letter = static_cast<int>(letter_height(line));
  e.x0 = std::max(e.x0 - letter, std::min(e.x0, field.zone.x0 - field.around.x0));
  e.x1 = std::min(e.x1 + letter, std::max(e.x1, field.zone.x1 - field.around.x0));
  long letters = field.blank.count(e.x0, e.y0, e.x1, e.y1);
  for (int y = e.y0; y < e.y1; ++y)
    if (const long row = field.blank.count(e.x0, y, e.x1, y + 1);
        static_cast<double>(row) >= kLevel * (e.x1 - e.x0))
      letters -= row;
  bool rule = false;
  for (int x = e.x0 + 1; x + 1 < e.x1; ++x) {
    const long column = field.blank.count(x, e.y0, x + 1, e.y1);
    if (static_cast<double>(column) < kUpright * (e.y1 - e.y0)) continue;
    letters -= column;
    rule |= field.written.count(x - kBeside, e.y0, x + kBeside + 1, e.y1) > 0;
  }
  if (static_cast<double>(letters) >
      kLetters * static_cast<double>(field.written.count(e.x0, e.y0, e.x1, e.y1)))
    return Beneath::letters;
  return rule ? Beneath::rule : Beneath::nothing;
}

}  // namespace mailroom::ocr::reader
