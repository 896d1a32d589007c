// From what was seen while reading to the probability that the value is exactly right. The shape (agreement
// counts most, Tesseract's own figure only at its very end) was seen on scanned forms of every quality; a
// calibration fitted on specimens replaces the constants.
#pragma once

namespace mailroom::ocr::reader {

// A letter that Tesseract is this sure of is hardly ever wrong; of surer ones nothing more is known.
inline constexpr double kSureLetter = 0.9905;

struct ReadingEvidence {
  double weakest = 0;  // Tesseract's confidence, 0 to 1, of the weakest letter among agreeing readings
  int agreeing = 0;    // readings that say the same
  int readings = 0;
  int length = 0;  // characters
  bool figures = false;
  bool as_drawn = true;      // no more and no fewer figures than the ink has
  int contradictions = 0;    // figures whose shape says otherwise
  bool well_formed = true;   // as such things are written (well_formed.h)
  bool fits_format = false;  // valid as the field's identifier
  bool touches_edge = false;
  double residual = 0;  // of registration, points
};

double text_confidence(const ReadingEvidence& evidence);

}  // namespace mailroom::ocr::reader
