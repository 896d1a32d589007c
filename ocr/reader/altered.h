// Has somebody struck an entry out, scribbled over it or written over a letter? Then it is for a person to
// say what holds. By the shapes of its ink (knot.h), measured against the other entries of the page, and by
// whether it was read well all the same. The bounds are fitted to specimens (docs/accuracy.md). Pure, thread
// safe.
#pragma once

#include <vector>

#include "ocr/reader/knot.h"

namespace mailroom::ocr::reader {

// How a page's writer writes, in pixels.
struct Hand {
  double thick = 3;
  double height = 20;
};
Hand hand_of(const std::vector<std::vector<Knot>>& entries);

// The pieces of the entry that were altered, by their places in it. `confidence`: that it was read exactly.
std::vector<size_t> altered_pieces(const std::vector<Knot>& entry, const Hand& hand, double confidence);

}  // namespace mailroom::ocr::reader
