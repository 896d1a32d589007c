// A bilevel picture as rows of 64-bit words, for comparing pieces of pages quickly: 64 pixels in one step.
// Bit i of word w is the pixel x = 64 w + i; 1 is ink. Reading outside the picture gives white. A value type.
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

class Bits {
 public:
  Bits() = default;
  Bits(int width, int height);
  static Bits from_pix(const Pix& one_bit);
  Raster to_pix() const;

  int width() const { return width_; }
  int height() const { return height_; }

  bool get(int x, int y) const {
    return inside(x, y) && ((row(y)[static_cast<size_t>(x) >> 6] >> (x & 63)) & 1) != 0;
  }
  void set(int x, int y) { row(y)[static_cast<size_t>(x) >> 6] |= uint64_t{1} << (x & 63); }
  void unset(int x, int y) { row(y)[static_cast<size_t>(x) >> 6] &= ~(uint64_t{1} << (x & 63)); }
  // The 64 pixels from x on, wherever they are.
  uint64_t word(int x, int y) const {
    if (y < 0 || y >= height_ || x >= width_ || x <= -64) return 0;
    const uint64_t* line = row(y);
    if (x < 0) return line[0] << -x;
    const size_t i = static_cast<size_t>(x) >> 6;
    const int shift = x & 63;
    uint64_t value = line[i] >> shift;
    if (shift != 0 && i + 1 < stride_) value |= line[i + 1] << (64 - shift);
    return value;
  }

  uint64_t* row(int y) { return words_.data() + static_cast<size_t>(y) * stride_; }
  const uint64_t* row(int y) const { return words_.data() + static_cast<size_t>(y) * stride_; }
  size_t stride() const { return stride_; }  // words

  void fill(int x0, int y0, int x1, int y1);  // with ink: x0 <= x < x1, y0 <= y < y1

  // Ink grown by `by` pixels in both directions (a square); fewer than 64.
  Bits dilated(int by) const;
  Bits& operator&=(const Bits& other);  // of equal size, as for the next two
  Bits& operator|=(const Bits& other);
  Bits& remove(const Bits& other);  // this and not other
  Bits cut(int x, int y, int width, int height) const;
  long count() const;                                // ink pixels
  long count(int x0, int y0, int x1, int y1) const;  // in x0 <= x < x1, y0 <= y < y1

 private:
  bool inside(int x, int y) const { return x >= 0 && y >= 0 && x < width_ && y < height_; }
  int width_ = 0, height_ = 0;
  size_t stride_ = 0;
  std::vector<uint64_t> words_;
};

}  // namespace mailroom::ocr::reader
