// Is the box ticked? By the ink inside it, whatever its shape: cross, tick or fill.
#pragma once

#include "ocr/reader/field_ink.h"

namespace mailroom::ocr::reader {

struct MarkReading {
  bool ticked = false;
  double share = 0;  // of the box's inside that is inked
  double confidence = 0;
  bool struck = false;  // filled and scribbled over far beyond the box: perhaps taken back
};

MarkReading read_mark(const FieldInk& field);

}  // namespace mailroom::ocr::reader
