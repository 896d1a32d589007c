// Two templates that both fit a page: which one is it? Looks only where their blanks differ (a year, a few
// words, a moved box): there, which of the two does the page look like?
#pragma once

#include "ocr/reader/punched.h"
#include "ocr/reader/registration.h"

namespace mailroom::ocr::reader {

struct Contender {
  const TemplatePage* page = nullptr;
  Bits blank;  // full resolution
  FineRegistration registration;
};

struct DuelResult {
  double balance = 0;  // 1: where they differ the page looks like the first's print exactly; -1: the second's
  long differing = 0;  // pixels in which they differ; few: the page cannot tell them apart
};

// `page`: the page's full picture; what lies in `holes` is not looked at.
DuelResult duel(const Contender& first, const Contender& second, const Bits& page,
                const std::vector<Hole>& holes);

}  // namespace mailroom::ocr::reader
