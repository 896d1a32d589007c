// The fields of a scanned page of free layout: where its words show the labels, the values are read again
// from the ink itself, by both recognisers, as one line each. Pages of known blanks never come here. Not
// thread safe because Tesseract is not.
#pragma once

#include <vector>

#include "ocr/reader/free_layout.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct FreeScan {
  const Raster& image;  // upright
  double dpi_x = 0, dpi_y = 0;
  const std::vector<Word>& words;  // recognised; points
  const std::vector<Line>& lines;  // of these words
};

// Every field of the form; page numbers and sources are the caller's.
std::vector<FieldReading> read_free_scan(const InkReader& ink, const Form& form, const FreeScan& scan);

}  // namespace mailroom::ocr::reader
