// Dots, accents and hooks over a line's letters, as its pieces of ink show them: what proves that a recogniser left
// one out, or made one up. Pure, thread safe.
#pragma once

#include <string_view>
#include <vector>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// Whether as many letters have a mark over them as `text` has letters with one (i and j among them), and the same
// ones where letters and pieces can be told one from the next. `pieces`: the line's with all specks that may be
// marks (line_picture.h).
bool marks_fit(const std::vector<Component>& pieces, std::string_view text);

}  // namespace mailroom::ocr::reader
