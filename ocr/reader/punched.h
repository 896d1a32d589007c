// The holes that a file's punch made in a page: there it says nothing about which form it is. A clear disc
// near an edge where the blank's print is gone, with the shadow of its rim around it, or a dark one, where
// the scanner's lid is. ISO 838 and the three-hole punch of North America: 5 to 8 mm wide. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/registration.h"

namespace mailroom::ocr::reader {

struct Hole {
  Point centre;       // pixels of the page
  double radius = 0;  // with its rim
};

// `print`: the template's full picture; `seen`: the page's, as the blank lies. Only holes through print are
// found: no other matters.
std::vector<Hole> punched(const Bits& print, const Bits& seen, const Homography& blank_to_page);

// Adds the holes, as they lie on the blank, to places that say nothing.
void cover(Bits& silent, const std::vector<Hole>& holes, const Homography& blank_to_page);

}  // namespace mailroom::ocr::reader
