// The text written in one field: its ink put into lines, cells of a comb closed up, each line read more than
// once in different sharpness. Readings that agree are worth more than any recogniser's own confidence.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/field_ink.h"
#include "ocr/reader/line_recogniser.h"

namespace mailroom::ocr::reader {

struct TextReading {
  std::string value;
  double confidence = 0;                                     // calibrated
  std::vector<std::pair<std::string, double>> alternatives;  // best first, without `value`
};

struct PageSource {
  const Pix* native = nullptr;
  Homography page_to_native;
  double residual = 0;  // points
};

TextReading read_text(const Field& field, const FieldInk& ink, const PageSource& source,
                      const std::string& language, const LineRecogniser& recogniser);

}  // namespace mailroom::ocr::reader
