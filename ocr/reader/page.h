// One page of an opened document with all the evidence it carries, before anything is identified.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

struct Word {
  std::string text;
  Zone zone;                  // points
  double confidence = 1;      // 1 for a text layer
  std::vector<Zone> letters;  // one a code point of `text`, for a text layer; empty otherwise
};

// A widget of a PDF form with the value typed into it.
struct Widget {
  std::string name;      // fully qualified
  Zone zone;             // points
  std::string value;     // text; empty for buttons
  std::string on_value;  // buttons: the appearance state when ticked
  bool is_button = false;
  bool is_choice = false;  // of a list: its value need not be the wording that is shown
  bool is_ticked = false;
  bool contradicts_itself = false;  // its value says something else than its appearance state
};

struct OpenedPage {
  int number = 1;
  double width = 0, height = 0;  // points; for images from their resolution
  Raster image;                  // null where text and widgets say everything
  double dpi_x = 0, dpi_y = 0;   // of the image, 0 if it does not say
  std::vector<Word> words;       // text layer
  std::vector<Widget> widgets;
  std::string text;  // of a document without places (plain text)
  // The page is a picture: a text layer over it came from somebody's OCR and is not trusted.
  bool is_scan = false;
  // Glyphs nobody sees (PDF text render mode 3, or covered by a picture) are not in `words`.
};

}  // namespace mailroom::ocr::reader
