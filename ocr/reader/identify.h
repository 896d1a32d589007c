// Which known form a page shows, if any. A signature finds the few templates worth a look, registration of
// their distinct patches says which are there, and editions that differ by a few words are told apart only by
// the ink in which they differ. A page that fits nothing is unknown; one that fits two is ambiguous: never a
// forced guess.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/registration.h"

namespace mailroom::ocr::reader {

struct Identification {
  const TemplatePage* page = nullptr;  // null: unknown or ambiguous
  InkPage upright;                     // the page as a person must turn it to read it
  int rotation = 0;                    // degrees clockwise by which it was turned
  Bits print;                          // the blank's full picture
  FineRegistration registration;       // of `print` on `upright`
  double confidence = 0;
  std::string why;                                                 // when unknown
  std::vector<std::pair<const TemplatePage*, double>> candidates;  // when ambiguous; their shares
};

Identification identify(const std::vector<const TemplatePage*>& templates, InkPage page);

}  // namespace mailroom::ocr::reader
