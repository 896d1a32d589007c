// The few templates that a page may show, each with a coarse registration, out of any number: by bands of ink
// where the page lies about level, by landmarks where it is tilted, cropped or of an unknown scale. Pure
// functions, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/registration.h"

namespace mailroom::ocr::reader {

struct Candidate {
  const TemplatePage* page = nullptr;
  Registration coarse;  // on Candidates::upright
};

struct Candidates {
  int rotation = 0;              // degrees clockwise by which the page was turned to be upright
  InkPage upright;               // the page so turned, and laid flat if it was tilted
  std::vector<Candidate> found;  // the best first; empty: nothing, and then `upright` is empty too
};

// Two levels: pages that stand on their feet or on their head, and pages that lie on a side.
Candidates level_candidates(const std::vector<const TemplatePage*>& templates, const InkPage& page,
                            bool on_a_side);
Candidates tilted_candidates(const std::vector<const TemplatePage*>& templates, const InkPage& page);

}  // namespace mailroom::ocr::reader
