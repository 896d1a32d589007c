// A page's cheap likeness: how much ink lies in each band across and down it. Two pages of one form look
// alike in it whatever is filled in, whatever the shift. Finds the few templates worth a close look among a
// thousand. A value type.
#pragma once

#include <array>
#include <cstdint>

#include "ocr/reader/bits.h"

namespace mailroom::ocr::reader {

inline constexpr int kSignatureCell = 4;  // quarter-scale pixels: 12.5 dpi
inline constexpr int kBands = 256;        // up to 20 inches

struct Signature {
  using Bands = std::array<float, kBands>;  // mean removed, length 1
  Bands rows{}, columns{};
  Signature upside_down() const;
  int height = 0, width = 0;  // cells in use
};

Signature signature(const Bits& quarter);

struct Likeness {
  double score = 0;    // -1 to 1
  int dx = 0, dy = 0;  // cells: the page's content is this much further right and down than the template's
};

Likeness compare(const Signature& of_template, const Signature& of_page);

// The same question asked of areas instead of bands: slower and surer. Looks ±1 cell around `near`.
class Density {
 public:
  explicit Density(const Bits& quarter);
  Likeness compare(const Density& page, Likeness near, int reach = 1) const;
  Density upside_down() const;

 private:
  Density() = default;
  int width_ = 0, height_ = 0;
  std::vector<float> cells_;
};

}  // namespace mailroom::ocr::reader
