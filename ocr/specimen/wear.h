// What happens to paper on its way: creases, missing corners, holes, an edge beside the scanner's glass. None
// of it takes an entry away.
#pragma once

#include "ocr/specimen/page_space.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {

// A letter's creases, and now and then a corner folded back.
void fold(const PageSpace& space, Random random, Sheet& sheet);
// Two or four holes at 80 mm (ISO 838), or three as in North America (ANSI/ASTM); on the left.
void punch(Random random, Sheet& sheet);
// The sheet lies so that an edge is lost, now and then under a black lid.
void crop(const PageSpace& space, Random random, Sheet& sheet);

}  // namespace mailroom::ocr::specimen
