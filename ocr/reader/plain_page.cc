#include "ocr/reader/plain_page.h"

#include <leptonica/allheaders.h>

#include <cmath>

#include "ocr/reader/ink_page.h"

namespace mailroom::ocr::reader {
namespace {

// Inches: no letter's stroke is as long, and no underline of a word.
constexpr double kLevelRule = 0.75, kUprightRule = 0.45;
constexpr int kThreshold = 150;           // of the evened page
constexpr int kBlack = 40, kWhite = 185;  // likewise: its paper is white, not grey

}  // namespace

Raster rules_of(const Raster& ink, int width, int height) {
  const bool is_level = width > height;
  const Raster thick(pixDilateBrick(nullptr, ink.get(), is_level ? 1 : 3, is_level ? 3 : 1));
  if (!thick) return nullptr;
  const Raster rules(pixOpenBrick(nullptr, thick.get(), width, height));
  return rules ? Raster(pixAnd(nullptr, rules.get(), ink.get())) : nullptr;
}

Raster plain_page(const Raster& image, double dpi_x, double dpi_y) {
  const bool is_grey = pixGetDepth(image.get()) != 1;
  Raster page = is_grey ? evened(image) : Raster(pixCopy(nullptr, image.get()));
  const Raster ink(is_grey ? pixThresholdToBinary(page.get(), kThreshold) : pixClone(page.get()));
  const Raster level = rules_of(ink, static_cast<int>(std::lround(kLevelRule * dpi_x)), 1);
  const Raster upright = rules_of(ink, 1, static_cast<int>(std::lround(kUprightRule * dpi_y)));
  if (!level || !upright) return page;
  const Raster both(pixOr(nullptr, level.get(), upright.get()));
  const Raster rules(pixDilateBrick(nullptr, both.get(), 3, 3));  // with what is ragged beside them
  if (is_grey) {
    pixGammaTRC(page.get(), page.get(), 1, kBlack, kWhite);
    pixSetMasked(page.get(), rules.get(), 255);
    return page;
  }
  return Raster(pixSubtract(nullptr, page.get(), rules.get()));
}

}  // namespace mailroom::ocr::reader
