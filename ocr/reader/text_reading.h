// The text written in one field: its ink put into lines, each read by our own net; where the net leaves a
// doubt, Tesseract is asked as well. Two recognisers that do not share their habits and agree are worth more
// than either's own word.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/altered.h"
#include "ocr/reader/field_ink.h"
#include "ocr/reader/line_net.h"
#include "ocr/reader/line_recogniser.h"

namespace mailroom::ocr::reader {

struct TextReading {
  std::string value;
  double confidence = 0;                                     // that `value` is exactly right
  std::vector<std::pair<std::string, double>> alternatives;  // likeliest first, without `value`
  bool repaired = false;  // a check digit chose `value` where both recognisers first read something else
  std::vector<LineStrokes> strokes;  // of each line
};

struct PageSource {
  const Pix* native = nullptr;
  Homography page_to_native;
  double residual = 0;  // points
};

// Both outlive the readings; not thread safe because Tesseract is not.
struct LineReaders {
  const LineNet& net;
  const LineNet* accented;  // null if all forms are in English
  const LineRecogniser& tesseract;
};

// `field`: of `form`, whose language and locale are the writing's.
TextReading read_text(const Form& form, const Field& field, const FieldInk& ink, const PageSource& source,
                      const LineReaders& readers);

// What Tesseract alone reads of ink that is one line: at two sizes, and of the larger once more softened.
// None where it is several.
std::vector<std::string> looks_at_line(const Form& form, const Field& field, const FieldInk& ink,
                                       const PageSource& source, const LineReaders& readers);

}  // namespace mailroom::ocr::reader
