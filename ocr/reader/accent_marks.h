// Dots, accents and hooks over a line's letters, as its pieces of ink show them: what proves that a
// recogniser left one out, or made one up. Pure, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// Whether each letter of `text` that has a mark above it (i and j among them) has one on paper, about as wide
// as it should be, and no other has; and letters that are the same, small and capital, have their size. False
// as well where letters touch or are broken, so that nobody can say. `pieces`: the line's with all specks
// that may be marks (line_picture.h).
bool marks_fit(const std::vector<Component>& pieces, std::string_view text);

// `text` with the marks that the ink has and it lacks, or has otherwise, where `letters` (small ones, with
// marks above) leave one choice: "Arguelles" or "Argúelles" with two dots is "Argüelles" where Spanish is
// written.
std::string with_marks_of_ink(const std::vector<Component>& pieces, const std::string& text,
                              std::string_view letters);

}  // namespace mailroom::ocr::reader
