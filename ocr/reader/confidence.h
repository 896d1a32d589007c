// From what was seen while reading a line to how likely its text is exactly right, before calibration
// (ocr/calibration.h) has put the figure right. Pure.
#pragma once

#include "ocr/reader/beneath.h"

namespace mailroom::ocr::reader {

struct ReadingEvidence {
  double net = 0;            // what the line net gives the text, 0 to 1
  double outside = 0;        // what it gives to characters that cannot stand there
  bool asked = false;        // Tesseract was asked as well
  bool agree = false;        // and reads the same
  bool misspelt = false;     // a word was none, and is now the one that it looks like
  double plausibility = 1;   // of such a text (look_alikes.h)
  bool fits_format = false;  // valid as the field's identifier
  bool unfit = false;        // not what the field asks for: an identifier, an amount, a date
  bool tail_lost = false;    // the rule that the line stands on may hide a letter's tail
  bool touches_edge = false;
  Beneath beneath = Beneath::nothing;
  bool mark_left_out = false;  // a speck between letters may have been a point
  bool odd_pitch = false;      // figures do not stand apart as their signs want it
  bool goes_on = false;        // there is writing beyond the zone where the line begins or ends
  double residual = 0;         // of registration, points
};

double text_confidence(const ReadingEvidence& evidence);

// What `confidence` is worth on a page of which only this share of the entries was read surely: there the
// writing is strange to the recogniser, which is then wrong even where it sounds sure.
double in_such_writing(double confidence, double share_read_surely);
inline constexpr double kReadSurely = 0.95;

}  // namespace mailroom::ocr::reader
