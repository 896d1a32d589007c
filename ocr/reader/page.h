// One page of an opened document with all the evidence it carries, before anything is identified.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/painting.h"
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
  bool is_hidden = false;           // it is not to be seen on the page
  bool has_appearance = false;      // it brings its own, which need not show its value
};

struct OpenedPage {
  int number = 1;
  double width = 0, height = 0;  // points; for images from their resolution
  Raster image;                  // null where text and widgets say everything
  double dpi_x = 0, dpi_y = 0;   // of the image, 0 if it does not say
  std::vector<Word> words;       // text layer, as far as it is there to be seen
  // Text that nobody sees: of PDF render mode 3, or under a picture, as somebody's OCR leaves it. It is no
  // evidence, but where it says something else than what is seen a person must look.
  std::vector<Word> unseen_words;
  std::vector<Widget> widgets;
  std::string text;      // of a document without places (plain text)
  bool is_scan = false;  // the page is a picture; `words` were written over it
  Painting painting;     // of a page that is not
};

}  // namespace mailroom::ocr::reader
