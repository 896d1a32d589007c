#include "ocr/reader/page_codes.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "ocr/reader/find_codes.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;

// Turned clockwise with the page of that size.
Zone turned(const Zone& z, int degrees, double width, double height) {
  switch (degrees) {
    case 90:
      return {height - z.y1, z.x0, height - z.y0, z.x1};
    case 180:
      return {width - z.x1, height - z.y1, width - z.x0, height - z.y0};
    case 270:
      return {z.y0, width - z.x1, z.y1, width - z.x0};
    default:
      return z;
  }
}

}  // namespace

void PageCodes::look(const Raster& image, double dpi_x, double dpi_y, int rotation,
                     const std::vector<CodeKind>& kinds, const Enough& is_enough) {
  if (image == nullptr) return;
  width_ = pixGetWidth(image.get());
  height_ = pixGetHeight(image.get());
  if (dpi_x > 0 && dpi_y > 0) {
    dpi_x_ = dpi_x;
    dpi_y_ = dpi_y;
  }
  CodeSearch search{kinds, nullptr};
  if (is_enough) {
    search.is_enough = [&](const std::vector<CodeReading>& found) {
      return is_enough(upright(found, rotation));
    };
  }
  find_codes(*image, search, found_);
  for (const CodeKind kind : kinds)
    if (std::ranges::find(kinds_, kind) == kinds_.end()) kinds_.push_back(kind);
}

bool PageCodes::has_looked_for(const std::vector<CodeKind>& kinds) const {
  return std::all_of(kinds.begin(), kinds.end(),
                     [&](CodeKind kind) { return std::ranges::find(kinds_, kind) != kinds_.end(); });
}

std::vector<CodeReading> PageCodes::upright(const std::vector<CodeReading>& found, int rotation) const {
  std::vector<CodeReading> codes = found;
  const double width = width_ / dpi_x_ * kPointsPerInch, height = height_ / dpi_y_ * kPointsPerInch;
  for (CodeReading& code : codes) {
    const Zone points{code.zone.x0 / dpi_x_ * kPointsPerInch, code.zone.y0 / dpi_y_ * kPointsPerInch,
                      code.zone.x1 / dpi_x_ * kPointsPerInch, code.zone.y1 / dpi_y_ * kPointsPerInch};
    code.zone = turned(points, rotation, width, height);
  }
  return codes;
}

}  // namespace mailroom::ocr::reader
