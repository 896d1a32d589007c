// Whether a line's figures stand apart as the signs between them want it. Typefaces give all figures one
// width: where a point was lost its place is still there, and a speck that was taken for one has none. Pure,
// thread safe.
#pragma once

#include <string_view>
#include <vector>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// False only where the ink speaks against the signs of `text`; true for what is not figures, and where
// figures and pieces of ink cannot be told to be each other's.
bool signs_fit_pitch(std::string_view text, const std::vector<Component>& line);

}  // namespace mailroom::ocr::reader
