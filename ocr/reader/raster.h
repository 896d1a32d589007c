// A Leptonica image that frees itself. Move only; not for sharing between threads while written.
#pragma once

#include <memory>

struct Pix;

namespace mailroom::ocr::reader {

struct PixDestroyer {
  void operator()(Pix* pix) const;
};

// 1 bit (1 is ink) or 8 bits (grey, 0 is black) a pixel unless a function says otherwise.
using Raster = std::unique_ptr<Pix, PixDestroyer>;

}  // namespace mailroom::ocr::reader
