// A second opinion on figures that does not share a recogniser's habits: how many holes a figure has and
// where. A 9 without a hole is no 9, a hole as high as the figure makes it a 0. Pure functions, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/bits.h"
#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

struct Shaped {
  std::string text;        // with figures put right that can be one other figure only
  int contradictions = 0;  // figures whose shape says otherwise, put right or not
  int checked = 0;         // figures whose shape was looked at
};

// `letters` one for each character of `text` that is no mark or blank, left to right.
Shaped by_shape(std::string_view text, const Bits& ink, const std::vector<Component>& letters);

}  // namespace mailroom::ocr::reader
