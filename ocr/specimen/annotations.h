// What offices add to a form that came in: stamps and notes in its margins. Both keep off what is written
// where they find room; a busy page's entries may be touched, as in life.
#pragma once

#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/page_space.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

// None to two stamps, most with a date.
void add_stamps(const PageSpace& space, Random random, InkLayer& ink);
// None to three notes by hand, with or without a line to what they are about.
void add_notes(const PageSpace& space, Random random, InkLayer& ink);

}  // namespace mailroom::ocr::specimen
