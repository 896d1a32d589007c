// Who filled the form in: one person with one machine or pen, who keeps his habits over all its pages.
#pragma once

#include <string>

#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

enum class MarkStyle { cross, tick, filled, dot };

struct Writer {
  std::string family;       // Pango's name of the typeface
  bool by_hand = false;     // words wander, sizes vary
  bool typewriter = false;  // letters jump
  bool bold = false;
  bool capitals = false;       // writes names and words in capitals
  double size = 10;            // points, where there is room
  double ink = 0.9;            // 1 is black
  double pen = 0;              // points: how wide a nib or a ribbon makes thin letters
  double spread = 0;           // of the ink into the paper: -1 (worn) … 1 (wet)
  double indent = 2;           // points from the zone's left edge
  double low = 0.1;            // share of entries that sit on the rule below
  double right_aligned = 0.5;  // share of amounts that end at the zone's right edge
  MarkStyle mark = MarkStyle::cross;
};

// Error{usage, "no_fonts"} if no typeface we know is installed. `accents`: in a language where dots and
// strokes over letters count, so that they leave ink on paper: what nobody can see proves nothing.
Writer choose_writer(bool by_hand, bool accents, Random random);

}  // namespace mailroom::ocr::specimen
