// Two templates that both fit a page: which one is it? Looks only at the ink in which their blanks differ (a
// year, a few words, a moved box), each aligned to the page on its own, tolerant to a pixel or two.
#pragma once

#include "ocr/reader/registration.h"

namespace mailroom::ocr::reader {

struct Contender {
  const TemplatePage* page = nullptr;
  Bits blank;  // full resolution
  FineRegistration registration;
};

struct DuelResult {
  double balance = 0;  // -1: all that differs speaks for the second; 1: for the first
  long differing = 0;  // pixels in which they differ; few: the page cannot tell them apart
};

// `page`: the page's full picture.
DuelResult duel(const Contender& first, const Contender& second, const Bits& page);

}  // namespace mailroom::ocr::reader
