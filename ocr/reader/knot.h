// A connected piece of ink as a shape: how thick its strokes are, how much of them there is, how often they
// enclose paper, how far they run straight. Letters are simple shapes; what was struck through, scribbled
// over or written twice is not. Pure, thread safe; pixels.
#pragma once

#include <vector>

#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

struct Knot {
  int label = 0;  // of the piece
  int width = 0, height = 0;
  long ink = 0;         // pixels
  double thick = 0;     // of its strokes
  int holes = 0;        // pieces of paper that it encloses
  double level = 0;     // the longest straight stroke through its middle, more or less level
  double slanting = 0;  // the longest one from near its foot to near its head
  // How far that stroke goes beyond the rest of the piece at both of its ends, if there is rest on both of
  // its sides: a letter's own bar does not. Negative: it ends inside.
  double level_beyond = -1, slanting_beyond = -1;
};

// Of the field's pieces, all but specks. Straight strokes are sought in those that are wide for their field:
// single letters are not.
std::vector<Knot> knots(const FieldInk& field);

}  // namespace mailroom::ocr::reader
