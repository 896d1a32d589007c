// What a PDF page paints besides text that can be taken as it is: lines, pictures, and text with a catch.
// Records only; places are points from the page's top left as displayed.
#pragma once

#include <vector>

#include "ocr/form.h"

namespace mailroom::ocr::reader {

// A straight piece of something dark that is drawn: of a line, or of an area's outline.
struct DrawnLine {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct Painting {
  std::vector<DrawnLine> lines;
  std::vector<Zone> pictures;  // also shadings
  // Text whose letters cannot be known from its codes (Type 3 fonts, fonts that name no characters); about.
  std::vector<Zone> nameless_text;
  // Text that is there to be found but not to be seen: of no colour, or white; about.
  std::vector<Zone> unseen_text;
  // Light areas and pictures over text that was painted before.
  std::vector<Zone> covers;
  bool is_whole = true;  // false: there is more than was followed, and it can be anywhere
};

}  // namespace mailroom::ocr::reader
