// How sure a value is that was found by its label on a scan without a blank, from what was seen on the way:
// several readings that do not share their habits, and what speaks against each. A claim; calibration says
// what such claims are worth. Pure, thread safe.
#pragma once

namespace mailroom::ocr::reader {

struct FreeEvidence {
  double line = 0;  // confidence of the value read as one line (text_reading.h)
  // What the whole page's recognition says in the same place.
  enum class Page { silent, agrees, differs } page = Page::silent;
  // Of a text: whether all of its words are in the language's list, as a misreading seldom is. Of names and
  // other words that nobody knows two recognisers make the same mistakes.
  enum class Words { none, known, unknown } words = Words::none;
  double unevenness = 0;  // of the letters (cell_ink.h): writing by hand dances
  bool crowded = false;   // ink close by that is no part of the value
  int label_errors = 0;   // misreadings in the label
};

double free_confidence(const FreeEvidence& evidence);

}  // namespace mailroom::ocr::reader
