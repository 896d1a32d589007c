// Where a piece of the blank lies on the page: a small window of bits is shifted over another and compared by
// correlation. The building stone of registration at every scale.
#pragma once

#include "ocr/reader/bits.h"
#include "ocr/reader/homography.h"

namespace mailroom::ocr::reader {

struct Patch {
  int x = 0, y = 0;             // top left, pixels of the blank
  int width = 64, height = 40;  // width at most 64
  Point centre() const { return {x + width / 2.0, y + height / 2.0}; }
};

struct Match {
  double dx = 0, dy = 0;  // pixels of the blank: where the page has it, relative to where the map says
  double correlation = 0;
};

// Looks within ±reach pixels. `pull` is taken off per squared pixel of distance from (near_x, near_y), so
// that a straight rule, which fits everywhere along itself, stays where its surroundings say.
Match match(const Bits& blank, const Patch& patch, const Bits& page, const Homography& blank_to_page,
            int reach, double pull = 0, double near_x = 0, double near_y = 0);

// Pieces of the blank that have one place only: structure in both directions. At most `most`, spread over
// the page.
std::vector<Patch> distinct_patches(const Bits& blank, int width, int height, size_t most);

}  // namespace mailroom::ocr::reader
