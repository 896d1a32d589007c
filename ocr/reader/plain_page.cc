#include "ocr/reader/plain_page.h"

#include <leptonica/allheaders.h>

#include <cmath>

#include "ocr/reader/ink_page.h"

namespace mailroom::ocr::reader {
namespace {

// Inches: no letter's stroke is as long, and no underline of a word.
constexpr double kLevelRule = 0.75, kUprightRule = 0.45;
constexpr int kThreshold = 150;            // of the evened page
constexpr int kBlack = 40, kWhite = 185;  // likewise: its paper is white, not grey

// Longer than a letter in one direction, and what of them is ragged beside.
Raster rules_of(const Raster& ink, int width, int height) {
  const Raster level(pixOpenBrick(nullptr, ink.get(), width, 1));
  const Raster upright(pixOpenBrick(nullptr, ink.get(), 1, height));
  if (!level || !upright) return nullptr;
  const Raster both(pixOr(nullptr, level.get(), upright.get()));
  return Raster(pixDilateBrick(nullptr, both.get(), 3, 3));
}

}  // namespace

Raster plain_page(const Raster& image, double dpi_x, double dpi_y) {
  const bool is_grey = pixGetDepth(image.get()) != 1;
  Raster page = is_grey ? evened(image) : Raster(pixCopy(nullptr, image.get()));
  const Raster ink(is_grey ? pixThresholdToBinary(page.get(), kThreshold) : pixClone(page.get()));
  const Raster rules = rules_of(ink, static_cast<int>(std::lround(kLevelRule * dpi_x)),
                                static_cast<int>(std::lround(kUprightRule * dpi_y)));
  if (!rules) return page;
  if (is_grey) {
    pixGammaTRC(page.get(), page.get(), 1, kBlack, kWhite);
    pixSetMasked(page.get(), rules.get(), 255);
    return page;
  }
  return Raster(pixSubtract(nullptr, page.get(), rules.get()));
}

}  // namespace mailroom::ocr::reader
