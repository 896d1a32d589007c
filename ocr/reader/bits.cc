#include "ocr/reader/bits.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "ocr/reader/processor.h"

namespace mailroom::ocr::reader {
namespace {

uint32_t reversed(uint32_t v) {
  v = ((v >> 1) & 0x55555555u) | ((v & 0x55555555u) << 1);
  v = ((v >> 2) & 0x33333333u) | ((v & 0x33333333u) << 2);
  v = ((v >> 4) & 0x0F0F0F0Fu) | ((v & 0x0F0F0F0Fu) << 4);
  return __builtin_bswap32(v);
}

// The bits of the last word that are inside a picture of this width.
uint64_t tail_mask(int width) {
  return (width & 63) == 0 ? ~uint64_t{0} : (uint64_t{1} << (width & 63)) - 1;
}

MAILROOM_COUNTS_BITS long ink_of(const uint64_t* words, size_t count) {
  long total = 0;
  for (size_t i = 0; i < count; ++i) total += __builtin_popcountll(words[i]);
  return total;
}

}  // namespace

Bits::Bits(int width, int height)
    : width_(std::max(width, 0)),
      height_(std::max(height, 0)),
      stride_((static_cast<size_t>(width_) + 63) / 64),
      words_(stride_ * static_cast<size_t>(height_)) {}

Bits Bits::from_pix(const Pix& one_bit) {
  Pix* pix = const_cast<Pix*>(&one_bit);  // Leptonica's readers take Pix*
  Bits bits(pixGetWidth(pix), pixGetHeight(pix));
  const uint32_t* data = pixGetData(pix);
  const auto words = static_cast<size_t>(pixGetWpl(pix));
  for (int y = 0; y < bits.height_; ++y) {
    const uint32_t* line = data + static_cast<size_t>(y) * words;
    uint64_t* out = bits.row(y);
    for (size_t i = 0; i < words && i / 2 < bits.stride_; ++i)
      out[i / 2] |= static_cast<uint64_t>(reversed(line[i])) << (32 * (i & 1));
    if (bits.stride_ > 0) out[bits.stride_ - 1] &= tail_mask(bits.width_);
  }
  return bits;
}

Raster Bits::to_pix() const {
  Raster pix(pixCreate(std::max(width_, 1), std::max(height_, 1), 1));
  uint32_t* data = pixGetData(pix.get());
  const auto words = static_cast<size_t>(pixGetWpl(pix.get()));
  for (int y = 0; y < height_; ++y) {
    const uint64_t* line = row(y);
    for (size_t i = 0; i < words && i / 2 < stride_; ++i)
      data[static_cast<size_t>(y) * words + i] =
          reversed(static_cast<uint32_t>(line[i / 2] >> (32 * (i & 1))));
  }
  return pix;
}

Bits Bits::dilated(int by) const {
  Bits across(width_, height_);
  for (int y = 0; y < height_; ++y) {
    const uint64_t* in = row(y);
    uint64_t* out = across.row(y);
    for (size_t i = 0; i < stride_; ++i) {
      const uint64_t before = i > 0 ? in[i - 1] : 0, after = i + 1 < stride_ ? in[i + 1] : 0;
      uint64_t value = in[i];
      for (int d = 1; d <= by; ++d) value |= in[i] << d | in[i] >> d | before >> (64 - d) | after << (64 - d);
      out[i] = value;
    }
    if (stride_ > 0) out[stride_ - 1] &= tail_mask(width_);
  }
  Bits result(width_, height_);
  for (int y = 0; y < height_; ++y) {
    uint64_t* out = result.row(y);
    for (int d = std::max(-by, -y); d <= by && y + d < height_; ++d) {
      const uint64_t* in = across.row(y + d);
      for (size_t i = 0; i < stride_; ++i) out[i] |= in[i];
    }
  }
  return result;
}

void Bits::fill(int x0, int y0, int x1, int y1) {
  x0 = std::max(x0, 0), y0 = std::max(y0, 0), x1 = std::min(x1, width_), y1 = std::min(y1, height_);
  for (int x = x0; x < x1;) {
    const int to = std::min(x1, (x | 63) + 1);
    const uint64_t upto = (to & 63) == 0 ? ~uint64_t{0} : (uint64_t{1} << (to & 63)) - 1;
    const uint64_t ink = upto & ~((uint64_t{1} << (x & 63)) - 1);
    for (int y = y0; y < y1; ++y) row(y)[static_cast<size_t>(x) >> 6] |= ink;
    x = to;
  }
}

Bits& Bits::operator&=(const Bits& other) {
  for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

Bits& Bits::operator|=(const Bits& other) {
  for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

Bits& Bits::remove(const Bits& other) {
  for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  return *this;
}

Bits Bits::cut(int x, int y, int width, int height) const {
  Bits result(width, height);
  for (int r = 0; r < height; ++r) {
    uint64_t* out = result.row(r);
    for (size_t i = 0; i < result.stride_; ++i) out[i] = word(x + static_cast<int>(i) * 64, y + r);
    if (result.stride_ > 0) out[result.stride_ - 1] &= tail_mask(width);
  }
  return result;
}

long Bits::count() const {
  return ink_of(words_.data(), words_.size());
}

MAILROOM_COUNTS_BITS long Bits::count(int x0, int y0, int x1, int y1) const {
  long total = 0;
  for (int y = std::max(y0, 0); y < std::min(y1, height_); ++y)
    for (int x = x0; x < x1; x += 64) {
      uint64_t value = word(x, y);
      if (x1 - x < 64) value &= (uint64_t{1} << (x1 - x)) - 1;
      total += __builtin_popcountll(value);
    }
  return total;
}

}  // namespace mailroom::ocr::reader
