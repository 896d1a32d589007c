// A line of a field's ink as the line net wants to see it: its pieces alone, or, where print runs through
// them, with that print and a second plane that says what is print; straightened, capitals scaled to one
// height, dark as 255. scripts/train-recogniser/lines.py makes its lines the same way: change both or
// neither. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/field_ink.h"
#include "ocr/reader/line_net.h"

namespace mailroom::ocr::reader {

// Pixels of the blank: what most capitals and figures of the line are high.
double letter_height(const std::vector<Component>& line);

// `cells` > 1: the line stands in a comb of so many cells, which are closed up. `over_print`: something is
// printed beneath it (beneath.h).
LinePicture line_picture(const FieldInk& field, const std::vector<Component>& line, int cells,
                         bool over_print, const Pix& native, const Homography& page_to_native);

// The same for the net that knows accents: with_marks(), and capitals a little lower, so that there is room
// for theirs.
LinePicture line_picture_with_marks(const FieldInk& field, const std::vector<Component>& line, int cells,
                                    bool over_print, const Pix& native, const Homography& page_to_native);

// The line with all that may belong to its letters: specks that stand where dots and accents do.
std::vector<Component> with_marks(const FieldInk& field, const std::vector<Component>& line);

// The same for Tesseract: no row of with_marks() is cut off, capitals are `letter_rows`
// high, and print is left out.
LinePicture whole_line_picture(const FieldInk& field, const std::vector<Component>& line, int cells,
                               double letter_rows, const Pix& native, const Homography& page_to_native);

}  // namespace mailroom::ocr::reader
