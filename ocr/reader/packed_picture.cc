#include "ocr/reader/packed_picture.h"

#include <algorithm>
#include <bit>

namespace mailroom::ocr::reader {

// A row is, for each 32 half words, a word whose bits say which of them changed, followed by those changes.
std::vector<uint32_t> packed(const Bits& picture) {
  std::vector<uint32_t> data;
  const size_t halves = 2 * picture.stride();
  const std::vector<uint64_t> white(picture.stride());
  const uint64_t* above = white.data();
  for (int y = 0; y < picture.height(); ++y) {
    const uint64_t* row = picture.row(y);
    for (size_t start = 0; start < halves; start += 32) {
      const size_t changed_at = data.size();
      data.push_back(0);
      for (size_t i = start; i < std::min(start + 32, halves); ++i) {
        const auto change = static_cast<uint32_t>((row[i / 2] ^ above[i / 2]) >> (32 * (i % 2)));
        if (change == 0) continue;
        data[changed_at] |= uint32_t{1} << (i - start);
        data.push_back(change);
      }
    }
    above = row;
  }
  return data;
}

Bits unpacked(std::span<const uint32_t> data, int width, int height) {
  Bits picture(width, height);
  const size_t halves = 2 * picture.stride();
  size_t at = 0;
  for (int y = 0; y < height; ++y) {
    uint64_t* row = picture.row(y);
    if (y > 0) std::copy_n(picture.row(y - 1), picture.stride(), row);
    for (size_t start = 0; start < halves; start += 32) {
      if (at >= data.size()) return picture;
      for (uint32_t changed = data[at++]; changed != 0; changed &= changed - 1) {
        const size_t i = start + static_cast<size_t>(std::countr_zero(changed));
        if (at >= data.size() || i >= halves) return picture;
        row[i / 2] ^= static_cast<uint64_t>(data[at++]) << (32 * (i % 2));
      }
    }
  }
  return picture;
}

}  // namespace mailroom::ocr::reader
