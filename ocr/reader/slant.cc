#include "ocr/reader/slant.h"

#include <leptonica/allheaders.h>

#include <cmath>

#include "ocr/reader/word_lines.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kLevel = 0.004;  // such a slope moves a line of a whole page by less than half its height

double centre(const Zone& zone) {
  return (zone.x0 + zone.x1) / 2;
}

Zone moved(const Zone& zone, double down) {
  return {zone.x0, zone.y0 + down, zone.x1, zone.y1 + down};
}

}  // namespace

Zone Slant::levelled(const Zone& on_page) const {
  return moved(on_page, -slope * (centre(on_page) - middle));
}

std::vector<Word> Slant::levelled(std::vector<Word> on_page) const {
  for (Word& word : on_page) {
    word.zone = levelled(word.zone);
    for (Zone& letter : word.letters) letter = levelled(letter);
  }
  return on_page;
}

Zone Slant::on_page(const Zone& levelled) const {
  Zone zone = moved(levelled, slope * (centre(levelled) - middle));
  const double more = std::abs(slope) * zone.width() / 2;
  return {zone.x0, zone.y0 - more, zone.x1, zone.y1 + more};
}

Slant slant_of(const std::vector<Word>& words, const Raster& image, double dpi_x) {
  const double slope = slope_of_lines(words);
  return std::abs(slope) < kLevel ? Slant{}
                                  : Slant{slope, pixGetWidth(image.get()) * kPointsPerInch / dpi_x / 2};
}

Raster levelled(const Raster& image, double dpi_x, double dpi_y, const Slant& slant) {
  if (slant.slope == 0) return Raster(pixClone(image.get()));
  const double in_pixels = slant.slope * dpi_y / dpi_x;
  const auto middle = static_cast<l_int32>(slant.middle / kPointsPerInch * dpi_x);
  return Raster(pixVShear(nullptr, image.get(), middle, static_cast<l_float32>(-std::atan(in_pixels)),
                          L_BRING_IN_WHITE));
}

}  // namespace mailroom::ocr::reader
