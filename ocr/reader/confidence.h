// From what was seen while reading to the probability that the value is exactly right. The weights were
// fitted on generated specimens; calibration with a site's own corrections replaces them.
#pragma once

namespace mailroom::ocr::reader {

struct ReadingEvidence {
  double weakest = 0;  // Tesseract's confidence, 0 to 1, of the weakest letter among agreeing readings
  int agreeing = 0;    // readings that say the same
  int readings = 0;
  int length = 0;  // characters
  bool figures = false;
  bool touches_edge = false;
  double residual = 0;  // of registration, points
};

double text_confidence(const ReadingEvidence& evidence);

}  // namespace mailroom::ocr::reader
