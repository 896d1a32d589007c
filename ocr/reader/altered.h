// Has somebody struck an entry out, scribbled over it or written over a letter? Then it is for a person to
// say what holds. A small net judges what the line net saw, line by line (line_net.h); here its word is
// weighed against what it says of the page's other entries. Pure, thread safe.
#pragma once

#include <limits>
#include <vector>

#include "ocr/reader/field_ink.h"
#include "ocr/reader/line_net.h"

namespace mailroom::ocr::reader {

struct AlteredLine {
  // Logarithm of the odds that some of it was altered.
  double odds = -std::numeric_limits<double>::infinity();
  std::vector<int> pieces;  // labels of the pieces in which that shows, if it is likelier than not
};
// `line`: the pieces that `picture` shows.
AlteredLine altered_in(const LineSteps& steps, const LinePicture& picture,
                       const std::vector<Component>& line);

enum class Alteration {
  none,
  perhaps,  // nobody but a person accepts the entry
  found     // the entry is shown as altered
};
// By the odds of each of a page's entries. A bold hand, or a fax that lets ink run, makes all of them look
// written twice: then that is no alteration.
std::vector<Alteration> alterations(const std::vector<double>& odds);

}  // namespace mailroom::ocr::reader
