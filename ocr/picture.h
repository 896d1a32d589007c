// Raw pixels, as they come out of the sandboxed reader: nothing to parse, nothing to exploit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mailroom::ocr {

// Rows from the top, no padding; 1 byte a pixel (grey, 0 is black) or 3 (RGB).
struct Picture {
  int width = 0, height = 0;  // pixels
  int channels = 1;
  std::vector<uint8_t> pixels;

  uint8_t* at(int x, int y) {
    return pixels.data() + (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) *
                               static_cast<size_t>(channels);
  }
  const uint8_t* at(int x, int y) const {
    return pixels.data() + (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) *
                               static_cast<size_t>(channels);
  }
};

// The picture as a PNG file's bytes (libpng).
std::string to_png(const Picture& picture);

}  // namespace mailroom::ocr
