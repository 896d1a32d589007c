// Has ink been run to and fro over what was written, so that it hangs together and is darker than the letters
// of the page's other entries? Told by pieces of ink alone: a witness beside the net (altered.h), which knows
// the strokes that it was shown. Letters that run together are wide, too, but no darker than letters; and
// bold type is dark, but of bold type the whole page is. Pure, thread safe.
#pragma once

#include <span>
#include <vector>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

struct ScribbledEntry {
  double darkness = 0;      // of its darkest wide piece, times the dark letters'; 0: it has none
  std::vector<int> pieces;  // labels of the wide pieces that are darker than letters run together
};
inline constexpr double kDarkerThanLetters = 1.08;  // letters run together are seldom so dark
inline constexpr double kDarkerThanAny = 1.3;       // and none are so

// Of all entries of a page the pieces of each. Nothing is told of a page with too few to compare with.
std::vector<ScribbledEntry> scribbled(const std::vector<std::vector<Component>>& page);

}  // namespace mailroom::ocr::reader
