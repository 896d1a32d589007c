// A page's cheap likeness: how much ink lies in each band across and down it. Two pages of one form look
// alike in it whatever is filled in, whatever the shift. Finds the few templates worth a close look among a
// thousand. Value types of whole numbers: comparing thousands of them is what identification costs.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ocr/reader/bits.h"

namespace mailroom::ocr::reader {

inline constexpr int kSignatureCell = 4;    // quarter-scale pixels: 12.5 dpi
inline constexpr int kBands = 192;          // up to 15 inches; what is beyond is not looked at
inline constexpr int kSignatureReach = 12;  // cells by which a page may be shifted: about an inch

struct Signature {
  using Bands = std::array<int16_t, kBands>;  // mean removed, of length kSignatureLength
  Bands rows{}, columns{};
  int height = 0, width = 0;  // cells in use
  Signature upside_down() const;
};
inline constexpr double kSignatureLength = 4096;

Signature signature(const Bits& quarter);

struct Likeness {
  double score = 0;    // -1 to 1
  int dx = 0, dy = 0;  // cells: the page's content is this much further right and down than the template's
};

// A page's signature with room to be shifted: made once, compared with every template's.
class SoughtSignature {
 public:
  explicit SoughtSignature(const Signature& of_page);
  Likeness compare(const Signature& of_template) const;

 private:
  std::array<int16_t, kBands + 2 * kSignatureReach> rows_{}, columns_{};
};

// The same question asked of areas instead of bands: slower and surer.
struct Density {
  int width = 0, height = 0;   // cells
  std::vector<int16_t> cells;  // mean removed, row by row
  double length = 0;           // root of the sum of squares
  Density upside_down() const;
};

Density density(const Bits& quarter);

// A density that somebody else keeps.
struct DensityView {
  int width = 0, height = 0;
  std::span<const int16_t> cells;
  double length = 0;
};

// Looks `reach` cells around `near`.
Likeness compare(const DensityView& of_template, const Density& of_page, Likeness near, int reach = 1);

}  // namespace mailroom::ocr::reader
